/** Gold values are readelf's (binutils 2.40) for the committed fixtures. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { coreMismatch, type ElfFile, loadElf } from '../../../debugger/elf/index.js';
import type { CoreName } from '../../../emulator/index.js';
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
    assert.equal(coreMismatch(fixture('c-O0-dwarf4.elf'), { core: 'cortex-m3' }), undefined);
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

  it('names the attribute that a Cortex-M3 cannot follow', () => {
    const at = attributesOffset();
    const change = (tag: number, value: number): string | undefined => {
      const offset = GOOD.findIndex((byte, i) => i > at + 20 && byte === tag);
      const { elf, findings } = loadElf(patched(GOOD, { [offset + 1]: value }), 'f.elf');
      return elf === undefined ? findings.at(-1)!.code : coreMismatch(elf, { core: 'cortex-m3' });
    };
    assert.match(change(6, 13)!, /v7E-M \(Tag_CPU_arch\)/);
    assert.match(change(6, 17)!, /v8-M\.mainline \(Tag_CPU_arch\)/);
    assert.equal(change(6, 11), undefined);
    assert.equal(change(7, 0x41), 'elf-wrong-profile');
    assert.equal(change(7, 0x52), 'elf-wrong-profile');
  });

  /** Tag_CPU_arch (Addenda to the ABI, 3.3.5.2) of what each core runs: Arm's architecture manuals, "compatibility". */
  const RUNS: readonly (readonly [core: CoreName, architectures: readonly number[]])[] = [
    ['cortex-m0', [11, 12]],
    ['cortex-m0plus', [11, 12]],
    ['cortex-m1', [11, 12]],
    ['cortex-m3', [10, 11, 12]],
    ['cortex-m4', [10, 11, 12, 13]],
    ['cortex-m7', [10, 11, 12, 13]],
    ['cortex-m23', [11, 12, 16]],
    ['cortex-m33', [10, 11, 12, 13, 16, 17]],
  ];
  for (const [core, architectures] of RUNS) {
    it(`tells which architectures a ${core} runs`, () => {
      const at = attributesOffset();
      const offset = GOOD.findIndex((byte, i) => i > at + 20 && byte === 6) + 1;
      const runs = [10, 11, 12, 13, 16, 17].filter((architecture) => {
        const { elf } = loadElf(patched(GOOD, { [offset]: architecture }), 'f.elf');
        const says = coreMismatch(elf!, { core });
        if (says !== undefined) assert.match(says, new RegExp(`Tag_CPU_arch.*-mcpu=${core}`));
        return says === undefined;
      });
      assert.deepEqual(runs, architectures);
    });
  }

  /** GOOD with other build attributes, one byte for tag and value each (Addenda to the ABI, 3.3.6), in place of its own. */
  const withAttributes = (...attributes: readonly (readonly [tag: number, value: number])[]): ElfFile => {
    const at = attributesOffset();
    // Tag_ABI_FP_denormal, -exceptions and -number_model, which decide nothing.
    const places = [20, 21, 23].map((tag) => GOOD.findIndex((byte, i) => i > at + 20 && byte === tag));
    const changes = attributes.flatMap(([tag, value], i) => [
      [places[i]!, tag] as const,
      [places[i]! + 1, value] as const,
    ]);
    return loadElf(patched(GOOD, Object.fromEntries(changes)), 'f.elf').elf!;
  };
  const SOFT = 'which a Cortex-M3 does not have. Build it with -mfloat-abi=soft.';
  const floats: readonly (readonly [
    title: string,
    attributes: readonly (readonly [number, number])[],
    says?: string,
  ])[] = [
    [
      'AAPCS VFP variant',
      [[28, 1]],
      `f.elf passes floating-point arguments in VFP registers (Tag_ABI_VFP_args), ${SOFT}`,
    ],
    [
      'AAPCS VFP variant and a unit, as -mfloat-abi=hard gives',
      [
        [10, 6],
        [28, 1],
      ],
      `f.elf passes floating-point arguments in VFP registers (Tag_ABI_VFP_args), ${SOFT}`,
    ],
    [
      'a unit alone, as -mfloat-abi=softfp gives',
      [[10, 6]],
      `f.elf uses the floating-point unit VFPv4-D16 (Tag_FP_arch), ${SOFT}`,
    ],
    ['FPv5', [[10, 8]], `f.elf uses the floating-point unit FPv5/FP-D16 for Armv8 (Tag_FP_arch), ${SOFT}`],
    ['arguments in core registers', [[28, 0]]],
    ['compatible with both variants', [[28, 3]]],
    ['no unit', [[10, 0]]],
  ];
  for (const [title, attributes, says] of floats) {
    it(`floating point: ${title}`, () =>
      assert.equal(coreMismatch(withAttributes(...attributes), { core: 'cortex-m3' }), says));
  }

  it('names hard float and Arm state', function () {
    requireTool(this, 'arm-none-eabi-gcc', 'gcc-arm-none-eabi');
    const build = (...options: string[]): Uint8Array => {
      const out = path.join(FIXTURES, '../../../out/attribute-test.elf');
      const program = 'double half(double x) { return x / 2; } int Reset_Handler(void) { return (int)half(3); }';
      const link = ['-O1', '-nostartfiles', '-Wl,-e,Reset_Handler', '-x', 'c', '-', '-o', out];
      execFileSync('arm-none-eabi-gcc', [...options, ...link], { input: program, stdio: ['pipe', 'pipe', 'pipe'] });
      return fixtureBytes(path.relative(FIXTURES, out));
    };
    const hard = loadElf(build('-mcpu=cortex-m4', '-mthumb', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'), 'hard.elf').elf!;
    assert.match(coreMismatch(hard, { core: 'cortex-m3' })!, /Tag_CPU_arch/);
    const assembled = (fpu: number, args: number): string | undefined => {
      const out = path.join(FIXTURES, '../../../out/attribute-test.elf');
      const text = `.cpu cortex-m3\n.eabi_attribute 10, ${fpu}\n.eabi_attribute 28, ${args}\n.thumb_func\n.globl _start\n_start: bx lr\n`;
      const options = ['-nostdlib', '-x', 'assembler', '-', '-o', out];
      execFileSync('arm-none-eabi-gcc', options, { input: text, stdio: ['pipe', 'pipe', 'pipe'] });
      return coreMismatch(loadElf(fixtureBytes(path.relative(FIXTURES, out)), 'asm.elf').elf!, { core: 'cortex-m3' });
    };
    assert.match(assembled(6, 1)!, /Tag_ABI_VFP_args/);
    assert.match(assembled(6, 0)!, /VFPv4-D16 \(Tag_FP_arch\)/);
    assert.equal(assembled(0, 0), undefined);
    const single = loadElf(build('-march=armv7-m', '-mthumb'), 'plain.elf').elf!;
    assert.equal(coreMismatch(single, { core: 'cortex-m3' }), undefined);
    const small = loadElf(build('-mcpu=cortex-m0', '-mthumb'), 'm0.elf').elf!;
    assert.equal(coreMismatch(small, { core: 'cortex-m3' }), undefined);
    assert.equal(loadElf(build('-mcpu=arm7tdmi', '-marm'), 'arm.elf').findings.at(-1)!.code, 'elf-arm-state');
    assert.equal(loadElf(build('-mcpu=cortex-a9', '-mthumb'), 'a9.elf').findings.at(-1)!.code, 'elf-wrong-profile');
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

function attributesOffset(): number {
  const bytes = fixture('c-O0-dwarf4.elf').section('.ARM.attributes')!.bytes;
  return bytes.byteOffset - GOOD.byteOffset > 0 ? bytes.byteOffset : GOOD.length;
}
