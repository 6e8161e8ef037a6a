/**
 * The memory attributes of `zephyr,memory-attr` as data, and their meaning in words (Zephyr's headers
 * include/zephyr/dt-bindings/memory-attr/). Values moved between releases, so a workspace's own headers go first.
 */
import type { MacroDefinition } from '../preprocessor/types.js';
import { macroValue } from './macro-value.js';
import type { ZephyrVersion } from './types.js';

/** Which header a macro comes from, and with it which bits it may use. */
export type AttributeGroup = 'generic' | 'software' | 'arm' | 'arm64' | 'riscv' | 'xtensa';

/** Bits of the attribute's 32 (memory-attr.h): generic 15:0, software 19:16, architecture 31:20. */
export const ATTRIBUTE_LAYOUT = {
  generic: { mask: 0x0000_ffff, shift: 0 },
  software: { mask: 0x000f_0000, shift: 16 },
  architecture: { mask: 0xfff0_0000, shift: 20 },
} as const;

export type AttributeField = keyof typeof ATTRIBUTE_LAYOUT;

export const ATTRIBUTE_HEADERS = {
  generic: 'zephyr/dt-bindings/memory-attr/memory-attr.h',
  software: 'zephyr/dt-bindings/memory-attr/memory-attr-sw.h',
  arm: 'zephyr/dt-bindings/memory-attr/memory-attr-arm.h',
  arm64: 'zephyr/dt-bindings/memory-attr/memory-attr-arm64.h',
  riscv: 'zephyr/dt-bindings/memory-attr/memory-attr-riscv.h',
  xtensa: 'zephyr/dt-bindings/memory-attr/memory-attr-xtensa.h',
} as const satisfies Record<AttributeGroup, string>;

/** One macro whose value has a place in `zephyr,memory-attr`. */
export interface AttributeMacro {
  readonly name: string;
  /** In place, 32 bits unsigned: `DT_MEM_ARM_MPU_RAM` is 0x100000. */
  readonly value: number;
  readonly group: AttributeGroup;
  /** For people: `cacheable`, `Arm MPU type RAM`. */
  readonly words: string;
  /** The macro before the shift, `ATTR_MPU_RAM`, where there is one. Using it bare lands on generic bits. */
  readonly raw?: { readonly name: string; readonly value: number };
}

export interface AttributeTable {
  /** By name, in the headers' order. */
  readonly macros: ReadonlyMap<string, AttributeMacro>;
  /** The release that the table, or the fallback of some of its groups, is of. */
  readonly version: ZephyrVersion;
  /** Groups read from the workspace's headers; the others are the built-in table's. */
  readonly fromWorkspace: ReadonlySet<AttributeGroup>;
  /** Where the values come from, for people: `this workspace's headers`, `the built-in table of Zephyr 4.1`. */
  readonly source: string;
}

interface Row {
  readonly name: string;
  readonly value: number;
  readonly group: AttributeGroup;
  readonly words: string;
  readonly raw?: string;
  /** Absent: in every release. */
  readonly only?: 'main' | 'before main';
}

const GENERIC: readonly Row[] = [
  { name: 'DT_MEM_CACHEABLE', value: 0x1, group: 'generic', words: 'cacheable' },
  { name: 'DT_MEM_NON_VOLATILE', value: 0x2, group: 'generic', words: 'non-volatile' },
  { name: 'DT_MEM_OOO', value: 0x4, group: 'generic', words: 'out-of-order accesses' },
  { name: 'DT_MEM_DMA', value: 0x8, group: 'generic', words: 'usable for DMA' },
  { name: 'DT_MEM_READABLE', value: 0x10, group: 'generic', words: 'readable', only: 'main' },
  { name: 'DT_MEM_WRITABLE', value: 0x20, group: 'generic', words: 'writable', only: 'main' },
  { name: 'DT_MEM_EXECUTABLE', value: 0x40, group: 'generic', words: 'executable', only: 'main' },
  { name: 'DT_MEM_SHAREABLE', value: 0x80, group: 'generic', words: 'shareable', only: 'main' },
  { name: 'DT_MEM_NON_CACHEABLE', value: 0x100, group: 'generic', words: 'not cacheable', only: 'main' },
  { name: 'DT_MEM_USERSPACE', value: 0x200, group: 'generic', words: 'unprivileged access', only: 'main' },
  { name: 'DT_MEM_PERM_MASK', value: 0x70, group: 'generic', words: 'all permissions', only: 'main' },
  { name: 'DT_MEM_UNKNOWN', value: 0x8000, group: 'generic', words: 'unknown' },
];

