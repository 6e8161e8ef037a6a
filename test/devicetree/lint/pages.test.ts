/** Every rule has its page, and the pages' examples are run: the wrong one gives exactly that finding, the right one none. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES, type ZephyrFacts } from '../../../devicetree/lint/index.js';
import { root } from '../../support/root.js';
import { CORES, type Core } from './boards.js';
import { lintExample, report, type Example } from './support.js';

const FOLDER = join(root, 'docs/lint');

/** A fenced block of devicetree source: `dts wrong m33 zephyr=4.1`. */
interface Block extends Example {
  readonly kind: string;
}

const VERSIONS = ['3.5', '3.7', '4.1', 'main'] as const;

function blocks(page: string): Block[] {
  return [...page.matchAll(/^```dts (.*)\n([^]*?)^```$/gm)].map(([, info, source]) => block(info!.split(' '), source!));
}

function block([kind = '', ...words]: readonly string[], source: string): Block {
  let zephyr: ZephyrFacts | undefined;
  let core: Core = 'm4';
  let include: Example['include'];
  for (const word of words) {
    const [name, value = ''] = word.split('=');
    const version = VERSIONS.find((each) => each === value);
    if (name === 'zephyr' && version !== undefined) zephyr = { ...zephyr, version };
    else if (name === 'config')
      zephyr = { ...zephyr, config: new Map(value.split(',').map((option) => [option, 'y'])) };
    else if (name === 'cache') zephyr = { ...zephyr, cacheLineBytes: Number(value) };
    else if (word === 'without-headers') include = [];
    else {
      assert.ok(word in CORES, `"${word}" is no word for an example`);
      core = word as Core;
    }
  }
  return {
    kind,
    source,
    core,
    ...(include === undefined ? {} : { include }),
    ...(zephyr === undefined ? {} : { zephyr }),
  };
}

describe('devicetree lint: pages', () => {
  it('there is one for each rule, and none besides', () => {
    assert.deepEqual(
      readdirSync(FOLDER)
        .filter((name) => name !== 'README.md')
        .sort(),
      RULES.map(({ id }) => `${id}.md`),
    );
  });

  it('the index lists them as they are', () => {
    const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const rows = [...index.matchAll(/^\| \[(\w+)\]\((\w+\.md)\)\s*\| (\w+)\s*\| (.*?)\s*\|$/gm)].map(
      ([, ...cells]) => cells,
    );
    assert.deepEqual(
      rows,
      RULES.map(({ id, severity, title }) => [id, `${id}.md`, severity, title]),
    );
  });

  for (const { id, title, severity, documentation, needs = [] } of RULES) {
    it(`${id} says what it is, and its examples are true`, () => {
      const page = readFileSync(join(root, documentation), 'utf8');
      assert.ok(page.startsWith(`# ${id}: ${title}\n\nSeverity: ${severity}. Needs: `), page.slice(0, 100));
      assert.deepEqual(
        [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading),
        ['Why it matters', 'Wrong', 'Right', 'Mend or silence it', 'Source'],
      );
      const [, said] = /Needs: (.*)$/m.exec(page)!;
      if (needs.includes('config')) assert.match(said!, /`\.config`/);
      if (needs.includes('cache-line')) assert.match(said!, /cache line/);
      if (needs.length > 0) assert.match(said!, /Without it the rule is silent/);
      const examples = blocks(page);
      assert.deepEqual(
        examples.map(({ kind }) => kind),
        ['wrong', 'right'],
      );
      for (const example of examples) {
        const { findings, errors } = lintExample(example);
        const codes = findings.map(({ code }) => code);
        assert.deepEqual(codes, example.kind === 'wrong' ? [id] : [], `${example.kind}: ${report(findings)}`);
        if (example.kind === 'right') assert.equal(report(errors), '');
      }
    });
  }
});
