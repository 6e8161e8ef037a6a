/** Gold: `c++filt -i` and `c++filt -p -i` (binutils 2.40) on symbols of libstdc++ and of a C++17 program. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demangle, demangledName } from '../../../debugger/elf/index.js';
import { fixtureText } from './fixtures.js';

const ROWS = fixtureText('gold/demangled.txt')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t') as [string, string, string]);

describe('C++ names', () => {
  it(`read as c++filt -i reads them (${ROWS.length} names)`, () => {
    assert.ok(ROWS.length > 300);
    for (const [mangled, readable] of ROWS) assert.equal(demangle(mangled), readable);
  });

  it('of functions alone read as c++filt -p -i reads them', () => {
    for (const [mangled, , name] of ROWS) assert.equal(demangledName(mangled), name);
  });

  it('are left alone when they are not mangled', () => {
    for (const name of ['main', '_Z', '_Zzz', '_ZN', '_ZN3fooE1', '']) assert.equal(demangle(name), undefined, name);
  });

  it('never throw or hang when damaged', () => {
    const damaged = fc.tuple(
      fc.constantFrom(...ROWS.map(([mangled]) => mangled)),
      fc.nat(200),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(damaged, ([name, at, text]) => {
        demangle(name.slice(0, at) + text + name.slice(at + text.length));
        demangle(name.slice(0, at));
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  it('do not grow without bound', () => {
    const doubling = `_Z1fI${'1aI'.repeat(20)}i${'E'.repeat(20)}Ev${'S_S0_S1_S2_'.repeat(500)}`;
    assert.ok((demangle(doubling) ?? '').length < 200_000);
    assert.equal(demangle(`_Z1f${'P'.repeat(10_000)}i`), undefined);
  });
});
