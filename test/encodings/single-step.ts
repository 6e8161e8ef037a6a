/** What one word does on a machine of ours that has little more than a core. */
import {
  decode,
  instructionSet,
  isaParts,
  Machine,
  PROFILES,
  type BoardDescription,
  type CoreName,
  type CoreOptions,
} from '../../emulator/index.js';

const STACK = 0x2000_0400;
const CODE = 0x100;
const CPACR = 0xe000_ed88;
const OUTSIDE = { pc: CODE, inIT: false, lastInIT: false };

function boardOf(core: CoreName, options: CoreOptions): BoardDescription {
  return {
    name: core,
    title: core,
    cpu: {
      ...options,
      core,
      priorityBits: PROFILES[core].priorityBits.lowest,
      mpuRegions: 0,
      interrupts: 32,
      clockHz: 1_000_000,
      initialVtor: 0,
    },
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

/**
 * Runs words, each out of reset with CP10 and CP11 switched on where there is an FPU, and says how each ends: `UNDEFINED`, `NOCP`,
 * or `runs as` and the name of the core's row.
 */
export function stepper(core: CoreName, options: CoreOptions): (word: number) => string {
  const machine = new Machine({ board: boardOf(core, options) });
  const set = instructionSet(isaParts(core, options));
  machine.writeMemory(0, new Uint8Array(Uint32Array.of(STACK, ...Array<number>(15).fill(CODE | 1)).buffer));
  return (word) => {
    const [first, second] = word < 0x1_0000 ? [word, 0] : [word >>> 16, word & 0xffff];
    machine.writeMemory(CODE, new Uint8Array(Uint16Array.of(first, second).buffer));
    machine.reset();
    if (options.fpu !== undefined) machine.writeMemory(CPACR, Uint8Array.of(0, 0, 0xf0, 0));
    const event = machine.run(1);
    const bits = event.reason === 'fault' ? event.fault.bits : [];
    if (bits.includes('UNDEFINSTR')) return 'UNDEFINED';
    if (bits.includes('NOCP')) return 'NOCP';
    return `runs as ${decode(first, second, OUTSIDE, set)?.row.name ?? 'nothing'}`;
  };
}
