/** The encoding rows as a table: unique names, at most one row for each word, and the manual's sections. */
import assert from 'node:assert/strict';
import {
  decode,
  instructionLength,
  instructionSet,
  isaParts,
  ROWS,
  type CoreName,
  type InstructionSet,
  type Row,
} from '../../../emulator/index.js';
import { fieldsOf } from '../../../emulator/isa/pattern.js';
import { seededRandom } from '../../model/random.js';

const SETS = [
  ...(['cortex-m3', 'cortex-m4'] as const).map((core) => ({ core, set: instructionSet(isaParts(core)) })),
  { core: 'cortex-m7 with fpv5-d16', set: instructionSet(isaParts('cortex-m7', { fpu: 'fpv5-d16' })) },
];
/** Rows that take words from rows of other parts (`PRECEDENCE` in isa/decode.ts). */
const TAKES_FROM: ReadonlyMap<string, string> = new Map([['MSR_APSR_g_T1', 'MSR_T1']]);
/** Those that the floating-point extension takes its words from. */
const COPROCESSOR = /^(STC|LDC|MCRR|MRRC|CDP|MCR|MRC|COPROCESSOR)_T[12]$/;
const OUTSIDE = { pc: 0, inIT: false, lastInIT: false };

function matching(word: number, rows: readonly Row[]): readonly Row[] {
  return rows.filter(
    ({ pattern, excluded }) => (word & pattern.mask) >>> 0 === pattern.value && !excluded(fieldsOf(pattern, word)),
  );
}

function check(word: number, rows: readonly Row[], set: InstructionSet): void {
  const found = matching(word, rows);
  const [first, ...others] = found.map(({ name }) => name);
  const float = found[0]?.part.startsWith('fp') === true;
  if (others.some((name) => name !== TAKES_FROM.get(first!) && !(float && COPROCESSOR.test(name))))
    assert.fail(`${word.toString(16)} is ${[first, ...others].join(' and ')}`);
  const halfwords = word < 0x1_0000 ? ([word, 0] as const) : ([word >>> 16, word & 0xffff] as const);
  if (decode(...halfwords, OUTSIDE, set)?.row.name !== first)
    assert.fail(`${word.toString(16)} decodes to another row`);
}

describe('encoding rows', () => {
  it('have names of their own', () => {
    assert.ok(ROWS.length > 200);
    assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
  });

  it('name a section of the manual each', () => {
    for (const { name, section, part } of ROWS) {
      const ofV8 = /^(v8|security)/.test(part);
      assert.match(section, ofV8 ? /^C2\.4$/ : /^(A5\.[23]\.\d+|A7\.7\.\d+|B5\.2\.[1-3])$/, name);
    }
  });

  it('belong to the cores that have them', () => {
    const has = (core: CoreName, name: string): boolean =>
      instructionSet(isaParts(core)).rows.some((row) => row.name === name);
    // Armv6-M ARM, table A5-1 and A5.3; Armv8-M ARM, the Baseline's list in A1.4.
    for (const name of ['BL_T1', 'MRS_T1', 'DMB_T1', 'REV_T1', 'CPS_T1', 'UDF_T2'])
      assert.ok(has('cortex-m0', name), name);
    for (const name of ['CBZ_T1', 'MOVT_T1', 'SDIV_T1', 'LDREXB_T1', 'CLREX_T1', 'B_T4']) {
      assert.ok(!has('cortex-m0', name), name);
      assert.ok(has('cortex-m23', name), name);
      assert.ok(has('cortex-m3', name), name);
    }
    for (const name of ['QADD_T1', 'SEL_T1', 'SMLAD_T1', 'MSR_APSR_g_T1']) {
      assert.ok(!has('cortex-m3', name), name);
      assert.ok(has('cortex-m4', name), name);
      assert.ok(has('cortex-m7', name), name);
    }
    for (const name of ['IT_T1', 'LDR_imm_T3', 'B_T3', 'MCR_T1']) {
      assert.ok(!has('cortex-m23', name), name);
      assert.ok(has('cortex-m33', name), name);
    }
  });
});

for (const { core, set } of SETS) {
  describe(`encoding rows of ${core}`, () => {
    it('match every 16-bit pattern at most once', () => {
      const narrow = set.rows.filter(({ pattern }) => pattern.bits === 16);
      for (let word = 0; word < 0xe800; word++) check(word, narrow, set);
    });

    it('match no first halfword of a 32-bit instruction', () => {
      const narrow = set.rows.filter(({ pattern }) => pattern.bits === 16);
      for (let word = 0xe800; word < 0x1_0000; word++) {
        assert.equal(instructionLength(word), 4);
        assert.deepEqual(matching(word, narrow), []);
      }
    });

    it('match 2 million random 32-bit patterns at most once', function () {
      this.timeout(60_000);
      const wide = set.rows.filter(({ pattern }) => pattern.bits === 32);
      // Rows by the top byte, so that each word is held against those only that it could match.
      const byTop = Array.from({ length: 256 }, (_, top) =>
        wide.filter(({ pattern }) => (((top << 24) ^ pattern.value) & pattern.mask & 0xff00_0000) === 0),
      );
      const random = seededRandom(7);
      for (let i = 0; i < 2_000_000; i++) {
        const word = (random.word() % 0x1800_0000) + 0xe800_0000;
        check(word, byTop[word >>> 24]!, set);
      }
    });

    it('match words that are drawn from each row at most once', () => {
      const wide = set.rows.filter(({ pattern }) => pattern.bits === 32);
      const random = seededRandom(8);
      for (const { pattern } of wide)
        for (let i = 0; i < 500; i++) {
          // Fields of all ones and all zeros decide exclusions, so they come often.
          const fields = random.pick([random.word(), random.word() | random.word() | random.word(), 0xffff_ffff, 0]);
          check(((fields & ~pattern.mask) | pattern.value) >>> 0, wide, set);
        }
    });
  });
}
