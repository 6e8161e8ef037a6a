import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM007',
  [
    {
      name: 'the old property',
      source: root(memory({ more: ['«zephyr,memory-region-mpu» = "IO";'] })),
      message: 'Zephyr since 3.5 makes no MPU region from zephyr,memory-region-mpu: this memory has none.',
      fixes: [
        {
          title: 'Use zephyr,memory-attr',
          leaves: '\t\tzephyr,memory-attr = <DT_MEM_ARM_MPU_IO>;\n',
          kind: 'migrate-memory-region-mpu',
        },
      ],
    },
    {
      name: 'the old property without the header',
      include: [],
      source: root(memory({ more: ['«zephyr,memory-region-mpu» = "RAM_NOCACHE";'] })),
      message: /this memory has none/,
      fixes: [
        { title: 'Use zephyr,memory-attr', leaves: '#include <zephyr/dt-bindings/memory-attr/memory-attr-arm.h>\n/ {' },
      ],
    },
    {
      name: 'the old property beside the new one',
      source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM', more: ['«zephyr,memory-region-mpu» = "RAM";'] })),
      message: 'Zephyr since 3.5 makes no MPU region from zephyr,memory-region-mpu: zephyr,memory-attr alone counts.',
      fixes: [{ title: 'Remove zephyr,memory-region-mpu', leaves: '<DT_MEM_ARM_MPU_RAM>;\n\t};' }],
    },
    {
      name: 'a value that it never had',
      source: root(memory({ more: ['«zephyr,memory-region-mpu» = "SLOW";'] })),
      message: /this memory has none/,
    },
  ],
  [{ name: 'the new property', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_IO' })) }],
);
