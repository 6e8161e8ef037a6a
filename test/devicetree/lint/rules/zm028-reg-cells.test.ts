import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM028',
  [
    {
      name: 'an address without a size',
      source: root(memory({ more: [], reg: null }).replace('{\n', '{\n\t\treg = «<0x20040000>»;\n')),
      message: 'reg has 1 cell, and a block on / takes 1 for the address and 1 for the size: the build refuses it.',
    },
    {
      name: 'two cells on a bus of 64 bits',
      source: root(
        '\tbus {\n\t\t#address-cells = <2>;\n\t\t#size-cells = <2>;\n\t\tranges;\n' +
          memory({ reg: null }).replace('{\n', '{\n\t\treg = «<0x20040000 0x4000>»;\n') +
          '\t};\n',
      ),
      message: 'reg has 2 cells, and a block on /bus takes 2 for the address and 2 for the size: the build refuses it.',
      fixes: [{ title: 'Write reg with as many cells as the bus takes', leaves: 'reg = <0x0 0x20040000 0x0 0x4000>;' }],
    },
    {
      name: 'four cells, those of 64-bit numbers, on a bus that takes three',
      source: root(
        '\tbus {\n\t\t#address-cells = <1>;\n\t\t#size-cells = <2>;\n\t\tranges;\n' +
          memory({ reg: null }).replace('{\n', '{\n\t\treg = «<0x0 0x20040000 0x0 0x4000>»;\n') +
          '\t};\n',
      ),
      message: /^reg has 4 cells, and a block on \/bus takes 1 for the address and 2 for the size/,
      fixes: [{ title: 'Write reg with as many cells as the bus takes', leaves: 'reg = <0x20040000 0x0 0x4000>;' }],
    },
  ],
  [{ name: 'cells that fit', source: root(memory()) }],
);