function software(name: string, bit: number, words: string): Row {
  return { name: `DT_MEM_SW_${name}`, value: 2 ** (16 + bit), group: 'software', words, raw: `ATTR_SW_${name}` };
}

const SOFTWARE: readonly Row[] = [
  software('ALLOC_CACHE', 0, 'heap for cacheable'),
  software('ALLOC_NON_CACHE', 1, 'heap for non-cacheable'),
  software('ALLOC_DMA', 2, 'heap for DMA'),
  { name: 'DT_MEM_SW_ATTR_UNKNOWN', value: 0x80000, group: 'software', words: 'unknown' },
];

function arm(type: string, bit: number, only?: 'main'): Row {
  const row = {
    name: `DT_MEM_ARM_MPU_${type}`,
    value: 2 ** (20 + bit),
    group: 'arm',
    words: `Arm MPU type ${type}`,
  } as const;
  return { ...row, raw: `ATTR_MPU_${type}`, ...(only === undefined ? {} : { only }) };
}

const ARM: readonly Row[] = [
  arm('RAM', 0),
  arm('RAM_NOCACHE', 1),
  arm('FLASH', 2),
  arm('PPB', 3),
  arm('IO', 4),
  arm('EXTMEM', 5),
  arm('RAM_PXN', 6, 'main'),
  arm('DEVICE', 7, 'main'),
  arm('RAM_WT', 8, 'main'),
  { name: 'DT_MEM_ARM_MPU_UNKNOWN', value: 0x8000_0000, group: 'arm', words: 'Arm MPU type unknown' },
];

const ARM64: readonly Row[] = [
  // Its header has no shifted macro for the bit that its types are made of.
  {
    name: 'DT_MEM_ARM64(ATTR_ARM64_CACHE_WB)',
    value: 0x20_0000,
    group: 'arm64',
    words: 'Arm64 write-back',
    raw: 'ATTR_ARM64_CACHE_WB',
    only: 'main',
  },
  { name: 'DT_MEM_ARM64_MMU_NORMAL_NC', value: 0, group: 'arm64', words: 'Arm64 Normal, not cacheable', only: 'main' },
  { name: 'DT_MEM_ARM64_MMU_NORMAL_WT', value: 1, group: 'arm64', words: 'Arm64 Normal, write-through', only: 'main' },
  {
    name: 'DT_MEM_ARM64_MMU_NORMAL',
    value: 0x20_0001,
    group: 'arm64',
    words: 'Arm64 Normal, write-back',
    only: 'main',
  },
  { name: 'DT_MEM_ARM64_MMU_UNKNOWN', value: 0x8000_0000, group: 'arm64', words: 'Arm64 type unknown', only: 'main' },
];

/** Name, words, bit before main, bit in main: main renumbered most of them. */
const RISCV_BITS = [
  ['TYPE_MAIN', 'RISC-V main memory', 0, 0],
  ['TYPE_IO', 'RISC-V I/O', 1, 1],
  ['TYPE_IO_R', 'RISC-V I/O, readable', undefined, 2],
  ['TYPE_IO_W', 'RISC-V I/O, writable', undefined, 3],
  ['TYPE_IO_X', 'RISC-V I/O, executable', undefined, 4],
  ['TYPE_EMPTY', 'RISC-V empty', 2, 5],
  ['AMO_SWAP', 'RISC-V AMO swap', 3, 6],
  ['AMO_LOGICAL', 'RISC-V AMO logical', 4, 7],
  ['AMO_ARITHMETIC', 'RISC-V AMO arithmetic', 5, 8],
  ['IO_IDEMPOTENT_READ', 'RISC-V idempotent reads', 6, 9],
  ['IO_IDEMPOTENT_WRITE', 'RISC-V idempotent writes', 7, 10],
] as const;

