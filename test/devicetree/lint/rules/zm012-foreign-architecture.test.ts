import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM012',
  [
    {
      name: 'a RISC-V type whose bit is an Arm type',
      include: ['arm', 'riscv'],
      source: root(memory({ attribute: '«DT_MEM_RISCV_TYPE_IO»' })),
      message: 'DT_MEM_RISCV_TYPE_IO is for RISC-V; on Armv7-M it is the bits of DT_MEM_ARM_MPU_RAM_NOCACHE.',
      fixes: [{ title: 'Use DT_MEM_ARM_MPU_IO', leaves: '<DT_MEM_ARM_MPU_IO>' }],
    },
    {
      name: 'an Xtensa type',
      include: ['arm', 'xtensa'],
      source: root(memory({ attribute: '(DT_MEM_DMA | «DT_MEM_XTENSA_DATA_RAM»)' })),
      message: 'DT_MEM_XTENSA_DATA_RAM is for Xtensa; on Armv7-M it is the bits of DT_MEM_ARM_MPU_PPB.',
      fixes: [{ title: 'Use DT_MEM_ARM_MPU_RAM', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)>' }],
      also: ['ZM050'],
    },
  ],
  [
    {
      name: 'RISC-V types on RISC-V',
      include: ['riscv'],
      board: (text) => text.replace('arm,cortex-m4f', 'riscv').replace('arm,armv7m-mpu', 'riscv,pmp'),
      source: root(memory({ attribute: 'DT_MEM_RISCV_TYPE_IO' })),
    },
    { name: 'Arm types', include: ['arm', 'riscv'], source: root(memory({ attribute: 'DT_MEM_ARM_MPU_IO' })) },
  ],
);
