/** Directed cases: the text as gcc's preprocessor prints it, and the findings. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGold } from '../../support/gold.js';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { CASES, type Case } from './cases.js';
import { checkMap } from './map.js';
import { normalised, run, runCpp, tableReader, withFiles } from './oracle.js';

const GOLD = 'test/devicetree/preprocessor/gold/cases.txt';

describe('devicetree: preprocessor, directed cases', () => {
  it('has gold values that are what gcc prints today', function () {
    requireTool(this, 'cpp', 'cpp');
    checkGold(GOLD, CASES.map((test) => `== ${test.title}\n${printedByGcc(test)}\n`).join(''));
  });

  const gold = readGold();
  for (const test of CASES) {
    it(test.title, () => {
      const result = run(tableReader(filesOf(test)), [...(test.before ?? []), 'main.dts'], test);
      if (test.apart === undefined) assert.equal(lines(result.output.text), gold.get(test.title));
      assert.deepEqual(
        result.findings.map(({ code }) => code),
        test.codes ?? [],
      );
      checkMap(result);
    });
  }
});

function filesOf({ text, others }: Case): Readonly<Record<string, string>> {
  return { ...others, 'main.dts': text };
}

function readGold(): ReadonlyMap<string, string> {
  const sections = readFileSync(join(root, GOLD), 'utf8').split(/^== /m).slice(1);
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end + 1).trim()];
    }),
  );
}

/** One line: which line of the output a token is on means nothing to devicetree. */
function lines(text: string): string {
  return normalised(text);
}

function printedByGcc(test: Case): string {
  return withFiles(filesOf(test), (folder) => {
    const options = [
      ...(test.includePaths ?? []).flatMap((path) => ['-I', path]),
      ...Object.entries(test.defines ?? {}).map(([name, value]) => `-D${name}=${value}`),
      ...(test.before ?? []).flatMap((file) => ['-include', file]),
    ];
    return lines(runCpp(folder, 'main.dts', options).text);
  });
}
