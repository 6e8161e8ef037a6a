/** A core with 16 KiB of flash at 0 and of RAM at 0x2000_0000, and nothing else. */
import type { BoardDescription, CpuDescription } from '../../../emulator/index.js';

export function bareBoard(cpu: Omit<CpuDescription, 'interrupts' | 'clockHz' | 'initialVtor'>): BoardDescription {
  return {
    name: cpu.core,
    title: cpu.core,
    cpu: { interrupts: 32, clockHz: 1_000_000, initialVtor: 0, ...cpu },
    memories: [
      { name: 'flash', base: 0, sizeBytes: 0x4000, store: 'ignore' },
      { name: 'ram', base: 0x2000_0000, sizeBytes: 0x4000, store: 'write' },
    ],
    peripherals: [],
    stubs: [],
    unmapped: 'busFault',
    console: '',
  };
}
