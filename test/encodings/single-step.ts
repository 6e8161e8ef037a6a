/** What one word does on a machine of ours that has little more than a core. */
import {
  decode,
  instructionSet,
  isaParts,
  Machine,
  PROFILES,
  type CoreName,
  type CoreOptions,
} from '../../emulator/index.js';
import { bareBoard } from '../emulator/machine/bare-board.js';

const STACK = 0x2000_0400;
const CODE = 0x100;
const CPACR = 0xe000_ed88;
const OUTSIDE = { pc: CODE, inIT: false, lastInIT: false };

/**
 * Runs words, each out of reset with CP10 and CP11 switched on where there is an FPU, and says how each ends: `UNDEFINED`, `NOCP`,
 * or `runs as` and the name of the core's row.
 */
export function stepper(core: CoreName, options: CoreOptions): (word: number) => string {
  const { lowest: priorityBits } = PROFILES[core].priorityBits;
  const machine = new Machine({ board: bareBoard({ ...options, core, priorityBits, mpuRegions: 0 }) });
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
