/**
 * Build attributes of what arm-none-eabi-gcc 12.2 makes for each core (gold/attributes.txt: options, the section's bytes, and what
 * readelf 2.40 reads in it), and of sections that are damaged.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ATTRIBUTES, type BuildAttributes, parseAttributes } from '../../../debugger/elf/attributes.js';
import { lackedBy, needsOf, type Core, loadElf } from '../../../debugger/elf/index.js';
import { PROFILES } from '../../../emulator/index.js';
import { checkGold } from '../../support/gold.js';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';

const GOLD = 'test/debugger/elf/gold/attributes.txt';
const PROGRAM = 'float twice(float x, double y) { return x * 2 + y; } int main(void) { return (int)twice(3, 4); }';

/** GCC's options, and on which cores such code runs: the one named, and those whose manual says that they run its code. */
const BUILT: readonly (readonly [options: string, runsOn: readonly string[]])[] = [
  ['-mcpu=cortex-m0 -mthumb', ['m0', 'm0plus', 'm3', 'm4', 'm4f', 'm7sp', 'm7', 'm23', 'm33', 'm33f']],
  ['-mcpu=cortex-m0plus -mthumb', ['m0', 'm0plus', 'm3', 'm4', 'm4f', 'm7sp', 'm7', 'm23', 'm33', 'm33f']],
  ['-mcpu=cortex-m1 -mthumb', ['m0', 'm0plus', 'm3', 'm4', 'm4f', 'm7sp', 'm7', 'm23', 'm33', 'm33f']],
  ['-mcpu=cortex-m3 -mthumb', ['m3', 'm4', 'm4f', 'm7sp', 'm7', 'm33', 'm33f']],
  ['-mcpu=cortex-m4 -mthumb', ['m4', 'm4f', 'm7sp', 'm7', 'm33f']],
  ['-mcpu=cortex-m4 -mthumb -mfloat-abi=softfp', ['m4f', 'm7sp', 'm7', 'm33f']],
  ['-mcpu=cortex-m4 -mthumb -mfloat-abi=hard', ['m4f', 'm7sp', 'm7', 'm33f']],
  ['-mcpu=cortex-m7 -mthumb', ['m4', 'm4f', 'm7sp', 'm7', 'm33f']],
  ['-mcpu=cortex-m7+nofp.dp -mthumb -mfloat-abi=hard', ['m7sp', 'm7', 'm33f']],
  ['-mcpu=cortex-m7 -mthumb -mfloat-abi=hard', ['m7']],
  ['-mcpu=cortex-m23 -mthumb', ['m23', 'm33', 'm33f']],
  ['-mcpu=cortex-m33+nodsp -mthumb', ['m33', 'm33f']],
  ['-mcpu=cortex-m33 -mthumb', ['m33f']],
  ['-mcpu=cortex-m33 -mthumb -mfloat-abi=hard', ['m33f']],
  ['-mcpu=cortex-m35p -mthumb', ['m33f']],
  ['-mcpu=cortex-m55+nomve -mthumb', []],
  ['-mcpu=cortex-m55 -mthumb -mfloat-abi=hard', []],
  // GCC's assembler allows Arm state, whatever the state of the code.
  ['-mcpu=arm7tdmi -mthumb', []],
  ['-mcpu=arm7tdmi -marm', []],
  ['-mcpu=cortex-a9 -mthumb -mfpu=neon -mfloat-abi=hard', []],
];

const CORES: Readonly<Record<string, Core>> = {
  m0: { core: 'cortex-m0' },
  m0plus: { core: 'cortex-m0plus' },
  m3: { core: 'cortex-m3' },
  m4: { core: 'cortex-m4' },
  m4f: { core: 'cortex-m4', fpu: 'fpv4-sp-d16' },
  m7sp: { core: 'cortex-m7', fpu: 'fpv5-sp-d16' },
  m7: { core: 'cortex-m7', fpu: 'fpv5-d16' },
  m23: { core: 'cortex-m23' },
  m33: { core: 'cortex-m33' },
  m33f: { core: 'cortex-m33', fpu: 'fpv5-sp-d16', dsp: true },
};

