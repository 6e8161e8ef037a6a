/** The generated interpreter has a handler for every shape of every predictable instruction. */
import assert from 'node:assert/strict';
import { INTERPRETER } from '../../../emulator/interpreter/generated/interpreter-image.js';
import { bind, nearKey, recordConcrete } from '../../../emulator/interpreter/shapes.js';
import { isaParts } from '../../../emulator/core/profiles.js';
import { decode, instructionSet, isWide, type Instruction, type InstructionSet } from '../../../emulator/isa/decode.js';
import { wordOf } from '../../../emulator/isa/pattern.js';
import { seededRandom } from '../../model/random.js';

const SETS = (['cortex-m3', 'cortex-m4'] as const).map((core) => ({ core, set: instructionSet(isaParts(core)) }));
const WORDS = 2_000_000;
const PER_ROW = 3_000;
const PLACES = [
  { inIT: false, lastInIT: false },
  { inIT: true, lastInIT: false },
  { inIT: true, lastInIT: true },
] as const;
const PC = 0x2000_0100;

/** The keys that the instruction asks for and that no handler is printed for. */
function missing(instruction: Instruction): readonly string[] {
  const { key } = bind(instruction.row, instruction.operands);
  if (Object.hasOwn(INTERPRETER.handlers, key)) return [];
  // Without a handler the instruction is the core's: SVC, MSR, WFI and the like have none.
  return recordConcrete(instruction).flow?.kind === 'system' ? [] : [key];
}

function checkWord(first: number, second: number, set: InstructionSet, gaps: Set<string>): boolean {
  let decoded = false;
  for (const place of PLACES) {
    const instruction = decode(first, second, { pc: PC, ...place }, set);
    if (instruction === undefined || instruction.unpredictable) continue;
    decoded = true;
    for (const key of missing(instruction)) gaps.add(key);
  }
  return decoded;
}

for (const { core, set } of SETS) {
  describe(`handlers of the generated interpreter for ${core}`, () => {
    it('cover every 16-bit instruction', () => {
      const gaps = new Set<string>();
      for (let word = 0; word < 0x1_0000; word++) if (!isWide(word)) checkWord(word, 0, set, gaps);
      assert.deepEqual([...gaps], []);
    });

    it(`cover ${WORDS} random 32-bit patterns`, function () {
      this.timeout(120_000);
      const random = seededRandom(3);
      const gaps = new Set<string>();
      let decoded = 0;
      for (let i = 0; i < WORDS; i++) {
        if (checkWord(0xe800 + random.below(0x1800), random.below(0x1_0000), set, gaps)) decoded++;
      }
      assert.deepEqual([...gaps], []);
      assert.ok(decoded > WORDS / 5, `${decoded} patterns are instructions`);
    });

    it(`cover ${PER_ROW} random words of every row`, () => {
      const random = seededRandom(4);
      const gaps = new Set<string>();
      for (const { pattern } of set.rows) {
        const letters = [...pattern.fields];
        for (let i = 0; i < PER_ROW; i++) {
          const fields = Object.fromEntries(letters.map(([letter, bits]) => [letter, random.below(2 ** bits.length)]));
          const word = wordOf(pattern, fields);
          if (pattern.bits === 32) checkWord(word >>> 16, word & 0xffff, set, gaps);
          else checkWord(word, 0, set, gaps);
        }
      }
      assert.deepEqual([...gaps], []);
    });
  });
}

describe('handlers of the generated interpreter', () => {
  it('have near forms for direct branches only', () => {
    const near = Object.keys(INTERPRETER.handlers).filter((key) => key.endsWith('|near'));
    assert.ok(near.length > 0);
    for (const key of near) {
      assert.ok(Object.hasOwn(INTERPRETER.handlers, key.slice(0, -'|near'.length)), key);
      assert.equal(nearKey(key.slice(0, -'|near'.length)), key);
    }
  });
});
