import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM001',
  [
    {
      name: 'DT_ARM_MPU, which is in examples and in no header',
      source: root(memory({ attribute: '«DT_ARM_MPU»(ATTR_MPU_RAM)' })),
      message:
        'No release of Zephyr defines DT_ARM_MPU; DT_MEM_ARM_MPU_RAM is the name. The devicetree does not compile.',
      fixes: [{ title: 'Use DT_MEM_ARM_MPU_RAM', leaves: '<DT_MEM_ARM_MPU_RAM>' }],
    },
    {
      name: 'the same in parentheses and with other attributes, header missing',
      include: [],
      source: root(memory({ attribute: '( «DT_ARM_MPU»(ATTR_MPU_RAM_NOCACHE) )' })),
      message: /^No release of Zephyr defines DT_ARM_MPU; DT_MEM_ARM_MPU_RAM_NOCACHE is the name\./,
      fixes: [
        {
          title: 'Use DT_MEM_ARM_MPU_RAM_NOCACHE',
          leaves: '#include <zephyr/dt-bindings/memory-attr/memory-attr-arm.h>',
        },
      ],
    },
    {
      name: 'a misspelt macro',
      source: root(memory({ attribute: '(«DT_MEM_CACHABLE» | DT_MEM_ARM_MPU_RAM)' })),
      message:
        'No release of Zephyr defines DT_MEM_CACHABLE; DT_MEM_CACHEABLE is the name. The devicetree does not compile.',
      fixes: [{ title: 'Use DT_MEM_CACHEABLE', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM)>' }],
    },
    {
      name: 'a name that resembles none',
      source: root(memory({ attribute: '«DT_MEM_PURPLE_HORSE»' })),
      message: 'No release of Zephyr defines DT_MEM_PURPLE_HORSE. The devicetree does not compile.',
    },
  ],
  [
    {
      name: 'a macro of the project',
      source: '#define DT_ARM_MPU(x) DT_MEM_ARM(x)\n' + root(memory({ attribute: 'DT_ARM_MPU(ATTR_MPU_RAM)' })),
    },
    { name: 'names that are no memory attribute', source: root(memory({ attribute: 'MY_ATTRIBUTE' })) },
    { name: 'unknown names elsewhere', source: root(memory({ more: ['size-kb = <DT_MEM_PURPLE_HORSE>;'] })) },
  ],
);
