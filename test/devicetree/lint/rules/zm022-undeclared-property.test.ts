import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM022',
  [
    {
      name: 'an attribute on plain SRAM, as examples have it',
      source: root(
        memory({
          compatible: '"mmio-sram"',
          name: null,
          more: ['«zephyr,memory-attr» = <DT_MEM_ARM_MPU_RAM>;'],
        }),
      ),
      message: 'The binding of "mmio-sram" does not declare zephyr,memory-attr: the build refuses sram1.',
      fixes: [{ title: 'Make it a "zephyr,memory-region"', leaves: 'zephyr,memory-region = "SRAM1";' }],
    },
    {
      name: 'an attribute on a node without compatible',
      source: root(memory({ compatible: null, name: null, more: ['«zephyr,memory-attr» = <DT_MEM_ARM_MPU_RAM>;'] })),
      message: 'No binding matches sram1: Zephyr passes over zephyr,memory-attr and programs no MPU region.',
      fixes: [
        { title: 'Make it a "zephyr,memory-region"', leaves: '{\n\t\tcompatible = "zephyr,memory-region";\n\t\treg' },
      ],
    },
    {
      name: 'what bindings say',
      zephyr: { bindings: { declaration: () => 'undeclared' } },
      source: root(
        memory({ compatible: '"acme,ram"', name: null, more: ['«zephyr,memory-attr» = <DT_MEM_ARM_MPU_RAM>;'] }),
      ),
      message: 'The binding of "acme,ram" does not declare zephyr,memory-attr: the build refuses sram1.',
      fixes: [{ title: 'Make it a "zephyr,memory-region"', leaves: '"zephyr,memory-region", "acme,ram"' }],
      afterFix: ['ZM021'],
    },
  ],
  [
    { name: 'regions', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })) },
    {
      name: 'compatibles whose binding is not known',
      source: root(memory({ compatible: '"acme,ram"', name: null, attribute: 'DT_MEM_ARM_MPU_RAM' })),
    },
    {
      name: 'children of a node whose binding may speak for them',
      source: root(
        '\tbank {\n\t\tcompatible = "acme,bank";\n\t\t#address-cells = <1>;\n\t\t#size-cells = <1>;\n\t\tranges;\n' +
          memory({ compatible: null, name: null, attribute: 'DT_MEM_ARM_MPU_RAM' }) +
          '\t};\n',
      ),
    },
  ],
);
