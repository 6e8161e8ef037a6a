/**
 * Backtraces through C libraries that come without call frame information. The oracle is the run itself: every BL and BLX that
 * was executed and has not returned, noted while the emulator steps.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBoard } from '../../../debugger/launch/index.js';
import { openDebugInformation } from '../../../debugger/dwarf/index.js';
import { loadElf, type ElfFile } from '../../../debugger/elf/index.js';
import { programFrames, unwind } from '../../../debugger/index.js';
import { readWhole } from '../../../debugger/session/frame-context.js';
import { Machine } from '../../../emulator/index.js';
import { root } from '../../support/root.js';

const STEPS = 24_000;
/** A backtrace for each so many instructions. */
const EVERY = 7;
const HEAP = { heapBase: 0x2001_0000, heapLimit: 0x2003_0000, stackBase: 0x2004_0000, stackLimit: 0x2003_0000 };
/** libgcc's assembly calls labels within itself, which no symbol tells. */
const CALLS_ITSELF = /^__aeabi_d(?:mul|div)$/;

const PROGRAMS = [
  'cpp-containers-picolibc-O2',
  'cpp-templates-newlib-O2',
  'int64-newlib-O2',
  'malloc-churn-picolibc-O2',
  'printf-newlib-nano-O2',
  'scanf-newlib-O0',
  'strtod-strtol-picolibc-O0',
];

/** Calls that have not returned. */
class Calls {
  private open: { readonly returnsTo: number; readonly sp: number }[] = [];

  /** Before an instruction. */
  at(pc: number, sp: number): readonly number[] {
    const gone = (call: { returnsTo: number; sp: number }) => call.sp < sp || (call.sp === sp && call.returnsTo === pc);
    while (this.open.length > 0 && gone(this.open.at(-1)!)) this.open.pop();
    return this.open.map((call) => call.returnsTo).reverse();
  }

  /** After a call. */
  called(returnsTo: number, sp: number): void {
    this.open.push({ returnsTo, sp });
  }
}

/** The address after a BL or BLX at `pc`, or undefined (Armv7-M ARM, A7.7.18 and A7.7.19). */
function afterCall(machine: Machine, pc: number): number | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = machine.readMemory(pc, 4);
  const first = a | (b << 8);
  if ((first & 0xf800) === 0xf000 && ((c | (d << 8)) & 0xd000) === 0xd000) return pc + 4;
  return (first & 0xff87) === 0x4780 ? pc + 2 : undefined;
}

function started(elf: ElfFile): Machine {
  const machine = new Machine({ board: findBoard('mps2-an385'), semihosting: { heap: HEAP } });
  for (const { loadAddress, bytes } of elf.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  return machine;
}

describe('backtraces through libraries', () => {
  for (const name of PROGRAMS) {
    it(name, () => {
      const path = join(root, 'firmware/elf/programs', `${name}.elf`);
      const { elf } = loadElf(Uint8Array.from(readFileSync(path)), name);
      assert.ok(elf);
      const machine = started(elf);
      const nameAt = (pc: number) => elf.symbols.functionAt(pc)?.symbol.name ?? '';
      /** Up to main, whose callers are not followed; undefined before main. */
      const toMain = (pcs: readonly number[]) => {
        const main = pcs.findIndex((pc, i) => nameAt(i === 0 ? pc : pc - 1) === 'main');
        return main < 0 ? undefined : pcs.slice(0, main + 1);
      };
      const information = programFrames(openDebugInformation(elf), elf.symbols);
      const read = (at: number, length: number) => readWhole(machine, at, length);
      const calls = new Calls();
      let checked = 0;
      for (let i = 0; i < STEPS; i++) {
        const registers = machine.registers();
        const [pc, sp] = [registers.r[15]!, registers.r[13]!];
        const expected = toMain([pc, ...calls.at(pc, sp)]);
        if (i % EVERY === 0 && expected !== undefined && !CALLS_ITSELF.test(nameAt(pc))) {
          const { frames } = unwind(registers, information, read, { onStackOnly: true });
          const actual = frames.map((frame) =>
            frame.kind === 'exception' ? frame.excReturn : frame.kind === 'function' ? frame.pc : 0,
          );
          assert.deepEqual(actual, expected, `after ${i} instructions, in ${nameAt(pc)}`);
          checked++;
        }
        const returnsTo = afterCall(machine, pc);
        const event = machine.run(1);
        if (event.reason !== 'budget') break;
        if (returnsTo !== undefined && event.pc !== returnsTo) calls.called(returnsTo, sp);
      }
      assert.ok(checked > 500, `${checked} backtraces`);
    });
  }
});