function riscv(): readonly Row[] {
  const rows: Row[] = [];
  for (const [name, words, before, main] of RISCV_BITS) {
    const row = { name: `DT_MEM_RISCV_${name}`, group: 'riscv', words, raw: `ATTR_RISCV_${name}` } as const;
    if (before !== undefined) rows.push({ ...row, value: 2 ** (20 + before), only: 'before main' });
    rows.push({ ...row, value: 2 ** (20 + main), only: 'main' });
  }
  return [...rows, { name: 'DT_MEM_RISCV_UNKNOWN', value: 0x8000_0000, group: 'riscv', words: 'RISC-V type unknown' }];
}

const XTENSA: readonly Row[] = [
  ...['INSTR_ROM', 'INSTR_RAM', 'DATA_ROM', 'DATA_RAM', 'XLMI'].map((name, bit): Row => ({
    name: `DT_MEM_XTENSA_${name}`,
    value: 2 ** (20 + bit),
    group: 'xtensa',
    words: `Xtensa ${name}`,
    raw: `ATTR_XTENSA_${name}`,
  })),
  { name: 'DT_MEM_XTENSA_UNKNOWN', value: 0x8000_0000, group: 'xtensa', words: 'Xtensa type unknown' },
];

const ROWS: readonly Row[] = [...GENERIC, ...SOFTWARE, ...ARM, ...ARM64, ...riscv(), ...XTENSA];

function fieldOf(group: AttributeGroup): AttributeField {
  return group === 'generic' || group === 'software' ? group : 'architecture';
}

function macroOf(row: Row): AttributeMacro {
  const { name, value, group, words, raw } = row;
  if (raw === undefined) return { name, value, group, words };
  return { name, value, group, words, raw: { name: raw, value: value / 2 ** ATTRIBUTE_LAYOUT[fieldOf(group)].shift } };
}

const builtIn = new Map<ZephyrVersion, AttributeTable>();

/** The table of a release as it was published. */
export function builtInAttributes(version: ZephyrVersion): AttributeTable {
  const known = builtIn.get(version);
  if (known !== undefined) return known;
  const left = version === 'main' ? 'before main' : 'main';
  const macros = new Map(ROWS.filter((row) => row.only !== left).map((row) => [row.name, macroOf(row)]));
  const source = `the built-in table of Zephyr ${version}`;
  const table: AttributeTable = { macros, version, fromWorkspace: new Set(), source };
  builtIn.set(version, table);
  return table;
}

/** The releases whose built-in table has the macro, oldest first; empty: no header ever had it. */
export function releasesWith(macro: string): readonly ZephyrVersion[] {
  return (['3.5', '3.7', '4.1', 'main'] as const).filter((version) => {
    const { macros } = builtInAttributes(version);
    return macros.has(macro) || [...macros.values()].some((each) => each.raw?.name === macro);
  });
}

/** How the macros of a header are recognised by their names. */
const FAMILIES: readonly { readonly group: AttributeGroup; readonly name: RegExp; readonly raw?: string }[] = [
  { group: 'arm', name: /^DT_MEM_ARM_MPU_(\w+)$/, raw: 'ATTR_MPU_' },
  { group: 'arm64', name: /^DT_MEM_ARM64_(\w+)$/, raw: 'ATTR_ARM64_' },
  { group: 'riscv', name: /^DT_MEM_RISCV_(\w+)$/, raw: 'ATTR_RISCV_' },
  { group: 'xtensa', name: /^DT_MEM_XTENSA_(\w+)$/, raw: 'ATTR_XTENSA_' },
  { group: 'software', name: /^DT_MEM_SW_(\w+)$/, raw: 'ATTR_SW_' },
  { group: 'generic', name: /^DT_MEM_(?!ARM_|SW_|ATTR_|ARCH_)(\w+)$/ },
];

