import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM030',
  [
    {
      name: 'a chosen RAM that is disabled',
      source:
        '/ {\n\tchosen {\n\t\tzephyr,sram = «&sram1»;\n\t};\n' + memory({ more: ['status = "disabled";'] }) + '};\n',
      message:
        'sram1, chosen as zephyr,sram, is not okay: the program is linked to a RAM that devicetree says is not there.',
      related: ['its status'],
      fixes: [{ title: 'Enable sram1', leaves: 'status = "okay";' }],
    },
    {
      name: "the board's memory, in another file",
      board: (text) => text.replace('compatible = "mmio-sram";', 'compatible = "mmio-sram";\n    status = "disabled";'),
      source: '/ {\n\tchosen {\n\t\tzephyr,dtcm = «&sram0»;\n\t\tzephyr,sram = &sram1;\n\t};\n' + memory() + '};\n',
      message: /^sram0, chosen as zephyr,dtcm, is not okay: no data goes to it/,
      fixes: [{ title: 'Enable sram0', leaves: '&sram0 {\n\tstatus = "okay";\n};\n' }],
    },
  ],
  [{ name: 'chosen memories that are okay', source: root(memory()) }],
);
