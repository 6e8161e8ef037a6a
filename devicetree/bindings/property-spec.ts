/** `properties:` of a binding: what is said of each property, checked as edtlib checks it. */
import type { DevicetreeFinding, SourceRange } from '../source/index.js';
import { PROPERTY_TYPES, type PropertySpec, type PropertyType } from './types.js';
import { kindText, stringOf, yamlText } from './yaml-value.js';
import type { YamlEntry, YamlMap, YamlValue } from './yaml-value.js';

/**
 * Reads `properties:`. A property without a usable type is left out, with a finding unless an include is missing, which may have
 * had the type.
 */
export function propertySpecs(
  findings: DevicetreeFinding[],
  properties: YamlEntry | undefined,
  isComplete: boolean,
): ReadonlyMap<string, PropertySpec> {
  const specs = new Map<string, PropertySpec>();
  if (properties === undefined || properties.value.kind === 'null') return specs;
  if (properties.value.kind !== 'map') {
    const message = `'properties' maps names to what is said of them; it is not ${kindText(properties.value)}.`;
    findings.push({ code: 'binding-properties', severity: 'error', message, range: properties.value.range });
    return specs;
  }
  for (const entry of properties.value.entries.values()) {
    const spec = propertySpec(findings, entry, isComplete);
    if (spec !== undefined) specs.set(entry.key, spec);
  }
  return specs;
}

/** A property of which nothing is said but its type. */
export function bareSpec(name: string, type: PropertyType): PropertySpec {
  return {
    name,
    type,
    description: undefined,
    required: false,
    deprecated: false,
    enum: undefined,
    const: undefined,
    default: undefined,
    min: undefined,
    max: undefined,
    specifierSpace: undefined,
    places: [],
  };
}

/** The entry being read, and where its findings go. */
interface Reading {
  readonly findings: DevicetreeFinding[];
  readonly name: string;
  readonly options: YamlMap;
  readonly place: SourceRange;
}

function propertySpec(findings: DevicetreeFinding[], entry: YamlEntry, isComplete: boolean): PropertySpec | undefined {
  const place = entry.places[0]!;
  if (entry.value.kind !== 'map') {
    const message = `'${entry.key}' needs a mapping with 'type' and what else is to be said, not ${kindText(entry.value)}.`;
    findings.push({ code: 'binding-property', severity: 'error', message, range: place });
    return undefined;
  }
  const reading: Reading = { findings, name: entry.key, options: entry.value, place };
  checkSettings(reading);
  const type = propertyType(reading, isComplete);
  if (type === undefined) return undefined;
  const bounds = bounded(reading, type);
  const spec: PropertySpec = {
    name: entry.key,
    type,
    description: description(reading),
    required: flag(reading, 'required'),
    deprecated: flag(reading, 'deprecated'),
    enum: enumerated(reading, type),
    const: constant(reading, type, bounds),
    default: defaulted(reading, type, bounds),
    ...bounds,
    specifierSpace: specifierSpace(reading, type),
    places: entry.places,
  };
  if (spec.required && spec.deprecated) error(reading, 'deprecated', `'${spec.name}' is both required and deprecated.`);
  return spec;
}

const SETTINGS = [
  'description',
  'type',
  'required',
  'enum',
  'const',
  'default',
  'deprecated',
  'specifier-space',
  'min',
  'max',
];

function checkSettings(reading: Reading): void {
  for (const { key, places } of reading.options.entries.values()) {
    if (SETTINGS.includes(key)) continue;
    const message =
      key === 'category'
        ? "'category' is no longer read; write 'required: true' or leave it out."
        : `'${key}' says nothing of a property; there are ${SETTINGS.join(', ')}.`;
    reading.findings.push({ code: 'binding-unknown-setting', severity: 'error', message, range: places[0]! });
  }
}

function propertyType(reading: Reading, isComplete: boolean): PropertyType | undefined {
  const value = option(reading, 'type');
  if (value === undefined || value.kind === 'null') {
    if (isComplete) error(reading, undefined, `'${reading.name}' has no 'type'.`);
    return undefined;
  }
  const type = stringOf(value);
  if (type !== undefined && isPropertyType(type)) return type;
  const types = Object.keys(PROPERTY_TYPES).join(', ');
  error(reading, 'type', `${yamlText(value)} is no type of a property; there are ${types}.`);
  return undefined;
}

function isPropertyType(type: string): type is PropertyType {
  return Object.hasOwn(PROPERTY_TYPES, type);
}

function description(reading: Reading): string | undefined {
  const value = option(reading, 'description');
  if (value === undefined) return undefined;
  const text = stringOf(value);
  if (text === undefined) error(reading, 'description', `'description' is a text, not ${kindText(value)}.`);
  return text;
}

function flag(reading: Reading, key: 'required' | 'deprecated'): boolean {
  const value = option(reading, key);
  if (value === undefined) return false;
  if (value.kind === 'boolean') return value.value;
  error(reading, key, `'${key}' is true or false, not ${kindText(value)}.`);
  return false;
}

function enumerated(reading: Reading, type: PropertyType): readonly YamlValue[] | undefined {
  const value = option(reading, 'enum');
  if (value === undefined) return undefined;
  if (value.kind === 'list') {
    if (type === 'string' || type === 'string-array') checkTokens(reading, value.items);
    return value.items;
  }
  error(reading, 'enum', `'enum' is a list, not ${kindText(value)}.`);
  return undefined;
}

/** C sees a string of an enum as a token: what is no letter or digit becomes `_`, and in capitals for most macros. */
function checkTokens(reading: Reading, items: readonly YamlValue[]): void {
  const tokens = new Map<string, string>();
  for (const item of items) {
    if (item.kind !== 'string') continue;
    const token = item.value.replaceAll(/\W/g, '_').toUpperCase();
    const other = tokens.get(token);
    if (other === undefined) tokens.set(token, item.value);
    else {
      const message = `'${other}' and '${item.value}' are the same token ${token} in C.`;
      reading.findings.push({ code: 'binding-enum-tokens', severity: 'warning', message, range: item.range });
    }
  }
}

