import { checkRule, memory, root } from '../support.js';

const RAM = 'DT_MEM_ARM_MPU_RAM';
const regions = (count: number, more: string): string =>
  root(
    ...Array.from({ length: count }, (_, n) =>
      memory({ label: `part${n}`, at: `200${(0x40 + 2 * n).toString(16)}000`, size: '0x1000', attribute: RAM }),
    ),
    more,
  );
const seventh = memory({ label: 'last', at: '20080000', size: '0x1000', more: [`zephyr,memory-attr = «<${RAM}>»;`] });

checkRule(
  'ZM080',
  [
    {
      name: "seven regions beside the SoC's two on eight",
      source: regions(6, seventh),
      message:
        '7 regions of devicetree and 2 of the SoC are 9, and the MPU has 8: there is none for last, and Zephyr then leaves the whole MPU off.',
      related: ['8 regions'],
    },
    {
      name: 'neighbours that could be one',
      source: root(
        memory({ label: 'a', at: '20040000', size: '0x1000', attribute: RAM }),
        memory({
          label: 'b',
          at: '20041000',
          size: '0x1000',
          attribute: RAM,
          compatible: '"acme,ram"',
          name: null,
        }).replace('b: ', ''),
        ...[2, 4, 6, 8].map((n) => memory({ label: `part${n}`, at: `2005${n}000`, size: '0x1000', attribute: RAM })),
        seventh,
      ),
      message: /^7 regions of devicetree and 2 of the SoC are 9/,
      fixes: [{ title: 'Merge memory@20041000 into a: 0x20040000-0x20041fff', leaves: 'reg = <0x20040000 0x2000>;' }],
      afterFix: ['ZM081'],
    },
    {
      name: 'a configuration with assertions',
      zephyr: {
        config: new Map([
          ['CONFIG_ARM_MPU', 'y'],
          ['CONFIG_MEM_ATTR', 'y'],
          ['CONFIG_XIP', 'y'],
          ['CONFIG_ASSERT', 'y'],
        ]),
      },
      source: regions(6, seventh),
      message: /the boot stops in an assertion/,
    },
  ],
  [
    { name: 'six regions', source: regions(6, ''), also: ['ZM081'] },
    {
      name: 'the same on sixteen',
      core: 'm7',
      source: regions(6, memory({ label: 'last', at: '20080000', size: '0x1000', attribute: RAM })),
    },
    {
      name: 'a number of regions that nobody tells',
      core: 'm33',
      board: (text) => text.replace('arm,num-mpu-regions = <8>;', ''),
      source: regions(6, memory({ label: 'last', at: '20080000', size: '0x1000', attribute: RAM })),
    },
    {
      name: 'a SoC with a table of its own',
      zephyr: {
        config: new Map(
          ['ARM_MPU', 'MEM_ATTR', 'XIP', 'CPU_HAS_CUSTOM_FIXED_SOC_MPU_REGIONS'].map((name) => [`CONFIG_${name}`, 'y']),
        ),
      },
      source: regions(6, memory({ label: 'last', at: '20080000', size: '0x1000', attribute: RAM })),
    },
  ],
);
