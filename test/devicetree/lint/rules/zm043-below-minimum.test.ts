import { checkRule, memory, root } from '../support.js';

const RAM = 'DT_MEM_ARM_MPU_RAM';

checkRule(
  'ZM043',
  [
    {
      name: '16 bytes on Armv7-M',
      source: root(memory({ reg: '«0x20040000 16»', attribute: RAM })),
      message:
        '16 bytes of sram1 are less than the smallest MPU region, 32 bytes: the MPU covers 0x20040000-0x2004001f.',
      fixes: [{ title: 'Make it 0x20040000-0x2004001f', leaves: 'reg = <0x20040000 0x20>;' }],
    },
    {
      name: '128 bytes on Armv6-M',
      core: 'm0plus',
      source: root(memory({ reg: '«0x20040000 0x80»', attribute: RAM })),
      message:
        '128 bytes of sram1 are less than the smallest MPU region, 256 bytes: what the MPU does with it is UNPREDICTABLE.',
      fixes: [{ title: 'Make it 0x20040000-0x200400ff', leaves: 'reg = <0x20040000 0x100>;' }],
    },
    {
      name: '16 bytes on Armv8-M, with a neighbour',
      core: 'm33',
      source: root(
        memory({ reg: '«0x20040000 16»', attribute: RAM }),
        memory({ label: 'next', at: '20040010', size: '0x10' }),
      ),
      message: /the MPU covers 0x20040000-0x2004001f/,
    },
  ],
  [
    { name: 'the smallest region', source: root(memory({ size: '0x20', attribute: RAM })) },
    { name: 'size 0', source: root(memory({ size: '0', attribute: RAM })), also: ['ZM026'] },
    { name: 'memory without an MPU region', source: root(memory({ size: '16' })) },
  ],
);
