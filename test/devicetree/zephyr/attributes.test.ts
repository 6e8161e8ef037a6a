/** Attribute tables against the values in Zephyr's headers (include/zephyr/dt-bindings/memory-attr/), and descriptions. */
import assert from 'node:assert/strict';
import {
  attributeExpression,
  attributeTableFrom,
  builtInAttributes,
  describeAttribute,
  releasesWith,
  type AttributeArchitecture,
  type MacroDefinition,
  type ZephyrVersion,
} from '../../../devicetree/index.js';

/** Macro, value in v3.5 to v4.1 (their headers are equal), value in main of 2026; undefined: not there. */
const VALUES: readonly (readonly [string, number | undefined, number | undefined])[] = [
  ['DT_MEM_CACHEABLE', 0x1, 0x1],
  ['DT_MEM_NON_VOLATILE', 0x2, 0x2],
  ['DT_MEM_OOO', 0x4, 0x4],
  ['DT_MEM_DMA', 0x8, 0x8],
  ['DT_MEM_READABLE', undefined, 0x10],
  ['DT_MEM_WRITABLE', undefined, 0x20],
  ['DT_MEM_EXECUTABLE', undefined, 0x40],
  ['DT_MEM_SHAREABLE', undefined, 0x80],
  ['DT_MEM_NON_CACHEABLE', undefined, 0x100],
  ['DT_MEM_USERSPACE', undefined, 0x200],
  ['DT_MEM_PERM_MASK', undefined, 0x70],
  ['DT_MEM_UNKNOWN', 0x8000, 0x8000],
  ['DT_MEM_SW_ALLOC_CACHE', 0x1_0000, 0x1_0000],
  ['DT_MEM_SW_ALLOC_NON_CACHE', 0x2_0000, 0x2_0000],
  ['DT_MEM_SW_ALLOC_DMA', 0x4_0000, 0x4_0000],
  ['DT_MEM_SW_ATTR_UNKNOWN', 0x8_0000, 0x8_0000],
  ['DT_MEM_ARM_MPU_RAM', 0x10_0000, 0x10_0000],
  ['DT_MEM_ARM_MPU_RAM_NOCACHE', 0x20_0000, 0x20_0000],
  ['DT_MEM_ARM_MPU_FLASH', 0x40_0000, 0x40_0000],
  ['DT_MEM_ARM_MPU_PPB', 0x80_0000, 0x80_0000],
  ['DT_MEM_ARM_MPU_IO', 0x100_0000, 0x100_0000],
  ['DT_MEM_ARM_MPU_EXTMEM', 0x200_0000, 0x200_0000],
  ['DT_MEM_ARM_MPU_RAM_PXN', undefined, 0x400_0000],
  ['DT_MEM_ARM_MPU_DEVICE', undefined, 0x800_0000],
  ['DT_MEM_ARM_MPU_RAM_WT', undefined, 0x1000_0000],
  ['DT_MEM_ARM_MPU_UNKNOWN', 0x8000_0000, 0x8000_0000],
  ['DT_MEM_RISCV_TYPE_MAIN', 0x10_0000, 0x10_0000],
  ['DT_MEM_RISCV_TYPE_IO', 0x20_0000, 0x20_0000],
  ['DT_MEM_RISCV_TYPE_IO_R', undefined, 0x40_0000],
  ['DT_MEM_RISCV_TYPE_IO_W', undefined, 0x80_0000],
  ['DT_MEM_RISCV_TYPE_IO_X', undefined, 0x100_0000],
  ['DT_MEM_RISCV_TYPE_EMPTY', 0x40_0000, 0x200_0000],
  ['DT_MEM_RISCV_AMO_SWAP', 0x80_0000, 0x400_0000],
  ['DT_MEM_RISCV_AMO_LOGICAL', 0x100_0000, 0x800_0000],
  ['DT_MEM_RISCV_AMO_ARITHMETIC', 0x200_0000, 0x1000_0000],
  ['DT_MEM_RISCV_IO_IDEMPOTENT_READ', 0x400_0000, 0x2000_0000],
  ['DT_MEM_RISCV_IO_IDEMPOTENT_WRITE', 0x800_0000, 0x4000_0000],
  ['DT_MEM_XTENSA_INSTR_ROM', 0x10_0000, 0x10_0000],
  ['DT_MEM_XTENSA_XLMI', 0x100_0000, 0x100_0000],
  ['DT_MEM_ARM64_MMU_NORMAL_WT', undefined, 0x1],
  ['DT_MEM_ARM64_MMU_NORMAL', undefined, 0x20_0001],
  // Never in a header, whatever the documentation says.
  ['DT_ARM_MPU', undefined, undefined],
];

