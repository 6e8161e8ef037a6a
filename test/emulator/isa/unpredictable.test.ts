/**
 * UNPREDICTABLE encodings: every condition of every row has words, and the machine puts up with each of them, inside and outside
 * of IT blocks, with a finding that says why.
 */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import {
  decode,
  instructionSet,
  isaParts,
  Machine,
  unpredictable,
  type BoardDescription,
  type InstructionSet,
  type Row,
} from '../../../emulator/index.js';
import type { At } from '../../../emulator/isa/operands.js';
import { fieldsOf, termsOf, wordOf } from '../../../emulator/isa/pattern.js';
import { seededRandom, type Random } from '../../model/random.js';

const M23 = findBoard('mps2-m23');
const BOARDS: readonly BoardDescription[] = [
  ...['microbit', 'mps2-an385', 'mps2-an386', 'mps2-an500', 'mps2-an521', 'mps2-an505'].map(findBoard),
  M23,
  { ...M23, cpu: { ...M23.cpu, security: true, sauRegions: 8 } },
];
const nameOf = ({ name, cpu }: BoardDescription): string =>
  `${cpu.core} of ${name}${cpu.security === true ? ' with Security Extension' : ''}`;
const CODE = 0x2000_0100;
const PLACES = {
  outside: { inIT: false, lastInIT: false },
  'in the middle of an IT block': { inIT: true, lastInIT: false },
  'at the end of an IT block': { inIT: true, lastInIT: true },
} as const;
type PlaceName = keyof typeof PLACES;

const setOf = ({ cpu }: BoardDescription): InstructionSet => instructionSet(isaParts(cpu.core, cpu));
const placesOf = (set: InstructionSet): readonly PlaceName[] =>
  set.rows.some(({ name }) => name === 'IT_T1') ? (Object.keys(PLACES) as PlaceName[]) : ['outside'];
const at = (place: PlaceName): At => ({ pc: CODE, ...PLACES[place] });
const halves = ({ pattern }: Row, word: number): readonly [number, number] =>
  pattern.bits === 16 ? [word, 0] : [word >>> 16, word & 0xffff];

/** Words of a row: some at random, and for each of its clauses some that it holds for, `lists` where registers are counted. */
function* wordsOf({ pattern, options }: Row, random: Random, lists = 100): Iterable<number> {
  const any = (): number => ((pattern.value | (random.word() & ~pattern.mask)) >>> 0) % 2 ** pattern.bits;
  for (let i = 0; i < 12; i++) yield any();
  for (const clause of [...(options.unpredictable ?? []), ...(options.treatedAsUndefined ?? [])]) {
    // Most counts of a list of floating-point registers are UNDEFINED whatever else the word says.
    for (let i = 0; i < (options.treatedAsUndefinedIf ? lists : 6); i++) {
      const fields: Record<string, number> = { ...fieldsOf(pattern, any()) };
      for (const { letter, relation, values } of termsOf(clause)) {
        const value = random.pick(values);
        const number = /^\d/.test(value) ? Number(value) : fields[value]!;
        fields[letter] = relation === '=' ? number : (number + 1) % 2 ** pattern.fields.get(letter)!.length;
      }
      yield wordOf(pattern, fields);
    }
  }
}

