import { checkRule } from '../support.js';

const count = (regions: string): string => `&mpu {\n\tarm,num-mpu-regions = ${regions};\n};\n`;

checkRule(
  'ZM082',
  [
    {
      name: '16 regions on a Cortex-M4',
      source: count('«<16>»'),
      message: 'An MPU of cortex-m4f has 8 regions, and Zephyr asserts that, not 16.',
      fixes: [{ title: 'Set it to 8', leaves: 'arm,num-mpu-regions = <8>;' }],
    },
    {
      name: '10 regions on a Cortex-M33',
      core: 'm33',
      source: count('«<10>»'),
      message: 'An MPU of cortex-m33 has 4, 8, 12 or 16 regions, not 10.',
    },
  ],
  [
    { name: '8 regions on a Cortex-M4', source: count('<8>') },
    { name: '16 regions on a Cortex-M7', core: 'm7', source: count('<16>') },
    { name: '12 regions on a Cortex-M33', core: 'm33', source: count('<12>') },
  ],
);
