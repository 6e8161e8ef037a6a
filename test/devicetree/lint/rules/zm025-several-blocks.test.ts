import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM025',
  [
    {
      name: 'two blocks',
      source: root(
        memory({ reg: '0x20040000 0x4000>, <«0x20060000 0x2000»', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' }),
      ),
      message:
        'Zephyr takes the first block of reg only: it sees 0x20040000-0x20043fff of sram1, not what begins at 0x20060000.',
      fixes: [
        {
          title: 'Split it into 2 nodes',
          leaves:
            '\tmemory@20060000 {\n\t\tcompatible = "zephyr,memory-region", "mmio-sram";\n\t\treg = <0x20060000 0x2000>;\n\t\tzephyr,memory-region = "SRAM1_1";\n\t\tzephyr,memory-attr = <DT_MEM_ARM_MPU_RAM_NOCACHE>;\n\t};\n',
        },
      ],
    },
  ],
  [
    { name: 'one block', source: root(memory()) },
    {
      name: 'several blocks of other nodes',
      source: root('\tdevice@50000000 {\n\t\treg = <0x50000000 0x10>, <0x50001000 0x10>;\n\t};\n', memory()),
    },
  ],
);
