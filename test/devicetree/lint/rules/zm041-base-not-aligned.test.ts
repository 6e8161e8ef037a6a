import { checkRule, memory, root } from '../support.js';

const NOCACHE = 'DT_MEM_ARM_MPU_RAM_NOCACHE';

checkRule(
  'ZM041',
  [
    {
      name: 'a base with bits below the size',
      source: root(memory({ at: '20048010', reg: '«0x20048010 0x1000»', attribute: NOCACHE })),
      message:
        '0x20048010 is no multiple of 0x1000: the MPU covers 0x20048000-0x20048fff instead of 0x20048010-0x2004900f.',
      fixes: [
        { title: 'Move sram1 to 0x20048000', leaves: 'sram1: memory@20048000 {' },
        { title: 'Move sram1 to 0x20049000', leaves: 'reg = <0x20049000 0x1000>;' },
      ],
    },
    {
      name: 'a region that slides into its neighbour',
      source: root(
        memory({ label: 'first', at: '20050000', size: '0x2000' }),
        memory({ label: 'dma', at: '20052000', reg: '«0x20052000 0x4000»', attribute: NOCACHE }),
      ),
      message:
        '0x20052000 is no multiple of 0x4000: the MPU covers 0x20050000-0x20053fff instead of 0x20052000-0x20055fff, including first.',
      fixes: [{ title: 'Move dma to 0x20054000', leaves: 'dma: memory@20054000 {' }],
    },
    {
      name: 'a node on a bus that shifts addresses',
      source: root(
        '\tbus@20000000 {\n\t\tcompatible = "simple-bus";\n\t\t#address-cells = <1>;\n\t\t#size-cells = <1>;\n\t\tranges = <0x0 0x20040000 0x40000>;\n' +
          memory({ at: '800', reg: '«0x800 0x1000»', attribute: NOCACHE }) +
          '\t};\n',
      ),
      message: /^0x20040800 is no multiple of 0x1000/,
      fixes: [
        { title: 'Move sram1 to 0x20040000', leaves: 'reg = <0x0 0x1000>;' },
        { title: 'Move sram1 to 0x20041000', leaves: 'sram1: memory@1000 {' },
      ],
    },
  ],
  [
    { name: 'aligned bases', source: root(memory({ at: '20048000', size: '0x8000', attribute: NOCACHE })) },
    { name: 'Armv8-M', core: 'm33', source: root(memory({ at: '20048020', size: '0x1000', attribute: NOCACHE })) },
    {
      name: 'sizes that are no power of two',
      source: root(memory({ at: '20048010', size: '0x3000', attribute: NOCACHE })),
      also: ['ZM040'],
    },
  ],
);
