/** Damaged and odd sources: no rule throws, every range lies in its file, and the edits of a fix can be made together. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../../devicetree/lint/index.js';
import type { DevicetreeFinding, SourceRange } from '../../../devicetree/source/index.js';
import { seededRandom, type Random } from '../../model/random.js';
import { onRequest } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { CORES, type Core } from './boards.js';
import { filesOf, lintFiles, OVERLAY_PATH } from './support.js';

/** Sources that have something for every rule: the pages' examples. */
const EXAMPLES = RULES.flatMap(({ documentation }) => {
  const page = readFileSync(join(root, documentation), 'utf8');
  return [...page.matchAll(/^```dts .*\n([^]*?)^```$/gm)].map(([, source]) => source!);
});

const ZEPHYR = { config: new Map([['CONFIG_ARM_MPU', 'y']]), cacheLineBytes: 32 };
const ODD = [
  '0',
  '0xffffffff',
  '0x80000000',
  '4294967296',
  '-1',
  '(1 << 31)',
  '1 2 3',
  '',
  '&sram0',
  '"x"',
  '<',
  ';',
  '}',
  '{',
  '(',
  'DT_MEM_X(',
  '/*',
];
const CORE_NAMES = Object.keys(CORES) as Core[];

describe('devicetree lint: damaged sources', () => {
  it('throw nothing and keep every place in its file', () => run(150, 1));
  onRequest('throw nothing, at length', function () {
    this.timeout(0);
    run(20_000, 2);
  });
});

function run(count: number, seed: number): void {
  const random = seededRandom(seed);
  for (let n = 0; n < count; n++) {
    const source = damaged(random.pick(EXAMPLES) + random.pick(EXAMPLES), random);
    const core = random.pick(CORE_NAMES);
    const files = filesOf({ source, core });
    const what = `seed ${seed}, run ${n}, ${core}:\n${files.get(OVERLAY_PATH)!}`;
    let findings: readonly DevicetreeFinding[];
    try {
      ({ findings } = lintFiles(files, random.chance(50) ? ZEPHYR : undefined));
    } catch (error) {
      throw new Error(what, { cause: error });
    }
    for (const finding of findings) checkFinding(finding, what);
  }
}

/** A few numbers or stretches replaced or taken out. */
function damaged(text: string, random: Random): string {
  let result = text;
  for (let n = random.below(4); n >= 0; n--) {
    const start = random.below(result.length);
    if (random.chance(50)) {
      const number = /0x[0-9a-f]+|<[^>]*>/g;
      number.lastIndex = start;
      const match = number.exec(result);
      if (match !== null)
        result = result.slice(0, match.index) + random.pick(ODD) + result.slice(match.index + match[0].length);
    } else {
      result = result.slice(0, start) + result.slice(start + 1 + random.below(random.chance(80) ? 2 : 40));
    }
  }
  return result;
}

function checkFinding({ code, range, related = [], fixes = [] }: DevicetreeFinding, what: string): void {
  for (const place of [range, ...related.map((each) => each.range)]) checkRange(place, `${code}, ${what}`);
  for (const { title, edits } of fixes) {
    const sorted = [...edits].sort((a, b) => a.range.start - b.range.start);
    for (const [index, edit] of sorted.entries()) {
      checkRange(edit.range, `${code} "${title}", ${what}`);
      const before = sorted[index - 1];
      if (before === undefined || before.range.file !== edit.range.file) continue;
      assert.ok(before.range.end <= edit.range.start, `${code} "${title}": edits overlap, ${what}`);
    }
  }
}

function checkRange({ file, start, end }: SourceRange, what: string): void {
  assert.ok(Number.isInteger(start) && Number.isInteger(end), what);
  assert.ok(0 <= start && start <= end && end <= file.text.length, what);
}
