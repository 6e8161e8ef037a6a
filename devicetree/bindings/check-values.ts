/** Does a property's value have the type that its binding says, and is it one of the values that may be? */
import type { DevicetreeFinding, Fix, SourceRange } from '../source/index.js';
import { wholeValueRange, type DevicetreeProperty } from '../model/index.js';
import { nearest } from './nearest.js';
import { PROPERTY_TYPES, type PropertySpec, type PropertyType } from './types.js';
import { cellsOf, SHAPE_TEXT, textsOf, valueShape, type ValueShape } from './values.js';
import { yamlText } from './yaml-value.js';
import type { YamlValue } from './yaml-value.js';

/** The forms that dtlib takes for each type (`Property.to_num()` and its siblings in dtlib.py). `compound` takes all. */
const FORMS: Readonly<Record<Exclude<PropertyType, 'compound'>, readonly ValueShape[]>> = {
  boolean: ['empty'],
  int: ['num'],
  array: ['num', 'nums'],
  'uint8-array': ['bytes'],
  string: ['string'],
  'string-array': ['string', 'strings'],
  phandle: ['phandle'],
  phandles: ['phandle', 'phandles'],
  'phandle-array': ['phandle', 'phandles', 'phandles-and-nums'],
  path: ['path', 'string'],
};

/** True where the value has a form that the type takes, or nothing can be said of it. */
export function hasType(property: DevicetreeProperty, type: PropertyType, shape = valueShape(property)): boolean {
  if (type === 'compound') return true;
  if (shape === 'unknown' || FORMS[type].includes(shape)) return true;
  // `phandles = <>;` is an empty list of references.
  return type === 'phandles' && shape === 'nums' && property.bytes.length === 0;
}

const NONE: readonly DevicetreeFinding[] = [];

/** Findings about the value's type, and about `enum`, `const`, `min` and `max` where the type is right. */
export function checkValue(
  spec: PropertySpec,
  property: DevicetreeProperty,
  source: string,
): readonly DevicetreeFinding[] {
  const shape = valueShape(property);
  if (shape === 'unknown') return NONE;
  if (!hasType(property, spec.type, shape)) return [typeFinding(spec, property, shape, source)];
  if (spec.enum === undefined && spec.const === undefined && spec.min === undefined && spec.max === undefined)
    return NONE;
  return [...checkEnum(spec, property, source), ...checkBounds(spec, property), ...checkConst(spec, property, source)];
}

function typeFinding(
  { name, type }: PropertySpec,
  property: DevicetreeProperty,
  shape: ValueShape,
  source: string,
): DevicetreeFinding {
  const { words, example } = PROPERTY_TYPES[type];
  const form = type === 'boolean' ? `\`${name};\`` : `\`${name} = ${example};\``;
  return {
    code: 'binding-value-type',
    severity: 'error',
    message: `'${name}' takes ${words}, as in ${form}; this is ${shapeText(property, shape)}. (${source}: type ${type})`,
    range: wholeValueRange(property),
  };
}

function shapeText(property: DevicetreeProperty, shape: ValueShape): string {
  if (shape === 'nums') return property.bytes.length === 0 ? 'an empty list' : `${property.bytes.length / 4} numbers`;
  if (shape === 'strings') return `${property.parts.length} strings`;
  return SHAPE_TEXT[shape];
}

/** A value of the property to compare with what YAML says, and where it stands. */
interface Item {
  readonly value: number | string | boolean;
  readonly range: SourceRange;
}

/** The values of a property of this type, one for each element; undefined where there is nothing to compare. */
function items(type: PropertyType, property: DevicetreeProperty): readonly Item[] | undefined {
  const { values } = property.syntax;
  switch (type) {
    case 'int':
    case 'array': {
      const places = (values ?? []).flatMap((value) => (value.kind === 'cells' ? value.cells : []));
      return cellsOf(property).map((value, i) => ({ value, range: places[i]?.range ?? wholeValueRange(property) }));
    }
    case 'uint8-array':
      return [...property.bytes].map((value) => ({ value, range: wholeValueRange(property) }));
    case 'string':
    case 'string-array':
      return textsOf(property)?.map((value, i) => ({ value, range: values?.[i]?.range ?? wholeValueRange(property) }));
    case 'boolean':
      return [{ value: true, range: wholeValueRange(property) }];
    case 'phandle':
    case 'phandles':
    case 'phandle-array':
    case 'path':
    case 'compound':
      return undefined;
  }
}

/** Cells have no sign: `<(-1)>` is 0xffffffff, and a binding may write either. */
function equals(value: number | string | boolean, wanted: YamlValue): boolean {
  if (typeof value === 'number')
    return wanted.kind === 'int' && (wanted.value === value || wanted.value === (value | 0));
  if (typeof value === 'string') return wanted.kind === 'string' && wanted.value === value;
  return wanted.kind === 'boolean' && wanted.value === value;
}

function checkEnum(spec: PropertySpec, property: DevicetreeProperty, source: string): DevicetreeFinding[] {
  const wanted = spec.enum;
  if (wanted === undefined || wanted.length === 0) return [];
  const wrong = items(spec.type, property)?.filter(({ value }) => !wanted.some((each) => equals(value, each))) ?? [];
  return wrong.map(({ value, range }) => {
    const fix = typeof value === 'string' ? spellingFix(value, wanted, range) : undefined;
    return {
      code: 'binding-enum',
      severity: 'error',
      message: `'${spec.name}' is one of ${wanted.map(yamlText).join(', ')}, not ${itemText(value)}. (${source})`,
      range,
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  });
}

function spellingFix(value: string, wanted: readonly YamlValue[], range: SourceRange): Fix | undefined {
  const names = wanted.flatMap((each) => (each.kind === 'string' ? [each.value] : []));
  const near = nearest(value, names);
  if (near === undefined) return undefined;
  return { title: `Use "${near}"`, edits: [{ range, newText: JSON.stringify(near) }] };
}

function itemText(value: number | string | boolean): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function checkBounds({ name, type, min, max }: PropertySpec, property: DevicetreeProperty): DevicetreeFinding[] {
  if (min === undefined && max === undefined) return [];
  const inside = (value: number): boolean => value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  const wrong = (items(type, property) ?? []).filter(({ value }) => {
    if (typeof value !== 'number') return false;
    return !inside(value) && !((min ?? 0) < 0 && inside(value | 0));
  });
  const bounds = [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])];
  return wrong.map(({ value, range }) => ({
    code: 'binding-bounds',
    severity: 'error',
    message: `'${name}' is ${bounds.join(' and ')}; ${itemText(value)} is outside.`,
    range,
  }));
}

function checkConst(spec: PropertySpec, property: DevicetreeProperty, source: string): DevicetreeFinding[] {
  const wanted = spec.const;
  if (wanted === undefined) return [];
  const found = items(spec.type, property);
  if (found === undefined) return [];
  const listed = wanted.kind === 'list' ? wanted.items : [wanted];
  if (found.length === listed.length && found.every(({ value }, i) => equals(value, listed[i]!))) return [];
  const message = `'${spec.name}' is always ${yamlText(wanted)} here. (${source})`;
  return [{ code: 'binding-const', severity: 'error', message, range: wholeValueRange(property) }];
}
