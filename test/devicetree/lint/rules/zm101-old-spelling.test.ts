import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM101',
  [
    {
      name: 'the old form in parentheses',
      source: root(memory({ attribute: '( «DT_MEM_ARM(ATTR_MPU_RAM)» )' })),
      message: 'DT_MEM_ARM_MPU_RAM is the same, and shorter.',
      fixes: [{ title: 'Use DT_MEM_ARM_MPU_RAM', leaves: '<DT_MEM_ARM_MPU_RAM>', kind: 'new-spelling' }],
    },
    {
      name: 'the old form beside others',
      source: root(memory({ attribute: '( «DT_MEM_ARM( ATTR_MPU_RAM )» | DT_MEM_DMA )' })),
      message: 'DT_MEM_ARM_MPU_RAM is the same, and shorter.',
      fixes: [{ title: 'Use DT_MEM_ARM_MPU_RAM', leaves: '<( DT_MEM_ARM_MPU_RAM | DT_MEM_DMA )>' }],
    },
    {
      name: 'parentheses around a single type',
      source: root(memory({ attribute: '«( DT_MEM_ARM_MPU_RAM )»' })),
      message: '<DT_MEM_ARM_MPU_RAM> needs no parentheses.',
      fixes: [{ title: 'Drop the parentheses', leaves: '<DT_MEM_ARM_MPU_RAM>' }],
    },
  ],
  [
    { name: 'the new form', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })) },
    { name: 'an OR', source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_DMA)' })) },
    {
      name: 'several types, which ZM009 is about',
      source: root(memory({ attribute: 'DT_MEM_ARM(ATTR_MPU_RAM | ATTR_MPU_IO)' })),
      also: ['ZM009'],
    },
  ],
);
