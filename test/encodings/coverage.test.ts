/** The manuals' indexes of instructions against the rows of emulator/isa, and docs/encoding-coverage.md against both. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instructionSet, ROWS } from '../../emulator/index.js';
import { rowOf } from '../../emulator/isa/decode.js';
import { fieldsOf } from '../../emulator/isa/pattern.js';
import { seededRandom } from '../model/random.js';
import { root } from '../support/root.js';
import { gatherEvidence } from './evidence.js';
import { encodingOf, ENCODINGS } from './index.js';
import { cover, coveragePage, isDue, PAGE } from './page.js';
import { isFloatSpace, sectionOf } from './sections.js';
import { ARMV6M_SECTIONS, ARMV7M_SECTIONS, ARMV8M_TITLES, TABLE_SECTIONS, TITLE_COUNTS } from './titles.js';

const TITLES = new Set(ENCODINGS.map(({ title }) => title));

describe('index of encodings', () => {
  it('has the titles of the manuals, each with an encoding', () => {
    assert.deepEqual(TITLE_COUNTS, { armv7m: 263, armv6m: 77 });
    // Places that are known: DDI 0403E, A7.7.12, 43, 161 and 263; DDI 0419, A6.7.40, 47 and 76.
    for (const [title, section] of [
      ['B', 'A7.7.12'],
      ['LDR (immediate)', 'A7.7.43'],
      ['STR (immediate)', 'A7.7.161'],
      ['YIELD', 'A7.7.263'],
    ] as const)
      assert.equal(ARMV7M_SECTIONS.get(title), section);
    for (const [title, section] of [
      ['MOV (register)', 'A6.7.40'],
      ['NOP', 'A6.7.47'],
      ['WFI', 'A6.7.76'],
    ] as const)
      assert.equal(ARMV6M_SECTIONS.get(title), section);
    const expected = [...ARMV7M_SECTIONS.keys(), ...ARMV6M_SECTIONS.keys(), ...ARMV8M_TITLES, ...TABLE_SECTIONS.keys()];
    assert.deepEqual([...TITLES].sort(), [...new Set(expected)].sort());
  });

  it('names each encoding once', () => {
    const names = ENCODINGS.map(({ title, encoding }) => `${title} ${encoding}`);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  it('calls base what the Armv6-M ARM has, and nothing else', () => {
    const base = new Set(ENCODINGS.filter(({ part }) => part === 'base').map(({ title }) => title));
    const withoutSection = ['Hints without a name, 16-bit', 'SSBB', 'PSSBB'];
    assert.deepEqual([...base].sort(), [...ARMV6M_SECTIONS.keys(), ...withoutSection].sort());
  });
});

describe('encoding rows against the index', () => {
  it('cover every encoding of the parts that are emulated, under its section and in its part', () => {
    const wrong = ENCODINGS.flatMap((encoding) => {
      const { rows, others } = cover(encoding);
      if (rows.length === 0 && !isDue(encoding)) return [];
      const parts = rows.filter(({ part }) => (part as string) !== encoding.part);
      return rows.length === 0 || others.length + parts.length > 0
        ? [{ ...encoding, rows: [...rows, ...others].map(({ name, section, part }) => `${name} ${section} ${part}`) }]
        : [];
    });
    assert.deepEqual(wrong, []);
  });

  it('hold no word that the index does not, and each under its section', () => {
    const set = instructionSet([...new Set(ROWS.map(({ part }) => part))]);
    const random = seededRandom(2);
    const wrong: string[] = [];
    for (const row of ROWS) {
      const { bits, mask, value } = row.pattern;
      let held = 0;
      for (let i = 0; i < 4000 && held < 300; i++) {
        const free = random.pick([
          random.word(),
          random.word() & random.word(),
          random.word() | random.word(),
          0xffff_ffff,
        ]);
        const word = (((free & ~mask) | value) >>> 0) % 2 ** bits;
        if (row.excluded(fieldsOf(row.pattern, word)) || rowOf(word, bits === 32 ? 4 : 2, set) !== row) continue;
        held++;
        if (isFloatSpace(row, word)) continue;
        const encoding = encodingOf(word, bits);
        if (encoding === undefined || !row.section.endsWith(sectionOf(encoding.rowOf ?? encoding.title)))
          wrong.push(`${row.name} ${row.section} ${word.toString(16)} ${encoding?.title ?? 'nothing'}`);
      }
      if (held === 0) wrong.push(`${row.name} holds no word`);
    }
    assert.deepEqual(wrong.slice(0, 20), []);
  });
});

describe('docs/encoding-coverage.md', () => {
  it('is what npm run encoding-coverage writes', function () {
    this.timeout(600_000);
    const page = coveragePage(gatherEvidence());
    assert.ok(!page.includes('| **missing** |'), 'a row is missing');
    assert.equal(readFileSync(join(root, PAGE), 'utf8'), page, `${PAGE}: npm run encoding-coverage`);
  });
});
