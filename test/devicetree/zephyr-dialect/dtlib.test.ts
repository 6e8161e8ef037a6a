/**
 * Zephyr's dialect against dtlib, by a table of small sources. record_gold.py records what a dtlib makes of them; the trees hold
 * names, labels, bytes, phandles and the order of all.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../support/root.js';
import { build } from '../build.js';
import { outcomeOf, type Outcome } from './outcome.js';

const FOLDER = join(root, 'test/devicetree/zephyr-dialect');

/** dtc runs after dtlib, so its verdicts are not dtlib's. */
const WITHOUT_DTC = { unit_address_vs_reg: 'off' } as const;

/** What only the newer dtlib refuses: a node twice in one body. */
const TAKEN_BY_OLDER = ['merging/new-node-twice-in-second-body.dts', 'merging/same-node-twice-in-one-body.dts'];

function readGold(version: string): { source: string; outcomes: Map<string, Outcome> } {
  const [first, ...lines] = readFileSync(join(FOLDER, `gold-${version}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const { source } = JSON.parse(first ?? '') as { source: string };
  return { source, outcomes: new Map(lines.map((line) => JSON.parse(line) as [string, Outcome])) };
}

function ours(path: string): Outcome {
  const { tree, findings } = build(readFileSync(join(FOLDER, path), 'utf8'), 'zephyr', WITHOUT_DTC);
  return outcomeOf(tree, findings);
}

function refused(outcome: Outcome): boolean {
  return 'error' in outcome;
}

describe('devicetree: what dtlib makes of a source', () => {
  const gold = readGold('3.7.0');

  it('has gold for every source', () => {
    const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.dts'));
    assert.deepEqual([...gold.outcomes.keys()].sort(), sources.sort());
    assert.ok(sources.length >= 100);
  });

  for (const [path, outcome] of gold.outcomes) {
    it(`${dirname(path)}: ${path.slice(dirname(path).length + 1, -'.dts'.length)} (${gold.source})`, () => {
      const actual = ours(path);
      if (refused(outcome)) assert.ok(refused(actual), 'dtlib refuses it, we take it');
      else assert.deepEqual(actual, outcome);
    });
  }

  it('differs from the dtlib of python-devicetree 0.0.2 only where that one was changed', () => {
    const older = readGold('0.0.2').outcomes;
    const different = [...older].filter(([path, outcome]) => {
      const actual = ours(path);
      return refused(outcome) ? !refused(actual) : JSON.stringify(actual) !== JSON.stringify(outcome);
    });
    assert.deepEqual(
      different.map(([path]) => path),
      TAKEN_BY_OLDER,
    );
  });
});
