import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM026',
  [
    {
      name: 'a region of size 0 on Armv7-M',
      source: root(memory({ reg: '«0x20040000 0x0»', attribute: 'DT_MEM_ARM_MPU_RAM' })),
      message: 'sram1 has size 0: its MPU region covers 32 bytes all the same and its linker section holds nothing.',
      fixes: [{ title: 'Set the size to 32 bytes, the smallest MPU region', leaves: 'reg = <0x20040000 0x20>;' }],
    },
    {
      name: 'a region of size 0 on Armv8-M',
      core: 'm33',
      source: root(memory({ reg: '«0x20040000 0»', attribute: 'DT_MEM_ARM_MPU_RAM' })),
      message: 'sram1 has size 0: its MPU region matches no address and its linker section holds nothing.',
      fixes: [{ title: 'Set the size to 32 bytes, the smallest MPU region', leaves: 'reg = <0x20040000 0x20>;' }],
    },
    {
      name: 'the smallest region of Armv6-M',
      core: 'm0plus',
      source: root(memory({ reg: '«0x20040000 0»' })),
      message: 'sram1 has size 0: its linker section holds nothing.',
      fixes: [{ title: 'Set the size to 256 bytes, the smallest MPU region', leaves: 'reg = <0x20040000 0x100>;' }],
    },
  ],
  [
    { name: 'sizes', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })) },
    { name: 'disabled nodes', source: root(memory({ size: '0', more: ['status = "disabled";'] })) },
  ],
);