function macro(name: string, body: string, parameters?: readonly string[]): MacroDefinition {
  return { name, body, variadic: false, ...(parameters === undefined ? {} : { parameters }) };
}

function macros(...definitions: readonly MacroDefinition[]): ReadonlyMap<string, MacroDefinition> {
  return new Map(definitions.map((each) => [each.name, each]));
}

/** The shape of memory-attr.h and memory-attr-arm.h, with a type that no release has, and other bits. */
const WORKSPACE = macros(
  macro('BIT', '(1UL << (n))', ['n']),
  macro('GENMASK', '(((~0UL) - (1UL << (l)) + 1) & (~0UL >> (BITS_PER_LONG - 1 - (h))))', ['h', 'l']),
  macro('DT_MEM_ATTR_MASK', 'GENMASK(15, 0)'),
  macro('DT_MEM_CACHEABLE', 'BIT(0)'),
  macro('DT_MEM_DMA', 'BIT(5)'),
  macro('DT_MEM_ARCH_ATTR_SHIFT', '(20)'),
  macro('DT_MEM_ARM', '((x) << DT_MEM_ARCH_ATTR_SHIFT)', ['x']),
  macro('ATTR_MPU_RAM', 'BIT(0)'),
  macro('ATTR_MPU_RAM_SHARED', 'BIT(9)'),
  macro('DT_MEM_ARM_MPU_RAM', 'DT_MEM_ARM(ATTR_MPU_RAM)'),
  macro('DT_MEM_ARM_MPU_RAM_SHARED', 'DT_MEM_ARM(ATTR_MPU_RAM_SHARED)'),
  macro('DT_MEM_ARM_MPU_LOOP', 'DT_MEM_ARM_MPU_LOOP'),
  macro('DT_MEM_ARM_MPU_TEXT', '"text"'),
);