describe('UNPREDICTABLE encodings', () => {
  for (const board of BOARDS) {
    const set = setOf(board);

    it(`of a ${nameOf(board)} have words for every condition`, () => {
      const random = seededRandom(0x0bad);
      const conditions = new Set<string>();
      for (const row of set.rows) {
        for (const word of wordsOf(row, random, 400)) {
          for (const place of placesOf(set)) {
            const instruction = decode(...halves(row, word), at(place), set);
            const found = unpredictable(word, row.pattern.bits === 16 ? 2 : 4, at(place), set);
            const text = `${word.toString(16)} (${row.name}) ${place}`;
            if (instruction !== undefined) assert.equal(found?.here === 'plain', instruction.unpredictable, text);
            else assert.notEqual(found?.here, 'plain', text);
            if (found === undefined) continue;
            assert.doesNotMatch(found.why, /not allowed together/, text);
            conditions.add(`${found.row.name} ${found.here}`);
          }
        }
      }
      const conditional = (choose: (options: Row['options']) => boolean): readonly string[] =>
        set.rows.filter(({ options }) => choose(options)).map(({ name }) => name);
      const plain = conditional((o) => (o.unpredictable ?? []).length > 0 && o.treatedAsUndefined === undefined);
      for (const name of plain) assert.ok(conditions.has(`${name} plain`), name);
      const refused = conditional((o) => (o.treatedAsUndefined ?? []).length > 0);
      for (const name of refused) assert.ok(conditions.has(`${name} undefined`), name);
    });

    it(`run on a ${nameOf(board)} without a mistake of ours, and each leaves a finding`, function () {
      this.timeout(120_000);
      const random = seededRandom(0x0bad_f00d);
      const sweep = new Sweep(board, random);
      for (const row of set.rows) {
        for (const word of wordsOf(row, random)) {
          for (const place of placesOf(set)) sweep.check(row, word, place);
        }
      }
      assert.ok(sweep.found > 100, `${sweep.found} findings`);
    });
  }

  it('never throw, whatever the words', function () {
    this.timeout(60_000);
    const random = seededRandom(77);
    for (const board of BOARDS) {
      const sweep = new Sweep(board, random);
      for (let i = 0; i < 4000; i++) sweep.run([random.below(0x1_0000), random.below(0x1_0000)], 'outside');
    }
  });
});

/** IT AL and ITT AL (A7.7.38): the condition always passes. */
const IT_AL = 0xbfe8;
const ITT_AL = 0xbfe4;
/** CP10 and CP11 for everyone (B3.2.20). */
const CPACR = 0xe000_ed88;
/** Findings are kept of so many places; a machine is used for some of them. */
const PLACES_OF_A_MACHINE = 500;

class Sweep {
  found = 0;
  private readonly board: BoardDescription;
  private readonly random: Random;
  private machine: Machine | undefined;
  private used = 0;

  constructor(board: BoardDescription, random: Random) {
    this.board = board;
    this.random = random;
  }

  check(row: Row, word: number, place: PlaceName): void {
    const expected = unpredictable(word, row.pattern.bits === 16 ? 2 : 4, at(place), setOf(this.board));
    if (expected === undefined) return;
    const told = this.run(halves(row, word).slice(0, row.pattern.bits / 16), place);
    const text = `${word.toString(16)} (${row.name}) ${place} says ${JSON.stringify(told)}`;
    assert.ok(
      told.some((message) => message.startsWith(`UNPREDICTABLE instruction: ${expected.why} (`)),
      text,
    );
    this.found++;
  }

  /** The findings of one execution. */
  run(code: readonly number[], place: PlaceName): readonly string[] {
    if (this.machine === undefined || this.used++ > PLACES_OF_A_MACHINE) {
      this.machine = new Machine({ board: this.board });
      this.machine.cpu.secure = this.board.cpu.security === true;
      this.machine.writeMemory(CPACR, Uint8Array.of(0, 0, 0xf0, 0));
      this.used = 0;
    }
    const { machine } = this;
    const it = place === 'outside' ? [] : [place === 'at the end of an IT block' ? IT_AL : ITT_AL];
    const start = CODE + 16 * this.used;
    const words = [...it, ...code, 0xbf00, 0xbf00, 0xbf00];
    machine.cpu.ipsr = 0;
    machine.cpu.itState = 0;
    machine.cpu.thumb = true;
    machine.cpu.control = 0;
    machine.cpu.secure = this.board.cpu.security === true;
    machine.sleeping = undefined;
    for (let n = 0; n < 13; n++) machine.cpu.setReg(n, 0x2000_2000 + 4 * this.random.below(0x400));
    machine.cpu.setReg(13, 0x2000_3000);
    machine.cpu.setReg(14, 0xffff_ffff);
    words.forEach((half, i) => machine.writeMemory(start + 2 * i, Uint8Array.of(half, half >>> 8)));
    machine.cpu.pc = start;
    const before = machine.findings.length;
    machine.run(1 + it.length);
    return machine.findings.slice(before).map(({ message }) => message);
  }
}
