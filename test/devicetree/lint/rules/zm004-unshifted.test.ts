import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM004',
  [
    {
      name: 'a raw software attribute',
      source: root(
        memory({ attribute: '(DT_MEM_NON_CACHEABLE | «ATTR_SW_ALLOC_NON_CACHE» | DT_MEM_ARM_MPU_RAM_NOCACHE)' }),
      ),
      message:
        'ATTR_SW_ALLOC_NON_CACHE is 0x2 before the shift: here it sets DT_MEM_NON_VOLATILE instead of DT_MEM_SW_ALLOC_NON_CACHE.',
      fixes: [
        {
          title: 'Use DT_MEM_SW_ALLOC_NON_CACHE',
          leaves: '<(DT_MEM_NON_CACHEABLE | DT_MEM_SW_ALLOC_NON_CACHE | DT_MEM_ARM_MPU_RAM_NOCACHE)>',
          kind: 'shift-memory-attr',
        },
      ],
    },
    {
      name: 'a raw Arm type',
      source: root(memory({ attribute: '«ATTR_MPU_RAM»' })),
      message: 'ATTR_MPU_RAM is 0x1 before the shift: here it sets DT_MEM_CACHEABLE instead of DT_MEM_ARM_MPU_RAM.',
      fixes: [{ title: 'Use DT_MEM_ARM_MPU_RAM', leaves: '<DT_MEM_ARM_MPU_RAM>' }],
    },
  ],
  [
    {
      name: 'raw values inside DT_MEM_SW()',
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_SW(ATTR_SW_ALLOC_CACHE))' })),
    },
    {
      name: 'raw values inside a macro of the project',
      source:
        '#define ALLOC(x) ((x) << 16)\n' +
        root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | ALLOC(ATTR_SW_ALLOC_CACHE))' })),
    },
    {
      name: 'the expansions of shifted macros',
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_CACHE)' })),
    },
  ],
);
