/** Gold values are readelf's (binutils 2.40) for the committed fixtures. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { loadElf } from '../../../debugger/elf/index.js';
import { requireTool } from '../../support/requirements.js';
import { FIXTURES, fixture, fixtureBytes, patched } from './fixtures.js';

const GOOD = fixtureBytes('c-O0-dwarf4.elf');

describe('ELF', () => {
  it('reads segments with their place in flash', () => {
    const { segments } = fixture('c-O0-dwarf4.elf');
    const shown = segments.map((s) => [s.virtualAddress, s.loadAddress, s.bytes.length, s.memorySize, s.executable]);
    assert.deepEqual(shown, [
      [0x8000, 0x8000, 0x4e4, 0x4e4, true],
      [0x2000_0000, 0x84e4, 0x20, 0x48, false],
    ]);
  });

  it('reads every segment and symbol as readelf does', function () {
    requireTool(this, 'arm-none-eabi-readelf', 'binutils-arm-none-eabi');
    for (const name of ['cpp-O2-dwarf5.elf', 'c-lto-dwarf4.elf']) {
      const text = execFileSync('arm-none-eabi-readelf', ['-sW', path.join(FIXTURES, name)], { encoding: 'utf8' });
      const gold = [
        ...text.matchAll(/^ +\d+: ([0-9a-f]{8}) +(\d+) (FUNC|OBJECT|NOTYPE) +(LOCAL|GLOBAL|WEAK) +\S+ +\S+ (\S+)$/gm),
      ];
      const shown = fixture(name).symbols.all.filter((s) => s.kind === 'function' || s.kind === 'object');
      assert.ok(gold.length > 5);
      assert.deepEqual(
        shown.map((s) => [s.name, s.address, s.size, s.kind, s.isThumb, s.binding]),
        gold
          .filter(([, , size, type]) => type !== 'NOTYPE' || size !== '0')
          .map(([, value, size, type, binding, symbol]) => [
            symbol,
            (parseInt(value!, 16) & (type === 'FUNC' ? ~1 : ~0)) >>> 0,
            Number(size),
            type === 'FUNC' ? 'function' : 'object',
            type === 'FUNC',
            binding!.toLowerCase(),
          ]),
      );
    }
  });

  it('finds symbols by name and by address', () => {
    const { symbols, entry, entryIsThumb } = fixture('c-O0-dwarf4.elf');
    const reset = symbols.named('Reset_Handler')!;
    assert.equal(reset.address, entry);
    assert.equal(entryIsThumb, true);
    assert.deepEqual(symbols.at(entry + 4), { symbol: reset, offset: 4 });
    assert.equal(symbols.named('counter')!.kind, 'object');
    assert.equal(symbols.objectAt(symbols.named('nodes')!.address + 13)!.offset, 13);
    assert.equal(symbols.named('nodes')!.file, 'program.c');
    assert.equal(symbols.contentAt(entry), 'thumb');
    assert.equal(symbols.at(0x1000_0000), undefined);
    assert.equal(symbols.named('no such symbol'), undefined);
    assert.ok(symbols.all.every(({ name }) => !/^\$[tad]/.test(name)));
  });

  it('finds C++ functions by their readable names', () => {
    const { symbols } = fixture('cpp-O0-dwarf4.elf');
    const scaled = symbols.named('geometry::Square::scaled(int) const')!;
    assert.equal(scaled.name, '_ZNK8geometry6Square6scaledEi');
    assert.equal(symbols.named('geometry::Square::scaled'), scaled);
    assert.equal(symbols.named('geometry::Shape::count')!.kind, 'object');
  });

  it('reads build attributes', () => {
    const { attributes } = fixture('c-O0-dwarf4.elf');
    assert.equal(attributes.text('Tag_CPU_name'), '7-M');
    assert.equal(attributes.describe('Tag_CPU_arch'), 'v7');
    assert.equal(attributes.describe('Tag_CPU_arch_profile'), 'Microcontroller');
    assert.equal(attributes.describe('Tag_THUMB_ISA_use'), 'Thumb-2');
    assert.equal(attributes.number('Tag_FP_arch'), 0);
  });

  it('unpacks compressed debug sections', () => {
    const { elf, findings } = loadElf(fixtureBytes('c-O2-dwarf5-compressed.elf'), 'packed.elf');
    assert.deepEqual(findings, []);
    const plain = fixture('c-O2-dwarf5.elf');
    for (const name of ['.debug_info', '.debug_line', '.debug_loclists', '.debug_str']) {
      assert.deepEqual(elf!.section(name)!.bytes, plain.section(name)!.bytes, name);
    }
  });

  it('says that a stripped file has no names', () => {
    const { elf, findings } = loadElf(fixtureBytes('c-stripped.elf'), 'c-stripped.elf');
    assert.ok(elf);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['elf-no-symbols'],
    );
  });
});

describe('ELF that cannot be used', () => {
  const rows: readonly [code: string, bytes: Uint8Array, words: RegExp][] = [
    ['elf-not-elf', new Uint8Array(), /not an ELF file/],
    ['elf-not-elf', new TextEncoder().encode(':1000000000000120'), /not an ELF file/],
    ['elf-not-32-bit', patched(GOOD, { 4: 2 }), /not a 32-bit/],
    ['elf-big-endian', patched(GOOD, { 5: 2 }), /big-endian/],
    ['elf-not-arm', patched(GOOD, { 18: 3 }), /Intel 386/],
    ['elf-not-arm', patched(GOOD, { 18: 243 }), /RISC-V/],
    ['elf-not-executable', patched(GOOD, { 16: 1 }), /relocatable object/],
    ['elf-truncated', GOOD.subarray(0, 40), /cut off within its file header/],
    ['elf-truncated', GOOD.subarray(0, GOOD.length - 1), /section headers/],
    ['elf-no-segments', patched(GOOD, { 44: 0 }), /nothing to load/],
  ];
  for (const [code, bytes, words] of rows) {
    it(`${code}: ${words.source}`, () => {
      const { elf, findings } = loadElf(bytes, 'firmware.elf');
      assert.equal(elf, undefined);
      assert.equal(findings.at(-1)!.code, code);
      assert.match(findings.at(-1)!.message, words);
      assert.match(findings.at(-1)!.message, /^firmware\.elf /);
    });
  }
});

describe('ELF for other profiles', () => {
  it('is refused, as GCC builds it', function () {
    requireTool(this, 'arm-none-eabi-gcc', 'gcc-arm-none-eabi');
    const codeOf = (...options: string[]): string | undefined => {
      const out = path.join(FIXTURES, '../../../out/attribute-test.elf');
      const link = ['-nostartfiles', '-Wl,-e,Reset_Handler', '-x', 'c', '-', '-o', out];
      const input = 'int Reset_Handler(void) { return 0; }';
      execFileSync('arm-none-eabi-gcc', [...options, ...link], { input, stdio: ['pipe', 'pipe', 'pipe'] });
      return loadElf(fixtureBytes(path.relative(FIXTURES, out)), 'f.elf').findings.at(-1)?.code;
    };
    assert.equal(codeOf('-mcpu=arm7tdmi', '-marm'), 'elf-arm-state');
    assert.equal(codeOf('-mcpu=cortex-a9', '-mthumb'), 'elf-wrong-profile');
    assert.equal(codeOf('-mcpu=cortex-r5', '-mthumb'), 'elf-wrong-profile');
    assert.equal(codeOf('-mcpu=cortex-m4', '-mthumb'), undefined);
  });
});

describe('Damaged ELF', () => {
  it('is cut at any byte without a throw', () => {
    for (let length = 0; length < GOOD.length; length += length < 200 ? 1 : 53) {
      const { elf, findings } = loadElf(GOOD.slice(0, length), 'cut.elf');
      assert.equal(elf, undefined);
      assert.equal(findings.at(-1)!.severity, 'error');
    }
  });

  it('has flipped bytes without a throw', () => {
    const header = fc.nat(51);
    const tables = fc.nat(1600).map((back) => GOOD.length - 1 - back);
    const flip = fc.tuple(fc.oneof(header, fc.nat(GOOD.length - 1), tables), fc.nat(255));
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 8 }), (flips) => {
        const { elf, findings } = loadElf(patched(GOOD, Object.fromEntries(flips)), 'flipped.elf');
        assert.equal(
          elf === undefined,
          findings.some(({ severity }) => severity === 'error'),
        );
        elf?.symbols.at(0x100);
        elf?.read(0, 16);
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  it('has damaged compressed sections without a throw', () => {
    const packed = fixtureBytes('c-O2-dwarf5-compressed.elf');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        (flips) => {
          loadElf(patched(packed, Object.fromEntries(flips)), 'packed.elf');
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });
});
