/** Random macro programs, printed as gcc prints them. */
import assert from 'node:assert/strict';
import { seededRandom } from '../../model/random.js';
import { onRequest, requireTool } from '../../support/requirements.js';
import type { Preprocessed } from '../../../devicetree/index.js';
import { normalised, run, runCpp, tableReader, withFiles } from './oracle.js';
import { CLEANUP, expression, program } from './program.js';

/** Programs for one run of gcc. */
const BATCH = 200;

describe('devicetree: preprocessor against gcc', () => {
  before(function () {
    requireTool(this, 'cpp', 'cpp');
  });

  it('prints random macro programs as gcc does', () => {
    for (let batch = 0; batch < 5; batch++) compareBatch(1000 + batch);
  });

  onRequest('prints many random macro programs as gcc does', function () {
    this.timeout(0);
    for (let batch = 0; batch < 300; batch++) compareBatch(2300 + batch);
  });

  it('evaluates random #if expressions as gcc does', () => {
    for (let batch = 0; batch < 3; batch++) compareExpressions(3000 + batch);
  });

  onRequest('evaluates many random #if expressions as gcc does', function () {
    this.timeout(0);
    for (let batch = 0; batch < 100; batch++) compareExpressions(4000 + batch);
  });
});

function compareBatch(seed: number): void {
  const roll = seededRandom(seed);
  const files: Record<string, string> = {};
  let main = '';
  for (let i = 0; i < BATCH; i++) {
    files[`p${i}.h`] = program(roll);
    main += `#include "p${i}.h"\n${CLEANUP}\n@@${i}@@\n`;
  }
  files['main.dts'] = main;
  const gold = withFiles(files, (folder) => runCpp(folder, 'main.dts'));
  const ours = run(tableReader(files), ['main.dts']);
  const left = pieces(gold.text);
  const right = pieces(ours.output.text);
  const skipped = givenUp(seed, gold.messages, ours);
  assert.ok(skipped.size < BATCH / 2, 'too many programs say nothing');
  for (let i = 0; i < BATCH; i++) {
    const name = `p${i}.h`;
    if (!skipped.has(name)) assert.equal(right[i], left[i], `seed ${seed}, program ${i}:\n${files[name]!}`);
  }
}

/**
 * Programs with an invocation that cannot be carried out. gcc drops its arguments then, and we keep them, so there is nothing to
 * compare but that both say so.
 */
function givenUp(seed: number, messages: string, ours: Preprocessed): ReadonlySet<string> {
  const codes = new Set(['cpp-unterminated-invocation', 'cpp-argument-count', 'cpp-has-include']);
  const skipped = new Set(ours.findings.filter(({ code }) => codes.has(code)).map(({ range }) => range.file.path));
  // gcc often does not know in which file such an invocation stands, so numbers have to do.
  const theirs = [...messages.matchAll(/unterminated argument list|macro "\w+" (?:requires|passed)|used outside/g)]
    .length;
  assert.ok(
    skipped.size <= theirs,
    `seed ${seed}: gcc gives up ${theirs} invocations, we those in ${[...skipped].join()}`,
  );
  assert.equal(skipped.size > 0, theirs > 0, `seed ${seed}: only gcc gives up invocations`);
  return skipped;
}

function pieces(text: string): string[] {
  return text.split(/@@\d+@@/).map(normalised);
}

function compareExpressions(seed: number): void {
  const roll = seededRandom(seed);
  const expressions: string[] = [];
  let main = '#define A 1\n#define f(x) x\n';
  for (let i = 0; i < BATCH * 5; i++) {
    const text = expression(roll, 1 + roll.below(4));
    expressions.push(text);
    main += `#if ${text}\n@${i} yes\n#else\n@${i} no\n#endif\n`;
  }
  const gold = withFiles({ 'main.dts': main }, (folder) => runCpp(folder, 'main.dts'));
  const ours = run(tableReader({ 'main.dts': main }), ['main.dts']);
  const left = gold.text.trim().split(/\s*\n\s*/);
  const right = ours.output.text.trim().split(/\s*\n\s*/);
  expressions.forEach((text, i) => {
    assert.equal(right[i], left[i], `seed ${seed}: ${text}`);
  });
}
