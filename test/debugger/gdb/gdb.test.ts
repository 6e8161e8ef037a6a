/**
 * Our session against gdb-multiarch 13.1 on QEMU 7.2 (gold/*.z, recorded by record.py): frames, variables, steps and
 * breakpoints of all debug fixtures and demos. differences.ts has the classes in which the two differ.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { compare, type Item } from './compare.js';
import { DIFFERENCES, type Difference } from './differences.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { Ours } from './ours.js';
import { elfPath, PROGRAMS } from './programs.js';
import { record } from './recorder.js';

const DOCUMENT = 'docs/debugger-differences.md';
/** Of all items, those that are equal: word for word, but for the rules of compare.ts. */
const EQUAL_AT_LEAST = 0.985;
/** Those that are equal, and those where GDB is not the one that is right. */
const AGREED_AT_LEAST = 0.999;

/** Recorded again in each run where the tools are: one of each kind. */
const SAMPLE = [
  'debug-fixtures/arrays-O0-dwarf4',
  'debug-fixtures/classes-Og-dwarf5',
  'debug-fixtures/inlines-O2-dwarf5',
  'debug-fixtures/tail-calls-O2-dwarf4',
  'debug-fixtures/templates-O0-dwarf5',
  'demos/mbed-rom-write-lm3s6965evb-O2',
];

const counts = new Map<string, { equal: number; all: number }>();
const classes = new Map<Difference, number>();

function count(item: Item): boolean {
  const row = counts.get(item.kind) ?? { equal: 0, all: 0 };
  counts.set(item.kind, row);
  row.all++;
  if (item.gdb === item.ours) {
    row.equal++;
    return true;
  }
  const found = DIFFERENCES.find((difference) => difference.explains(item));
  if (found !== undefined) classes.set(found, (classes.get(found) ?? 0) + 1);
  return found !== undefined;
}

function text({ kind, where, gdb, ours }: Item): string {
  return `${kind}, ${where}: GDB says ${gdb}, we say ${ours}`;
}

describe('the session beside GDB', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'gdb-multiarch', 'gdb-multiarch');
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    this.timeout(1_200_000);
    writeGold(record);
  });

  for (const program of PROGRAMS) {
    it(program.name, () => {
      assert.ok(existsSync(elfPath(program)));
      const gold = readGold(program);
      const unexplained = compare(program.name, gold, new Ours(program, gold)).filter((item) => !count(item));
      assert.deepEqual(unexplained.map(text), []);
    });
  }

  it('agrees in nearly everything', () => {
    const rows = [...counts.values()];
    const all = rows.reduce((sum, row) => sum + row.all, 0);
    const equal = rows.reduce((sum, row) => sum + row.equal, 0);
    const ours = [...classes].filter(([{ right }]) => right !== 'GDB').reduce((sum, [, n]) => sum + n, 0);
    const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;
    for (const [kind, row] of counts) {
      process.stdout.write(`      ${kind.padEnd(20)} ${row.equal} of ${row.all}, ${percent(row.equal, row.all)}\n`);
    }
    process.stdout.write(
      `      equal: ${percent(equal, all)}; with those where GDB is not right: ${percent(equal + ours, all)}\n`,
    );
    assert.ok(all > 100_000, `${all} items`);
    assert.ok(equal >= EQUAL_AT_LEAST * all, `${equal} of ${all} are equal`);
    assert.ok(equal + ours >= AGREED_AT_LEAST * all, `${equal} and ${ours} of ${all}`);
  });

  it('has no class of differences that explains nothing, and tells of each', () => {
    const unused = DIFFERENCES.filter((difference) => !classes.has(difference)).map(({ title }) => title);
    assert.deepEqual(unused, []);
    const headings = readFileSync(join(root, DOCUMENT), 'utf8').match(/^### .*$/gm) ?? [];
    assert.deepEqual(headings.map((line) => line.slice(4)).sort(), DIFFERENCES.map(({ title }) => title).sort());
  });
});

describe("GDB's recordings", () => {
  before(function () {
    requireTool(this, 'gdb-multiarch', 'gdb-multiarch');
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
  });

  for (const name of SAMPLE) {
    it(`come out the same again: ${name}`, () => {
      const program = PROGRAMS.find((one) => one.name === name);
      assert.ok(program, name);
      assert.deepEqual(record(program), readGold(program));
    });
  }
});
