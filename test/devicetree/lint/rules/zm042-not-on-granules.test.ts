import { checkRule, memory, root } from '../support.js';

const RAM = 'DT_MEM_ARM_MPU_RAM';

checkRule(
  'ZM042',
  [
    {
      name: 'a size',
      core: 'm33',
      source: root(memory({ reg: '«0x20040000 0x1010»', attribute: RAM })),
      message:
        'Size 0x1010 is no multiple of 32: the MPU covers 0x20040000-0x2004101f instead of 0x20040000-0x2004100f of sram1.',
      fixes: [
        { title: 'Grow it to 0x20040000-0x2004101f', leaves: 'reg = <0x20040000 0x1020>;' },
        { title: 'Shrink it to 0x20040000-0x20040fff', leaves: 'reg = <0x20040000 0x1000>;' },
      ],
    },
    {
      name: 'a base',
      core: 'm33',
      source: root(memory({ at: '20040010', reg: '«0x20040010 0x1000»', attribute: RAM })),
      message:
        'Base 0x20040010 is no multiple of 32: the MPU covers 0x20040000-0x20040fff instead of 0x20040010-0x2004100f of sram1.',
      fixes: [
        { title: 'Grow it to 0x20040000-0x2004101f', leaves: 'sram1: memory@20040000 {' },
        { title: 'Shrink it to 0x20040020-0x20040fff', leaves: 'reg = <0x20040020 0xfe0>;' },
      ],
    },
    {
      name: 'both, beside a neighbour',
      core: 'm33',
      source: root(
        memory({ at: '20040010', reg: '«0x20040010 0x1008»', attribute: RAM }),
        memory({ label: 'next', at: '20041018', size: '0x100' }),
      ),
      message: /^Base and size are no multiple of 32/,
      fixes: [{ title: 'Shrink it to 0x20040020-0x20040fff', leaves: 'sram1: memory@20040020 {' }],
    },
  ],
  [
    { name: 'multiples of 32', core: 'm33', source: root(memory({ at: '20040020', size: '0x1020', attribute: RAM })) },
    { name: 'memory without an MPU region', core: 'm33', source: root(memory({ size: '0x1010' })) },
    { name: 'Armv7-M', source: root(memory({ size: '0x1010', attribute: RAM })), also: ['ZM040'] },
  ],
);
