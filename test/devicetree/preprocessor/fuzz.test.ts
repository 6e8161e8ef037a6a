/** Random macro programs, printed as gcc prints them. */
import assert from 'node:assert/strict';
import { seededRandom, type Random } from '../../model/random.js';
import { onRequest, requireTool } from '../../support/requirements.js';
import type { Preprocessed } from '../../../devicetree/index.js';
import { normalised, run, runCpp, tableReader, withFiles } from './oracle.js';
import { CASES } from './cases.js';
import { CLEANUP, damaged, expression, program } from './program.js';

/** Programs for one run of gcc. */
const BATCH = 200;

describe('devicetree: preprocessor against gcc', () => {
  before(function () {
    requireTool(this, 'cpp', 'cpp');
  });

  it('prints random macro programs as gcc does', () => {
    for (let batch = 0; batch < 5; batch++) compareBatch(1000 + batch, program);
  });

  onRequest('prints many random macro programs as gcc does', function () {
    this.timeout(0);
    for (let batch = 0; batch < 300; batch++) compareBatch(2300 + batch, program);
  });

  it('prints damaged programs as gcc does', () => {
    for (let batch = 0; batch < 3; batch++) compareBatch(5000 + batch, damagedProgram);
  });

  onRequest('prints many damaged programs as gcc does', function () {
    this.timeout(0);
    for (let batch = 0; batch < 300; batch++) compareBatch(6000 + batch, damagedProgram);
  });

  it('evaluates random #if expressions as gcc does', () => {
    for (let batch = 0; batch < 3; batch++) compareExpressions(3000 + batch);
  });

  onRequest('evaluates many random #if expressions as gcc does', function () {
    this.timeout(0);
    for (let batch = 0; batch < 100; batch++) compareExpressions(4000 + batch);
  });
});

function compareBatch(seed: number, make: (random: Random) => string): void {
  const random = seededRandom(seed);
  const files: Record<string, string> = {};
  let main = '';
  for (let i = 0; i < BATCH; i++) {
    const text = make(random);
    files[`p${i}.h`] = text;
    main += `#include "p${i}.h"\n${CLEANUP}${cleanup(text)}\n@@${i}@@\n`;
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

/** Takes back whatever a damaged program may have defined. */
function cleanup(text: string): string {
  const names = new Set([...text.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name));
  const defined = [...names].filter((name) => name !== 'defined' && !name.startsWith('__'));
  return defined.map((name) => `#undef ${name}\n`).join('');
}

/**
 * A broken program. Not those with what gcc cannot be asked about in one go with others: files, a counter, and what stays until the
 * end of everything.
 */
function damagedProgram(random: Random): string {
  const test = random.pick(CASES);
  const alone = test.others !== undefined || /#pragma|assert|_Pragma|__COUNTER__/.test(test.text);
  let text = alone || random.chance(60) ? program(random) : test.text;
  for (let i = 1 + random.below(4); i > 0; i--) text = damaged(random, text);
  return /inc|import|has_|@@|[\0\ud800]/.test(text) ? 'x\n' : text;
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
