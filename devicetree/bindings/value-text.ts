/** Values of a binding as devicetree source: for completion, and for what a quick fix puts in. */
import { PROPERTY_TYPES, type PropertySpec, type PropertyType } from './types.js';
import type { YamlValue } from './yaml-value.js';

/** The values that a property may have, each as it is written behind `=`; empty where every value of its type may be. */
export function valueTexts(spec: PropertySpec): readonly string[] {
  if (spec.const !== undefined) return textFor(spec.type, spec.const);
  return [...new Set((spec.enum ?? []).flatMap((value) => textFor(spec.type, value)))];
}

/** A whole assignment to begin with: the constant, the default, the first of the enum, else an example of the type. */
export function assignmentText(spec: PropertySpec): string {
  if (spec.type === 'boolean') return `${spec.name};`;
  const byDefault = spec.default === undefined ? [] : textFor(spec.type, spec.default);
  const [text] = spec.const === undefined ? [...byDefault, ...valueTexts(spec)] : valueTexts(spec);
  const { example } = PROPERTY_TYPES[spec.type];
  return `${spec.name} = ${text ?? (example === '' ? '<0>' : example)};`;
}

/** No text where the value does not go with the type. */
function textFor(type: PropertyType, value: YamlValue): readonly string[] {
  const items = value.kind === 'list' ? value.items : [value];
  switch (type) {
    case 'int':
    case 'array':
      return items.every(({ kind }) => kind === 'int') ? [`<${items.map(cellText).join(' ')}>`] : [];
    case 'uint8-array':
      return items.every(({ kind }) => kind === 'int') ? [`[${items.map(byteText).join(' ')}]`] : [];
    case 'string':
    case 'string-array':
      return items.every(({ kind }) => kind === 'string') ? [items.map(stringText).join(', ')] : [];
    case 'boolean':
    case 'phandle':
    case 'phandles':
    case 'phandle-array':
    case 'path':
    case 'compound':
      return [];
  }
}

/** A negative number needs parentheses. */
function cellText(value: YamlValue): string {
  if (value.kind !== 'int') return '0';
  const text = /^[-+]?(?:0x[\da-f]+|[1-9]\d*|0)$/i.test(value.text) ? value.text : String(value.value);
  return value.value < 0 ? `(${text})` : text;
}

function byteText(value: YamlValue): string {
  const byte = value.kind === 'int' ? value.value & 0xff : 0;
  return byte.toString(16).padStart(2, '0');
}

function stringText(value: YamlValue): string {
  return value.kind === 'string' ? JSON.stringify(value.value) : '""';
}
