/** An attribute's value in words and as an expression of macros, for hovers, findings and fixes. */
import { hex32 } from '../../base/index.js';
import {
  ATTRIBUTE_LAYOUT,
  type AttributeField,
  type AttributeGroup,
  type AttributeMacro,
  type AttributeTable,
} from './attributes.js';

/** Whose header gives the architecture bits their meaning. */
export type AttributeArchitecture = Extract<AttributeGroup, 'arm' | 'arm64' | 'riscv' | 'xtensa'>;

/** Some bits of a value and what they say. */
export interface AttributePart {
  readonly field: AttributeField;
  readonly mask: number;
  /** Undefined: no macro of this Zephyr has these bits. */
  readonly macro: AttributeMacro | undefined;
  readonly words: string;
}

export interface AttributeDescription {
  /** `Arm MPU type RAM, cacheable; software: heap for non-cacheable`. */
  readonly text: string;
  /** Every bit that is set, in exactly one part: architecture, generic, software. */
  readonly parts: readonly AttributePart[];
  /** Bits that no macro of this Zephyr has. */
  readonly unknown: number;
}

const ORDER: readonly AttributeField[] = ['architecture', 'generic', 'software'];

function single(value: number): boolean {
  return value !== 0 && (value & (value - 1)) === 0;
}

/** The one-bit macros of a field. Combinations (PERM_MASK, MMU types) are not what a bit means. */
function bitMacros(
  table: AttributeTable,
  field: AttributeField,
  architecture: AttributeArchitecture,
): readonly AttributeMacro[] {
  const group = field === 'architecture' ? architecture : field;
  const { mask } = ATTRIBUTE_LAYOUT[field];
  return [...table.macros.values()].filter(
    (macro) => macro.group === group && single(macro.value) && (macro.value & mask) !== 0,
  );
}

function bitName(mask: number): string {
  return `bit ${31 - Math.clz32(mask)}`;
}

function partsOf(
  value: number,
  field: AttributeField,
  macros: readonly AttributeMacro[],
  table: AttributeTable,
): readonly AttributePart[] {
  const parts: AttributePart[] = [];
  for (let left = (value & ATTRIBUTE_LAYOUT[field].mask) >>> 0; left !== 0; left &= left - 1) {
    const mask = (left & -left) >>> 0;
    const macro = macros.find((each) => each.value === mask);
    const words = macro?.words ?? `${bitName(mask)} (no meaning in ${table.source})`;
    parts.push({ field, mask, macro, words });
  }
  return parts;
}

/**
 * Every bit of a `zephyr,memory-attr` value in words. `architecture` says whose types bits 31:20 are; on another architecture
 * the same bits mean something else.
 */
export function describeAttribute(
  value: number,
  table: AttributeTable,
  architecture: AttributeArchitecture = 'arm',
): AttributeDescription {
  const parts = ORDER.flatMap((field) => partsOf(value, field, bitMacros(table, field, architecture), table));
  const words = (fields: readonly AttributeField[]): string =>
    parts
      .filter((part) => fields.includes(part.field))
      .map((part) => part.words)
      .join(', ');
  const software = words(['software']);
  const text = [words(['architecture', 'generic']), software === '' ? '' : `software: ${software}`].filter(
    (each) => each !== '',
  );
  const unknown = parts.reduce((mask, part) => (part.macro === undefined ? mask | part.mask : mask), 0) >>> 0;
  return { text: text.length === 0 ? 'no attribute' : text.join('; '), parts, unknown };
}

/** The value as macros ORed together, as an author writes it; bits without a macro as a number. `0` for none. */
export function attributeExpression(
  value: number,
  table: AttributeTable,
  architecture: AttributeArchitecture = 'arm',
): string {
  const { parts, unknown } = describeAttribute(value, table, architecture);
  const generic = parts.filter((part) => part.field === 'generic');
  const ordered = [...generic, ...parts.filter((part) => part.field !== 'generic')];
  const names = ordered.flatMap((part) => (part.macro === undefined ? [] : [part.macro.name]));
  return [...names, ...(unknown === 0 ? [] : [hex32(unknown)])].join(' | ') || '0';
}
