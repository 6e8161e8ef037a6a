/** Bytes of values, where their parts and references stand, and reading them by type. Gold: Devicetree Specification v0.4, 2.2.4, 6. */
import assert from 'node:assert/strict';
import {
  phandleOffsets,
  rangeText,
  readCells,
  readString,
  readStrings,
  readU32,
  readU64,
  valueRange,
  wholeValueRange,
  type DevicetreeProperty,
} from '../../../devicetree/index.js';
import { build } from '../build.js';

/** The property `p` of the root, among nodes a to c with labels of those names. */
function property(value: string): DevicetreeProperty {
  const text = `/dts-v1/;\n/ { p${value === '' ? '' : ` = ${value}`}; a: a { }; soc { b: b@1 { }; }; c: c { phandle = <9>; }; };\n`;
  const found = build(text, 'linux').tree.root.properties.get('p');
  assert.ok(found !== undefined);
  return found;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('devicetree: values', () => {
  const BYTES: readonly (readonly [value: string, bytes: string])[] = [
    ['', ''],
    ['<>', ''],
    ['<1 0xffffffff>', '00000001ffffffff'],
    ['<(-1) (2 - 3)>', 'ffffffffffffffff'],
    ['/bits/ 8 <1 255>', '01ff'],
    ['/bits/ 16 <1 0xabcd>', '0001abcd'],
    ['/bits/ 64 <0x123456789abcdef0 1>', '123456789abcdef00000000000000001'],
    ['"ab"', '616200'],
    ['"", "x"', '007800'],
    ['"\\xff\\0"', 'ff0000'],
    ['[01 02ff]', '0102ff'],
    ['<&a>', '00000001'],
    ['<&c &b &c &a>', '00000009000000010000000900000002'],
    ['<&{/soc/b@1}>', '00000001'],
    ['&b', '2f736f632f62403100'],
    ['&{/}', '2f00'],
    ['"x", &a, <1>', '78002f610000000001'],
  ];
  for (const [value, bytes] of BYTES) {
    it(`writes ${value === '' ? 'nothing' : value}`, () => assert.equal(hex(property(value).bytes), bytes));
  }

  it('knows lengths without making bytes, and which values are plain', () => {
    const labelled = ['one: <1>', '<1 one: 2>', '<1> one:', '[00 one: 01]', '"x" one:'];
    for (const value of [...BYTES.map(([text]) => text), ...labelled]) {
      const p = property(value);
      assert.equal(p.lengthBytes, p.bytes.length, value);
      assert.equal(p.syntax.isPlain, p.markers.length === 0, value);
    }
  });

  it('tells parts and markers by their bytes', () => {
    const { parts, markers } = property('one: "x", &b, two: <1 &a three: 2> four:, [07 five: 08], /bits/ 16 <3>');
    assert.deepEqual(
      parts.map(({ kind, offsetBytes, lengthBytes, bits }) => [kind, offsetBytes, lengthBytes, bits]),
      [
        ['string', 0, 2, undefined],
        ['path', 2, 9, undefined],
        ['cells', 11, 12, 32],
        ['bytes', 23, 2, undefined],
        ['cells', 25, 2, 16],
      ],
    );
    assert.deepEqual(
      markers.map(({ kind, offsetBytes, text, node }) => [kind, offsetBytes, text, node?.path]),
      [
        ['label', 0, 'one', undefined],
        ['path', 2, 'b', '/soc/b@1'],
        ['label', 11, 'two', undefined],
        ['phandle', 15, 'a', '/a'],
        ['label', 19, 'three', undefined],
        ['label', 23, 'four', undefined],
        ['label', 24, 'five', undefined],
      ],
    );
  });

  it('keeps a reference that means nothing as dtc does', () => {
    const [cell, path] = ['<1 &nowhere>', '&nowhere, "x"'].map(property);
    assert.equal(hex(cell?.bytes ?? new Uint8Array()), '00000001ffffffff');
    assert.equal(hex(path?.bytes ?? new Uint8Array()), '7800');
    assert.deepEqual([cell?.markers[0]?.node, path?.markers[0]?.node], [undefined, undefined]);
  });

  it('reads by type, and only what has the type', () => {
    const kinds = [
      ['<7>', 7, undefined, [7], undefined, undefined],
      ['<1 2>', undefined, 0x1_0000_0002n, [1, 2], undefined, undefined],
      ['/bits/ 64 <5>', undefined, 5n, [0, 5], undefined, undefined],
      ['"ab"', undefined, undefined, undefined, 'ab', ['ab']],
      ['"a", "b"', 0x6100_6200, undefined, [0x6100_6200], undefined, ['a', 'b']],
      ['[01]', undefined, undefined, undefined, undefined, undefined],
      ['"a", <>', undefined, undefined, undefined, 'a', ['a']],
      ['"a\\0b"', 0x6100_6200, undefined, [0x6100_6200], undefined, ['a', 'b']],
      ['/bits/ 8 <0 0 0 9>', 9, undefined, [9], undefined, undefined],
      ['<0x100000005>', 5, undefined, [5], undefined, undefined],
      ['', undefined, undefined, [], undefined, []],
    ] as const;
    for (const [value, u32, u64, cells, string, strings] of kinds) {
      const p = property(value);
      const read = [readU32(p), readU64(p), readCells(p), readString(p), readStrings(p)];
      assert.deepEqual(read, [u32, u64, cells, string, strings], value);
    }
  });

  it('finds the source of bytes', () => {
    const p = property('<1 2 &a>, "text", &b, /bits/ 8 <3 4>');
    const places: readonly (readonly [offset: number, length: number, text: string])[] = [
      [0, 4, '1'],
      [4, 8, '2 &a'],
      [6, 1, '2'],
      [8, 400, '&a'],
      [12, 1, '"text"'],
      [17, 9, '&b'],
      [26, 1, '3'],
      [27, 1, '4'],
    ];
    for (const [offset, length, text] of places) {
      assert.equal(rangeText(valueRange(p, offset, length)), text, `${length} bytes at ${offset}`);
    }
    assert.equal(rangeText(wholeValueRange(p)), '<1 2 &a>, "text", &b, /bits/ 8 <3 4>');
    assert.equal(rangeText(valueRange(p, 999, 1)), rangeText(wholeValueRange(p)));
    assert.equal(rangeText(wholeValueRange(property(''))), 'p');
    assert.deepEqual(phandleOffsets(property('"x", &b, <1 &a>, <&c>')), [15, 19]);
  });
});
