/** What functions are called: C++ templates as `c++filt -p` reads their linkage name, all others as DWARF has them. */
import assert from 'node:assert/strict';
import { DW_AT, DW_TAG } from '../../../debugger/dwarf/constants.js';
import { buildUnit, entry } from './build-unit.js';

const C_PLUS_PLUS_14 = 0x21;
const RUST = 0x1c;

const CASES: readonly (readonly [language: number, name: string, linkageName: string | undefined, expected: string])[] =
  [
    [C_PLUS_PLUS_14, 'get<short int, 3>', '_ZN4math3getIsLj3EEET_v', 'math::get<short, 3u>'],
    [C_PLUS_PLUS_14, 'get<short int, 3>', undefined, 'math::get<short int, 3>'],
    [C_PLUS_PLUS_14, 'get<short int, 3>', '_ZN4mat', 'math::get<short int, 3>'],
    [C_PLUS_PLUS_14, 'get', '_ZN4math3getEv', 'math::get'],
    // Rust's mangled names spell arguments with `$LT$` and end with a hash.
    [RUST, 'get<u32>', '_ZN4math12get$LT$T$GT$17h0123456789abcdefE', 'math::get<u32>'],
  ];

describe('names of functions', () => {
  for (const [language, name, linkageName, expected] of CASES) {
    it(`${name} with ${linkageName ?? 'no linkage name'} is ${expected}`, () => {
      const place = { [DW_AT.low_pc]: { address: 0x1000 }, [DW_AT.high_pc]: 0x100 };
      const linkage = linkageName === undefined ? {} : { [DW_AT.linkage_name]: linkageName };
      const found = entry(DW_TAG.subprogram, { [DW_AT.name]: name, ...linkage, ...place });
      const scope = entry(DW_TAG.namespace, { [DW_AT.name]: 'math' }, found);
      const info = buildUnit(entry(DW_TAG.compile_unit, { [DW_AT.language]: language, ...place }, scope));
      assert.equal(info.functionAt(0x1010)?.name, expected);
    });
  }
});
