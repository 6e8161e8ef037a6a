/**
 * Which tail calls lie between a call and a function (DWARF 5, 3.4.1): those that every way has. What is expected follows from
 * the graph of jumps of each case; test/debugger/gdb has GDB's word for compiled programs.
 */
import assert from 'node:assert/strict';
import { DW_AT, DW_TAG } from '../../../debugger/dwarf/constants.js';
import { buildUnit, entry, type BuiltEntry } from './build-unit.js';

const SIZE = 0x100;

interface Function {
  /** Names of the functions that it jumps to; `?` is one that only the running program knows. */
  readonly jumps?: readonly string[];
  /** Says that its jumps are all there (DW_AT_call_all_calls); so it is if absent. */
  readonly complete?: boolean;
}

/** `caller` calls the first function at 0x10 behind its start; jumps stand at 0x20, 0x22… behind that of their function. */
function between(functions: Readonly<Record<string, Function>>, to: string): readonly string[] {
  const names = ['caller', ...Object.keys(functions)];
  const start = (name: string): number => 0x1000 + SIZE * names.indexOf(name);
  const jumpAt = (name: string, i: number): number => start(name) + 0x20 + 2 * i;
  const entries = new Map<string, BuiltEntry>();
  for (const name of names) {
    const isComplete = functions[name]?.complete !== false;
    entries.set(
      name,
      entry(DW_TAG.subprogram, {
        [DW_AT.name]: name,
        [DW_AT.low_pc]: { address: start(name) },
        [DW_AT.high_pc]: SIZE,
        ...(isComplete ? { [DW_AT.call_all_calls]: true } : {}),
      }),
    );
  }
  const call = {
    [DW_AT.call_return_pc]: { address: start('caller') + 0x10 },
    [DW_AT.call_origin]: entries.get(names[1]!)!,
  };
  entries.get('caller')!.children.push(entry(DW_TAG.call_site, call));
  for (const [name, { jumps = [] }] of Object.entries(functions)) {
    jumps.forEach((target, i) => {
      const origin = entries.get(target);
      const site = entry(DW_TAG.call_site, {
        [DW_AT.call_return_pc]: { address: jumpAt(name, i) },
        [DW_AT.call_tail_call]: true,
        ...(origin === undefined ? {} : { [DW_AT.call_origin]: origin }),
      });
      entries.get(name)!.children.push(site);
    });
  }
  const ranges = { [DW_AT.low_pc]: { address: 0x1000 }, [DW_AT.high_pc]: SIZE * names.length };
  const info = buildUnit(entry(DW_TAG.compile_unit, ranges, ...entries.values()));
  return info.tailCalls(start('caller') + 0x10, start(to) + 4).map((address) => info.functionAt(address - 1)!.name);
}

const CASES: readonly (readonly [string, Readonly<Record<string, Function>>, string, readonly string[]])[] = [
  ['a call that goes to the function itself', { a: {} }, 'a', []],
  ['one jump', { a: { jumps: ['b'] }, b: {} }, 'b', ['a']],
  ['a chain, the innermost first', { a: { jumps: ['b'] }, b: { jumps: ['c'] }, c: {} }, 'c', ['b', 'a']],
  [
    'two ways that begin alike',
    { a: { jumps: ['b'] }, b: { jumps: ['c', 'd'] }, c: { jumps: ['e'] }, d: { jumps: ['e'] }, e: {} },
    'e',
    ['a'],
  ],
  [
    'two ways that end alike',
    { a: { jumps: ['b', 'c'] }, b: { jumps: ['d'] }, c: { jumps: ['d'] }, d: { jumps: ['e'] }, e: {} },
    'e',
    ['d'],
  ],
  [
    'two ways that begin and end alike',
    {
      a: { jumps: ['b'] },
      b: { jumps: ['c', 'd'] },
      c: { jumps: ['e'] },
      d: { jumps: ['e'] },
      e: { jumps: ['f'] },
      f: {},
    },
    'f',
    ['e', 'a'],
  ],
  ['two ways with nothing in common', { a: { jumps: ['b', 'c'] }, b: { jumps: ['c'] }, c: {} }, 'c', []],
  ['a jump that may go anywhere', { a: { jumps: ['b', '?'] }, b: {} }, 'b', []],
  ['a function that may have more jumps', { a: { jumps: ['b'], complete: false }, b: {} }, 'b', []],
  ['the goal may have more jumps', { a: { jumps: ['b'] }, b: { complete: false } }, 'b', ['a']],
  ['no way at all', { a: { jumps: ['b'] }, b: {}, c: {} }, 'c', []],
  ['a ring beside the way', { a: { jumps: ['b'] }, b: { jumps: ['a', 'c'] }, c: {} }, 'c', ['b', 'a']],
];

describe('tail calls between a call and a function', () => {
  for (const [title, functions, to, expected] of CASES) {
    it(title, () => {
      assert.deepEqual(between(functions, to), expected);
    });
  }

  it('are given up where there are too many ways', () => {
    const names = Array.from({ length: 24 }, (_, i) => `f${i}`);
    const functions = Object.fromEntries(
      names.map((name) => [name, { jumps: names.filter((other) => other !== name) }]),
    );
    assert.deepEqual(between(functions, 'f23'), []);
  });
});
