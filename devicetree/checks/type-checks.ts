/**
 * The checks that a property has its type, one row each: `…_is_cell`, `…_is_string`, `…_is_string_list` (Devicetree
 * Specification v0.4, 2.3).
 */
import { isStringList, readString, wholeValueRange, type DevicetreeProperty } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';

/** Reports a value that is not one cell. */
function checkCell(property: DevicetreeProperty, { reportProperty }: CheckContext): void {
  if (property.lengthBytes === 4) return;
  reportProperty(property, `'${property.name}' is one cell: <value>.`, { range: wholeValueRange(property) });
}

/** Reports a value that is not one string. */
export function checkString(property: DevicetreeProperty, { reportProperty }: CheckContext): void {
  if (readString(property) !== undefined) return;
  reportProperty(property, `'${property.name}' is one string.`, { range: wholeValueRange(property) });
}

function checkStringList(property: DevicetreeProperty, { reportProperty }: CheckContext): void {
  if (isStringList(property)) return;
  reportProperty(property, `'${property.name}' is a list of strings.`, { range: wholeValueRange(property) });
}

function row(name: string, property: string, check: NonNullable<Check['property']>): Check {
  return { name, level: WARNING, properties: [property], property: check };
}

/** A check `<name>_is_cell` for a property. */
export function cellCheck(name: string, property: string): Check {
  return row(`${name}_is_cell`, property, checkCell);
}

export const TYPE_CHECKS: readonly Check[] = [
  { ...row('name_is_string', 'name', checkString), omittedToo: true },
  cellCheck('address_cells', '#address-cells'),
  cellCheck('size_cells', '#size-cells'),
  row('device_type_is_string', 'device_type', checkString),
  row('model_is_string', 'model', checkString),
  row('status_is_string', 'status', checkString),
  row('label_is_string', 'label', checkString),
  row('compatible_is_string_list', 'compatible', checkStringList),
  {
    name: 'names_is_string_list',
    level: WARNING,
    properties: (name) => name.endsWith('-names'),
    property: checkStringList,
  },
];
