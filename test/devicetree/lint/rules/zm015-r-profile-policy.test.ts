import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM015',
  [
    {
      name: 'memory that can be written and not read',
      core: 'r5',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_WRITABLE | DT_MEM_CACHEABLE)>»;'] })),
      message: 'Not readable: the MPU driver refuses sram1 (-EINVAL).',
      fixes: [{ title: 'Add DT_MEM_READABLE', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_READABLE | DT_MEM_WRITABLE)>' }],
    },
    {
      name: 'permissions without a cache policy',
      core: 'r5',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_READABLE | DT_MEM_WRITABLE)>»;'] })),
      message: /^Neither DT_MEM_CACHEABLE nor DT_MEM_NON_CACHEABLE/,
      fixes: [
        { title: 'Make it cacheable', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_READABLE | DT_MEM_WRITABLE)>' },
        { title: 'Make it non-cacheable', leaves: '<(DT_MEM_READABLE | DT_MEM_WRITABLE | DT_MEM_NON_CACHEABLE)>' },
      ],
    },
    {
      name: 'shared memory that is cacheable',
      core: 'r5',
      source: root(
        memory({ more: ['zephyr,memory-attr = «<(DT_MEM_READABLE | DT_MEM_CACHEABLE | DT_MEM_SHAREABLE)>»;'] }),
      ),
      message: /^Shareable and cacheable/,
      fixes: [{ title: 'Drop DT_MEM_SHAREABLE', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_READABLE)>' }],
    },
    {
      name: 'unprivileged access to memory that is not shared',
      core: 'r5',
      source: root(
        memory({ more: ['zephyr,memory-attr = «<(DT_MEM_READABLE | DT_MEM_CACHEABLE | DT_MEM_USERSPACE)>»;'] }),
      ),
      message: /^DT_MEM_USERSPACE without a shareable, writable region/,
      fixes: [{ title: 'Drop DT_MEM_USERSPACE', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_READABLE)>' }],
    },
  ],
  [
    {
      name: 'text',
      core: 'r5',
      source: root(memory({ attribute: '(DT_MEM_READABLE | DT_MEM_EXECUTABLE | DT_MEM_CACHEABLE)' })),
    },
    {
      name: 'shared memory for userspace',
      core: 'r5',
      source: root(
        memory({
          attribute: '(DT_MEM_READABLE | DT_MEM_WRITABLE | DT_MEM_NON_CACHEABLE | DT_MEM_SHAREABLE | DT_MEM_USERSPACE)',
        }),
      ),
    },
    { name: 'memory that is only described', core: 'r5', source: root(memory({ attribute: 'DT_MEM_CACHEABLE' })) },
    { name: 'Cortex-M', source: root(memory({ attribute: '(DT_MEM_WRITABLE | DT_MEM_CACHEABLE)' })), also: ['ZM013'] },
  ],
);
