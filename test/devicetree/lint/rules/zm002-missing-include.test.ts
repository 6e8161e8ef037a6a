import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM002',
  [
    {
      name: 'a generic attribute without the header',
      include: [],
      source: root(memory({ attribute: '«DT_MEM_DMA»' })),
      message:
        'DT_MEM_DMA is not defined here: nothing includes <zephyr/dt-bindings/memory-attr/memory-attr.h>. The devicetree does not compile.',
      fixes: [
        {
          title: 'Include <zephyr/dt-bindings/memory-attr/memory-attr.h>',
          leaves: '#include <zephyr/dt-bindings/memory-attr/memory-attr.h>\n/ {',
          kind: 'include-memory-attr',
        },
      ],
      afterFix: ['ZM013'],
    },
    {
      name: 'a software attribute where only the Arm header is included',
      include: ['arm'],
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | «DT_MEM_SW_ALLOC_CACHE»)' })),
      message: /nothing includes <zephyr\/dt-bindings\/memory-attr\/memory-attr-sw\.h>/,
      fixes: [
        {
          title: 'Include <zephyr/dt-bindings/memory-attr/memory-attr-sw.h>',
          leaves: 'memory-attr-arm.h>\n#include <zephyr/dt-bindings/memory-attr/memory-attr-sw.h>\n',
        },
      ],
    },
  ],
  [
    {
      name: 'macros whose header is included',
      source: root(memory({ attribute: '(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)' })),
    },
    {
      name: 'headers that are asked for and not found to the preprocessor',
      include: [],
      source:
        '#include <elsewhere/zephyr/dt-bindings/memory-attr/memory-attr.h>\n' +
        root(memory({ attribute: 'DT_MEM_DMA' })),
    },
  ],
);