describe('devicetree: zephyr attributes', () => {
  it('have the values of the headers, by release', () => {
    for (const [name, older, main] of VALUES) {
      for (const version of ['3.5', '3.7', '4.1'] as const) {
        assert.equal(builtInAttributes(version).macros.get(name)?.value, older, `${name} in ${version}`);
      }
      assert.equal(builtInAttributes('main').macros.get(name)?.value, main, `${name} in main`);
    }
  });

  it('know the raw macro before the shift', () => {
    const { macros: table } = builtInAttributes('4.1');
    assert.deepEqual(table.get('DT_MEM_SW_ALLOC_NON_CACHE')?.raw, { name: 'ATTR_SW_ALLOC_NON_CACHE', value: 2 });
    assert.deepEqual(table.get('DT_MEM_ARM_MPU_IO')?.raw, { name: 'ATTR_MPU_IO', value: 16 });
    assert.equal(table.get('DT_MEM_DMA')?.raw, undefined);
  });

  it('say which releases have a macro, raw ones too', () => {
    assert.deepEqual(releasesWith('DT_MEM_CACHEABLE'), ['3.5', '3.7', '4.1', 'main']);
    assert.deepEqual(releasesWith('ATTR_MPU_DEVICE'), ['main']);
    assert.deepEqual(releasesWith('DT_ARM_MPU'), []);
  });

  it('come from the workspace where its headers were read', () => {
    const table = attributeTableFrom(WORKSPACE, '4.1');
    assert.equal(table.macros.get('DT_MEM_DMA')?.value, 0x20);
    assert.equal(table.macros.get('DT_MEM_ARM_MPU_RAM_SHARED')?.value, 0x2000_0000);
    assert.equal(table.macros.get('DT_MEM_ARM_MPU_RAM_SHARED')?.words, 'Arm MPU type RAM_SHARED');
    // Its header was read and does not have it.
    assert.equal(table.macros.get('DT_MEM_ARM_MPU_IO'), undefined);
    assert.equal(table.macros.get('DT_MEM_NON_VOLATILE'), undefined);
    // Not integers.
    assert.equal(table.macros.get('DT_MEM_ARM_MPU_LOOP'), undefined);
    assert.equal(table.macros.get('DT_MEM_ARM_MPU_TEXT'), undefined);
    // Layout is no attribute.
    assert.equal(table.macros.get('DT_MEM_ATTR_MASK'), undefined);
    // This header was not read.
    assert.equal(table.macros.get('DT_MEM_SW_ALLOC_DMA')?.value, 0x4_0000);
    assert.deepEqual([...table.fromWorkspace].sort(), ['arm', 'generic']);
    assert.equal(
      table.source,
      "this workspace's headers, and the built-in table of Zephyr 4.1 for headers that were not read",
    );
  });

  it('are the built-in ones where no header was read', () => {
    assert.equal(attributeTableFrom(new Map(), '3.7'), builtInAttributes('3.7'));
    assert.equal(attributeTableFrom(new Map(), '3.7').source, 'the built-in table of Zephyr 3.7');
  });

  const DESCRIPTIONS: readonly (readonly [number, ZephyrVersion, AttributeArchitecture, string, string])[] = [
    [0x10_0001, '4.1', 'arm', 'Arm MPU type RAM, cacheable', 'DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM'],
    [
      0x12_0001,
      '4.1',
      'arm',
      'Arm MPU type RAM, cacheable; software: heap for non-cacheable',
      'DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_NON_CACHE',
    ],
    [0x2_0000, '4.1', 'arm', 'software: heap for non-cacheable', 'DT_MEM_SW_ALLOC_NON_CACHE'],
    [0x102, 'main', 'arm', 'non-volatile, not cacheable', 'DT_MEM_NON_VOLATILE | DT_MEM_NON_CACHEABLE'],
    [
      0x102,
      '4.1',
      'arm',
      'non-volatile, bit 8 (no meaning in the built-in table of Zephyr 4.1)',
      'DT_MEM_NON_VOLATILE | 0x00000100',
    ],
    [0x110_0000, '4.1', 'arm', 'Arm MPU type RAM, Arm MPU type IO', 'DT_MEM_ARM_MPU_RAM | DT_MEM_ARM_MPU_IO'],
    [0x20_0000, '4.1', 'riscv', 'RISC-V I/O', 'DT_MEM_RISCV_TYPE_IO'],
    [0x20_0001, 'main', 'arm64', 'Arm64 write-back, cacheable', 'DT_MEM_CACHEABLE | DT_MEM_ARM64(ATTR_ARM64_CACHE_WB)'],
    [0x10_0000, 'main', 'xtensa', 'Xtensa INSTR_ROM', 'DT_MEM_XTENSA_INSTR_ROM'],
    [0x8000_0000, 'main', 'arm', 'Arm MPU type unknown', 'DT_MEM_ARM_MPU_UNKNOWN'],
    [0, 'main', 'arm', 'no attribute', '0'],
  ];

  for (const [value, version, architecture, text, expression] of DESCRIPTIONS) {
    it(`0x${value.toString(16)} in ${version} on ${architecture}: ${text}`, () => {
      const table = builtInAttributes(version);
      assert.equal(describeAttribute(value, table, architecture).text, text);
      assert.equal(attributeExpression(value, table, architecture), expression);
    });
  }

  it('describe each bit exactly once, whatever the value', () => {
    let seed = 1;
    for (let n = 0; n < 500; n++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const { parts, unknown } = describeAttribute(seed, builtInAttributes('main'));
      assert.equal(
        parts.reduce((sum, part) => sum + part.mask, 0),
        seed,
        `seed ${seed}`,
      );
      assert.equal(
        parts.filter((part) => part.macro === undefined).reduce((mask, part) => mask + part.mask, 0),
        unknown,
      );
    }
  });
});
