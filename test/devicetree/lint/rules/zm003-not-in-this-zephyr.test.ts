import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM003',
  [
    {
      name: 'a macro of main on 4.1',
      zephyr: { version: '4.1' },
      source: root(memory({ attribute: '(«DT_MEM_NON_CACHEABLE» | DT_MEM_ARM_MPU_RAM_NOCACHE)' })),
      message: 'Zephyr 4.1 does not define DT_MEM_NON_CACHEABLE: the devicetree does not compile. It is in main.',
      fixes: [{ title: 'Drop DT_MEM_NON_CACHEABLE', leaves: '<DT_MEM_ARM_MPU_RAM_NOCACHE>' }],
    },
    {
      name: 'one among three',
      zephyr: { version: '3.7' },
      source: root(memory({ attribute: '(DT_MEM_DMA | «DT_MEM_SHAREABLE» | DT_MEM_ARM_MPU_RAM)' })),
      message: /^Zephyr 4\.1 does not define DT_MEM_SHAREABLE/,
      fixes: [{ title: 'Drop DT_MEM_SHAREABLE', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)>' }],
    },
    {
      name: 'a value that is nothing else',
      zephyr: { version: '4.1' },
      source: root(memory({ attribute: '«DT_MEM_ARM_MPU_DEVICE»' })),
      message: /^Zephyr 4\.1 does not define DT_MEM_ARM_MPU_DEVICE/,
    },
  ],
  [
    {
      name: 'the same macro on main',
      zephyr: { version: 'main' },
      source: root(memory({ attribute: '(DT_MEM_NON_CACHEABLE | DT_MEM_ARM_MPU_RAM_NOCACHE)' })),
    },
    {
      name: 'macros that 4.1 has',
      zephyr: { version: '4.1' },
      source: root(memory({ attribute: '(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)' })),
    },
  ],
);