/** Masks and shifts are the layout, not attributes. */
const LAYOUT_NAME = /_(MASK|SHIFT)$/;

/** `ATTR_ARM64_x`, which only stands inside the header's own combinations. */
function arm64Bit(raw: string, macros: ReadonlyMap<string, MacroDefinition>): AttributeMacro | undefined {
  const value = macroValue(raw, macros);
  if (value === undefined) return undefined;
  const shifted = (value << ATTRIBUTE_LAYOUT.architecture.shift) >>> 0;
  const words = ROWS.find((row) => row.raw === raw)?.words ?? wordsOfName('arm64', raw.slice('ATTR_ARM64_'.length));
  return { name: `DT_MEM_ARM64(${raw})`, value: shifted, group: 'arm64', words, raw: { name: raw, value } };
}

function workspaceMacro(
  definition: MacroDefinition,
  macros: ReadonlyMap<string, MacroDefinition>,
): AttributeMacro | undefined {
  const { name } = definition;
  if (name.startsWith('ATTR_ARM64_')) return arm64Bit(name, macros);
  if (!name.startsWith('DT_MEM_') || definition.parameters !== undefined) return undefined;
  if (LAYOUT_NAME.test(name) && name !== 'DT_MEM_PERM_MASK') return undefined;
  for (const family of FAMILIES) {
    const suffix = family.name.exec(name)?.[1];
    if (suffix === undefined) continue;
    const value = macroValue(name, macros);
    if (value === undefined) return undefined;
    const rawName = family.raw === undefined ? undefined : family.raw + suffix;
    const rawValue = rawName !== undefined && macros.has(rawName) ? macroValue(rawName, macros) : undefined;
    const words = ROWS.find((row) => row.name === name)?.words ?? wordsOfName(family.group, suffix);
    const raw = rawName === undefined || rawValue === undefined ? {} : { raw: { name: rawName, value: rawValue } };
    return { name, value, group: family.group, words, ...raw };
  }
  return undefined;
}

/** For a macro that no release we know has. */
function wordsOfName(group: AttributeGroup, suffix: string): string {
  if (group === 'arm') return `Arm MPU type ${suffix}`;
  const words = suffix.toLowerCase().replaceAll('_', ' ');
  if (group === 'riscv') return `RISC-V ${words}`;
  if (group === 'xtensa') return `Xtensa ${suffix}`;
  return group === 'arm64' ? `Arm64 ${words}` : words;
}

/**
 * The table that a workspace's headers define. `macros` are the preprocessor's after reading them. A header that was not read
 * (none of its macros is there) is taken from the built-in table of `fallback`, and `source` says so.
 */
export function attributeTableFrom(
  macros: ReadonlyMap<string, MacroDefinition>,
  fallback: ZephyrVersion = 'main',
): AttributeTable {
  const found: AttributeMacro[] = [];
  for (const definition of macros.values()) {
    const macro = workspaceMacro(definition, macros);
    if (macro !== undefined) found.push(macro);
  }
  const fromWorkspace = new Set(found.map((macro) => macro.group));
  const missing = [...builtInAttributes(fallback).macros.values()].filter((macro) => !fromWorkspace.has(macro.group));
  if (fromWorkspace.size === 0) return builtInAttributes(fallback);
  const headers =
    missing.length === 0 ? '' : `, and ${builtInAttributes(fallback).source} for headers that were not read`;
  return {
    macros: new Map([...found, ...missing].map((macro) => [macro.name, macro])),
    version: fromWorkspace.has('generic') ? releaseOf(found) : fallback,
    fromWorkspace,
    source: `this workspace's headers${headers}`,
  };
}

/** `main` where its generic macros are there; the older releases have equal tables, so the newest of them stands for all. */
function releaseOf(found: readonly AttributeMacro[]): ZephyrVersion {
  return found.some((macro) => macro.name === 'DT_MEM_READABLE') ? 'main' : '4.1';
}
