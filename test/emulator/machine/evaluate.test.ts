/** Two readings of each row's record: plain TypeScript (record/evaluate.ts) and generated code leave the same registers. */
import assert from 'node:assert/strict';
import { CpuState, STATE } from '../../../emulator/core/cpu-state.js';
import { findBoard } from '../../../debugger/launch/index.js';
import { decode, isaParts, Machine, type RegisterSnapshot, type Row } from '../../../emulator/index.js';
import { snapshotRegisters } from '../../../emulator/exceptions/snapshot.js';
import { recordConcrete } from '../../../emulator/interpreter/shapes.js';
import { evaluate } from '../../../emulator/record/evaluate.js';
import { TARGETS } from '../../differential/targets.js';
import { seededRandom, type Random } from '../../model/random.js';
import { isCalculation } from './calculation.js';

const SEED = 11;
const PER_ROW = 60;
const CODE = 0x2000_0100;
const OUTSIDE = { pc: CODE, inIT: false, lastInIT: false };
const CORNERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0x8000_8000, 0xffff_ffff];
const FLOAT_CORNERS = [
  0, 1, 0x0080_0000, 0x3f80_0000, 0x4b00_0001, 0x7f7f_ffff, 0x7f80_0000, 0x7f80_0001, 0x7fc0_0000, 0xbff0_0000,
];
/** CPACR with full access to CP10 and CP11. */
const CPACR = { address: 0xe000_ed88, value: Uint8Array.of(0, 0, 0xf0, 0) };
const NO_MEMORY = {
  load: () => assert.fail('a load'),
  store: () => assert.fail('a store'),
  divideTrap: false,
  stackLimit: 0,
  floatCheck: () => true,
};

function randomState(random: Random, cpu: CpuState): void {
  for (let n = 0; n < 15; n++) cpu.setReg(n, random.chance(50) ? random.pick(CORNERS) : random.word());
  cpu.apsr = random.word();
  if (cpu.hasFloats) {
    for (let n = 0; n < 32; n++)
      cpu.setFloat(
        n,
        random.chance(40) ? random.pick(FLOAT_CORNERS) : random.chance(50) ? closeToOne(random) : random.word(),
      );
    cpu.fpscr = random.chance(50) ? random.word() : random.pick([0, 0x10]);
    cpu.floatContextActive = true;
  }
  cpu.thumb = true;
  cpu.itState = 0;
  cpu.pc = CODE;
}

function closeToOne(random: Random): number {
  return ((random.below(2) << 31) | ((124 + random.below(8)) << 23) | random.below(2 ** 23)) >>> 0;
}

function copy(from: CpuState, to: CpuState): void {
  for (let n = 0; n < 32; n++) to.setFloat(n, from.float(n));
  to.fpscr = from.fpscr;
  to.floatContextActive = from.floatContextActive;
  for (let n = 0; n < 16; n++) to.setReg(n, from.reg(n));
  to.xpsr = from.xpsr;
}

/** What the word leaves on the machine and in TypeScript; undefined if it is no plain calculation. */
function bothEnds(
  machine: Machine,
  row: Row,
  word: number,
  random: Random,
): readonly [RegisterSnapshot, RegisterSnapshot] | undefined {
  const wide = row.pattern.bits === 32;
  const [first, second] = wide ? [word >>> 16, word & 0xffff] : [word, 0];
  const instruction = decode(first, second, OUTSIDE, machine.instructionSet);
  if (instruction?.row !== row || instruction.unpredictable) return undefined;
  const recorded = recordConcrete(instruction);
  // IT is the decoder's, which sets ITSTATE.
  if (row.name === 'IT_T1' || !isCalculation(recorded)) return undefined;
  const { cpu } = machine;
  randomState(random, cpu);
  const { board } = machine.options;
  const plain = new CpuState(new ArrayBuffer(STATE.end), isaParts(board.cpu.core, board.cpu));
  copy(cpu, plain);
  plain.msp = cpu.msp;
  machine.writeMemory(CODE, new Uint8Array(Uint16Array.of(first, second).buffer));
  machine.run(1);
  const result = evaluate(recorded, plain, instruction.length, NO_MEMORY);
  assert.equal(result.kind, 'done');
  plain.pc = CODE + instruction.length;
  return [snapshotRegisters(cpu), snapshotRegisters(plain)];
}

for (const { core, machine: board } of TARGETS) {
  describe(`Records read in TypeScript, for ${core}`, () => {
    it(`leave what generated code leaves (seed ${SEED})`, () => {
      const machine = new Machine({ board: findBoard(board) });
      machine.writeMemory(CPACR.address, CPACR.value);
      const random = seededRandom(SEED);
      let compared = 0;
      for (const row of machine.instructionSet.rows) {
        for (let i = 0; i < PER_ROW; i++) {
          const { bits, mask, value } = row.pattern;
          const word = (((random.word() & ~mask) | value) >>> 0) % 2 ** bits;
          const ends = bothEnds(machine, row, word, random);
          if (ends === undefined) continue;
          compared++;
          assert.deepEqual(ends[0], ends[1], `${row.name} ${word.toString(16)}`);
        }
      }
      assert.ok(compared > 30 * 100, `${compared} words`);
    });
  });
}