function specifierSpace(reading: Reading, type: PropertyType): string | undefined {
  const value = option(reading, 'specifier-space');
  if (value === undefined) {
    if (type === 'phandle-array' && !reading.name.endsWith('s')) {
      const message = `'${reading.name}' does not end in 's', so its specifier space has to be named by 'specifier-space'.`;
      error(reading, 'type', message);
    }
    return undefined;
  }
  if (type !== 'phandle-array')
    error(reading, 'specifier-space', `'specifier-space' belongs to 'phandle-array' alone.`);
  return stringOf(value);
}

interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** `min` and `max`, which Zephyr's edtlib of 2026 knows. */
function bounded(reading: Reading, type: PropertyType): Bounds {
  const min = bound(reading, 'min', type);
  const max = bound(reading, 'max', type);
  if (min !== undefined && max !== undefined && min > max) error(reading, 'min', `'min' is greater than 'max'.`);
  return { min, max };
}

function bound(reading: Reading, key: 'min' | 'max', type: PropertyType): number | undefined {
  const value = option(reading, key);
  if (value === undefined || value.kind === 'null') return undefined;
  if (type !== 'int' && type !== 'array') {
    error(reading, key, `'${key}' belongs to 'int' and 'array' alone; this is '${type}'.`);
    return undefined;
  }
  if (option(reading, 'enum') !== undefined) error(reading, key, `'${key}' and 'enum' exclude each other.`);
  if (value.kind === 'int') return value.value;
  error(reading, key, `'${key}' is an integer, not ${kindText(value)}.`);
  return undefined;
}

const CONST_TYPES: readonly PropertyType[] = ['int', 'array', 'uint8-array', 'string', 'string-array'];

function constant(reading: Reading, type: PropertyType, bounds: Bounds): YamlValue | undefined {
  const value = option(reading, 'const');
  if (value === undefined || value.kind === 'null') return undefined;
  if (!CONST_TYPES.includes(type)) {
    error(reading, 'const', `'const' belongs to ${CONST_TYPES.join(', ')}; this is '${type}'.`);
    return undefined;
  }
  const items = value.kind === 'list' ? value.items : [value];
  if ((type === 'int' || type === 'array') && items.some(({ kind }) => kind !== 'int')) {
    error(reading, 'const', `'const' of '${type}' takes integers.`);
    return undefined;
  }
  if (value.kind === 'map') {
    error(reading, 'const', `'const' is a value or a list of values, not a mapping.`);
    return undefined;
  }
  checkBounds(reading, 'const', value, bounds);
  return value;
}

/** Properties whose absence has a meaning by the Devicetree Specification (v0.4, 2.3.4 and 2.3.5). */
const NEVER_DEFAULT = ['status', '#address-cells', '#size-cells'];

function defaulted(reading: Reading, type: PropertyType, bounds: Bounds): YamlValue | undefined {
  const value = option(reading, 'default');
  if (value === undefined || value.kind === 'null') return undefined;
  if (NEVER_DEFAULT.includes(reading.name)) {
    const message = `The Devicetree Specification says what a missing '${reading.name}' means; a binding sets no default.`;
    error(reading, 'default', message);
    return undefined;
  }
  const wrong = defaultTrouble(type, value);
  if (wrong !== undefined) {
    error(reading, 'default', wrong);
    return undefined;
  }
  checkBounds(reading, 'default', value, bounds);
  return value;
}

/** Why a default does not go with its type; undefined where it does. */
function defaultTrouble(type: PropertyType, value: YamlValue): string | undefined {
  switch (type) {
    case 'boolean':
    case 'compound':
    case 'phandle':
    case 'phandles':
    case 'phandle-array':
    case 'path':
      return `A property of type '${type}' has no default.`;
    case 'int':
      return value.kind === 'int' ? undefined : `The default of an int is an integer, not ${kindText(value)}.`;
    case 'string':
      return value.kind === 'string' ? undefined : `The default of a string is a string, not ${kindText(value)}.`;
    case 'array':
      return every(value, (item) => item.kind === 'int') ? undefined : 'The default of an array is a list of integers.';
    case 'uint8-array':
      return every(value, (item) => item.kind === 'int' && item.value >= 0 && item.value <= 255)
        ? undefined
        : 'The default of a uint8-array is a list of integers from 0 to 255.';
    case 'string-array':
      return every(value, (item) => item.kind === 'string')
        ? undefined
        : 'The default of a string-array is a list of strings.';
  }
}

function every(value: YamlValue, holds: (item: YamlValue) => boolean): boolean {
  return value.kind === 'list' && value.items.every(holds);
}

function checkBounds(reading: Reading, key: 'const' | 'default', value: YamlValue, { min, max }: Bounds): void {
  for (const item of value.kind === 'list' ? value.items : [value]) {
    if (item.kind !== 'int') continue;
    if (min !== undefined && item.value < min) error(reading, key, `'${key}' is less than 'min'.`);
    if (max !== undefined && item.value > max) error(reading, key, `'${key}' is greater than 'max'.`);
  }
}

function option(reading: Reading, key: string): YamlValue | undefined {
  return reading.options.entries.get(key)?.value;
}

/** At the value of a setting, or at the property's name. */
function error(reading: Reading, key: string | undefined, message: string): void {
  const range = (key === undefined ? undefined : option(reading, key)?.range) ?? reading.place;
  reading.findings.push({ code: `binding-${key ?? 'property'}`, severity: 'error', message, range });
}
