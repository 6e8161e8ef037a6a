import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM020',
  [
    {
      name: 'the name of a region on plain SRAM',
      source: root(memory({ compatible: '"mmio-sram"', name: null, more: ['«zephyr,memory-region» = "SRAM1";'] })),
      message:
        'sram1 is not compatible with "zephyr,memory-region": the linker script gets no region and no section for it.',
      fixes: [
        {
          title: 'Add "zephyr,memory-region" as the first compatible',
          leaves: 'compatible = "zephyr,memory-region", "mmio-sram";',
        },
      ],
    },
    {
      name: 'a node without any compatible',
      source: root(memory({ compatible: null, name: null, more: ['«zephyr,memory-region» = "SRAM1";'] })),
      message: /^sram1 is not compatible with/,
      fixes: [
        {
          title: 'Add "zephyr,memory-region" as the first compatible',
          leaves: '{\n\t\tcompatible = "zephyr,memory-region";\n\t\treg',
        },
      ],
    },
  ],
  [
    { name: 'regions with the compatible', source: root(memory()) },
    {
      name: 'a disabled node',
      source: root(memory({ compatible: '"mmio-sram"', more: ['status = "disabled";'] })),
    },
  ],
);