interface Gold {
  readonly bytes: Uint8Array;
  /** `Tag_CPU_arch` → `v7E-M`, in readelf's words. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Paragraphs of options, bytes in hex, and readelf's lines. */
function readGold(): ReadonlyMap<string, Gold> {
  const paragraphs = readFileSync(join(root, GOLD), 'utf8').trim().split('\n\n');
  return new Map(
    paragraphs.map((paragraph) => {
      const [options, hex, ...lines] = paragraph.split('\n');
      const tags = lines.map((line) => line.split(': ') as [string, string]);
      return [options!, { bytes: new Uint8Array(Buffer.from(hex!, 'hex')), tags: new Map(tags) }];
    }),
  );
}

function compiled(options: string, folder: string): string {
  const out = join(folder, 'a.elf');
  const link = ['-O1', '-nostdlib', '-Wl,--unresolved-symbols=ignore-all', '-Wl,-e,main', '-x', 'c', '-', '-o', out];
  execFileSync('arm-none-eabi-gcc', [...options.split(' '), ...link], {
    input: PROGRAM,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const section = join(folder, 'attributes');
  execFileSync('arm-none-eabi-objcopy', [
    '-O',
    'binary',
    '-j',
    '.ARM.attributes',
    '--set-section-flags',
    '.ARM.attributes=alloc',
    out,
    section,
  ]);
  const text = execFileSync('arm-none-eabi-readelf', ['-A', out], { encoding: 'utf8' });
  const lines = [...text.matchAll(/^ {2}(Tag_.*)$/gm)].map((match) => match[1]!);
  return [options, readFileSync(section).toString('hex'), ...lines].join('\n');
}

/** Where readelf's words are others than the ABI's, which are ours. */
const WORDS: Readonly<Record<string, string>> = {
  'FP for ARMv8': 'FP for Armv8',
  'FPv5/FP-D16 for ARMv8': 'FPv5/FP-D16 for Armv8',
};

/** Tags whose value has words in our table. */
const WORDED = ATTRIBUTES.filter(
  (row) => 'values' in row || row.kind === 'text' || row.name === 'Tag_CPU_arch_profile',
);

describe('build attributes', () => {
  it('are those that GCC writes and readelf reads', function () {
    requireTool(this, 'arm-none-eabi-gcc', 'gcc-arm-none-eabi');
    const folder = mkdtempSync(join(tmpdir(), 'attributes-'));
    try {
      checkGold(GOLD, `${BUILT.map(([options]) => compiled(options, folder)).join('\n\n')}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [options, runsOn] of BUILT) {
    it(`of ${options}`, () => {
      const gold = readGold().get(options)!;
      const attributes = parseAttributes(gold.bytes);
      assert.deepEqual([attributes.present, attributes.damagedAt], [true, undefined]);
      for (const { name, kind } of WORDED) {
        const says = gold.tags.get(name)?.replaceAll('"', '');
        const given =
          kind === 'text'
            ? attributes.text(name)
            : attributes.number(name) === 0
              ? undefined
              : attributes.describe(name);
        if (kind !== 'text' && given === undefined)
          assert.match(says ?? 'No', /^(No|None|Unused|AAPCS|Pre-v4|V6)$/, name);
        else assert.equal(given, says === undefined ? undefined : (WORDS[says] ?? says), name);
      }
      const needs = needsOf({ attributes });
      const runs = Object.keys(CORES).filter((core) => lackedBy(CORES[core]!, needs).length === 0);
      assert.deepEqual(runs, runsOn);
    });
  }

  it('name only cores that there are', () => {
    for (const { core, fpu } of Object.values(CORES)) assert.ok(fpu === undefined || PROFILES[core].fpus.includes(fpu));
  });
});

/** A section of one vendor with the attributes of the file (ABI addenda, 3.2.1). */
function section(pairs: readonly number[], { vendor = 'aeabi', scope = 1 } = {}): number[] {
  const name = [...Buffer.from(vendor), 0];
  const word = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
  const part = [scope, ...word(pairs.length + 5), ...pairs];
  return [...word(part.length + name.length + 4), ...name, ...part];
}

const A = 0x41;
const V7EM = [6, 13];
const parse = (...bytes: readonly number[]): BuildAttributes => parseAttributes(Uint8Array.from(bytes));

/** Bytes, what Tag_CPU_arch is then, and from where on the section cannot be read. */
const ODD: readonly (readonly [title: string, bytes: readonly number[], architecture: number, damagedAt?: number])[] = [
  ['nothing', [], 0],
  ['a version alone', [A], 0],
  ['another version', [0x42, ...section(V7EM)], 0, 0],
  ["another vendor's part", [A, ...section([6, 17], { vendor: 'gnu' })], 0],
  ["another vendor's part first", [A, ...section([6, 17], { vendor: 'gnu' }), ...section(V7EM)], 13],
  ['two parts', [A, ...section([7, 0x4d]), ...section(V7EM)], 13],
  ["a section's attributes", [A, ...section([1, 0, 6, 13], { scope: 2 })], 0],
  ["a symbol's attributes", [A, ...section([1, 0, 6, 13], { scope: 3 })], 0],
  ['an unknown number before', [A, ...section([200, 1, 0x7f, ...V7EM])], 13],
  ['an unknown text before', [A, ...section([201, 1, 0x61, 6, 1, 0, ...V7EM])], 13],
  ['an unknown tag below 32', [A, ...section([33 - 2, 5, 3, 5, ...V7EM])], 13],
  ['Tag_compatibility, a number and a text', [A, ...section([32, 1, 0x67, 0, ...V7EM])], 13],
  ['Tag_also_compatible_with', [A, ...section([65, 6, 11, 0, ...V7EM])], 13],
  ['Tag_also_compatible_with Pre-v4, which ends in two zeros', [A, ...section([65, 6, 0, 0, ...V7EM])], 13],
  ['Tag_nodefaults', [A, ...section([64, 0, ...V7EM])], 13],
  ['a value of more bytes than it takes', [A, ...section([6, 0x8d, 0x80, 0x80, 0x00])], 13],
  ['a tag of more bytes than it takes', [A, ...section([0x86, 0x80, 0x00, 13])], 13],
  [
    'a tag beyond 32 bits, which is no other tag',
    [A, ...section([0x86, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 13, 7, 0x4d])],
    0,
  ],
  [
    'an odd tag beyond 32 bits, which has a text',
    [A, ...section([0x87, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x61, 0, ...V7EM])],
    13,
  ],
  ['a value beyond 32 bits', [A, ...section([6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])], Infinity],
  ['a text without an end', [A, ...section([...V7EM, 5, 0x37, 0x2d])], 13, 19],
  ['a number without an end', [A, ...section([...V7EM, 8, 0x80, 0x80])], 13, 21],
  ['a tag without a value', [A, ...section([...V7EM, 8])], 13, 19],
  ['a vendor without an end', [A, 9, 0, 0, 0, 0x61, 0x65, 0x61, 0x62, 0x69], 0, 5],
  ['a size of nothing', [A, 0, 0, 0, 0, ...section(V7EM)], 0, 1],
  ['a size that is cut', [A, 0x20, 0], 0, 1],
  ['a part that says it is longer than the section', [A, 0xff, 0xff, 0xff, 0xff, ...section(V7EM).slice(4)], 13, 1],
  ['a scope that says it is longer than its part', [A, ...patch(section(V7EM), 11, 0xff)], 13, 11],
  ['a scope that says it is shorter than its head', [A, ...patch(section(V7EM), 11, 2)], 0, 11],
];

function patch(bytes: number[], at: number, value: number): number[] {
  bytes[at] = value;
  return bytes;
}

describe('build attributes: odd and damaged sections', () => {
  for (const [title, bytes, architecture, damagedAt] of ODD) {
    it(title, () => {
      const attributes = parse(...bytes);
      assert.deepEqual([attributes.number('Tag_CPU_arch'), attributes.damagedAt], [architecture, damagedAt]);
    });
  }

  it('take another architecture that the code runs on, too', () => {
    const needs = needsOf({ attributes: parse(A, ...section([65, 6, 11, 0, 6, 9])) });
    assert.deepEqual(lackedBy({ core: 'cortex-m0' }, needs), []);
    assert.equal(lackedBy({ core: 'cortex-m0' }, needsOf({ attributes: parse(A, ...section([6, 9])) })).length, 1);
    // Thumb code of Armv4T alone is Armv6-M code.
    assert.deepEqual(lackedBy({ core: 'cortex-m0' }, needsOf({ attributes: parse(A, ...section([6, 2, 9, 1])) })), []);
  });

  it('give the beginning of themselves wherever they are cut, and never throw', () => {
    for (const { bytes } of readGold().values()) {
      const whole = parseAttributes(bytes);
      for (let length = 2; length < bytes.length; length++) {
        const cut = parseAttributes(bytes.subarray(0, length));
        assert.notEqual(cut.damagedAt, undefined, `${length} bytes`);
        for (const { name } of ATTRIBUTES) {
          const is = cut.number(name);
          assert.ok(is === 0 || is === whole.number(name), `${name} of ${length} bytes`);
        }
      }
    }
  });

  it('never throw, hang or grow, whatever the bytes', () => {
    const gold = [...readGold().values()].map(({ bytes }) => bytes);
    const change = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...gold), change, (bytes, changes) => {
        const copy = bytes.slice();
        for (const [at, value] of changes) copy[at % copy.length] = value;
        const attributes = parseAttributes(copy);
        for (const { name } of ATTRIBUTES) attributes.describe(name);
        needsOf({ attributes });
      }),
      { numRuns: 3000, seed: 3 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { damagedAt } = parseAttributes(bytes);
        assert.ok(damagedAt === undefined || damagedAt <= bytes.length);
      }),
      { numRuns: 3000, seed: 4 },
    );
  });

  it('are a finding of the file where they are damaged', () => {
    const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf/demos/stack-overflow-mps2-an385.elf')));
    const at = Buffer.from(bytes).indexOf('A');
    const start = Buffer.from(bytes).indexOf('aeabi\0') - 5;
    assert.ok(start > at - 1 && bytes[start] === A);
    bytes[start] = 0x42;
    const { elf, findings } = loadElf(bytes, 'f.elf');
    assert.equal(elf?.attributes.present, false);
    assert.deepEqual(
      findings.map(({ code, severity, message }) => [code, severity, message]),
      [
        [
          'elf-attributes',
          'warning',
          'The build attributes of f.elf cannot be read from byte 0 on, so it may be built for another core than it seems. Build or copy it again.',
        ],
      ],
    );
  });
});
