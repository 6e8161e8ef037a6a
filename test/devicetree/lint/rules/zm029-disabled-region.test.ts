import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM029',
  [
    {
      name: 'a device that uses a disabled region',
      source: root(
        memory({ attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE', more: ['status = "disabled";'] }),
        '\tdma@50000000 {\n\t\tcompatible = "acme,dma";\n\t\treg = <0x50000000 0x1000>;\n\t\tmemory-regions = <«&sram1»>;\n\t};\n',
      ),
      message: 'sram1 is disabled: Zephyr makes no linker section and no MPU region for what dma@50000000 uses.',
      related: ['disabled here'],
      fixes: [{ title: 'Enable sram1', leaves: 'status = "okay";' }],
    },
  ],
  [
    {
      name: 'a device that is disabled itself',
      source: root(
        memory({ more: ['status = "disabled";'] }),
        '\tdma@50000000 {\n\t\treg = <0x50000000 0x1000>;\n\t\tmemory-regions = <&sram1>;\n\t\tstatus = "disabled";\n\t};\n',
      ),
    },
    {
      name: 'regions that are okay',
      source: root(
        memory(),
        '\tdma@50000000 {\n\t\treg = <0x50000000 0x1000>;\n\t\tmemory-regions = <&sram1>;\n\t};\n',
      ),
    },
  ],
);
