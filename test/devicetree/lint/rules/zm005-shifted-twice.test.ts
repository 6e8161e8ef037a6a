import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM005',
  [
    {
      name: 'a type inside DT_MEM_ARM()',
      source: root(memory({ attribute: '«DT_MEM_ARM(DT_MEM_ARM_MPU_RAM)»' })),
      message:
        'DT_MEM_ARM_MPU_RAM is in its place already: DT_MEM_ARM() shifts it a second time, out of the 32 bits of a cell.',
      fixes: [{ title: 'Drop DT_MEM_ARM()', leaves: '<DT_MEM_ARM_MPU_RAM>', kind: 'unshift-memory-attr' }],
    },
    {
      name: 'a software attribute inside DT_MEM_SW()',
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | «DT_MEM_SW( DT_MEM_SW_ALLOC_DMA )»)' })),
      message: /^DT_MEM_SW_ALLOC_DMA is in its place already: DT_MEM_SW\(\)/,
      fixes: [{ title: 'Drop DT_MEM_SW()', leaves: '<(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_DMA)>' }],
    },
  ],
  [
    {
      name: 'raw values inside DT_MEM_SW()',
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_SW(ATTR_SW_ALLOC_DMA))' })),
    },
  ],
);
