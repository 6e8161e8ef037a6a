/** Edits of `compatible`. */
import type { DevicetreeNode } from '../model/index.js';
import { rangeText, type TextEdit } from '../source/index.js';
import { REGION_COMPATIBLE } from './bindings.js';
import { insertProperty, isPlain } from './edits.js';
import { freeRegionName } from './names.js';
import { valueRange } from './reading.js';
import type { LintContext } from './types.js';

/** Puts `zephyr,memory-region` before every other entry, and takes it out where it stood. */
export function regionCompatibleFirst(node: DevicetreeNode): TextEdit | undefined {
  const property = node.properties.get('compatible');
  const wanted = `"${REGION_COMPATIBLE}"`;
  if (property === undefined) return insertProperty(node, `compatible = ${wanted};`, 'first');
  const { syntax } = property;
  if (!isPlain(syntax)) return undefined;
  const range = valueRange(syntax);
  // Each value's own text, so that macros and odd spellings stay.
  const others = (syntax.values ?? []).filter((value) => value.kind !== 'string' || value.text !== REGION_COMPATIBLE);
  const texts = others.map((value) => rangeText(value.range));
  if (texts.some((text) => text === '')) return undefined;
  return { range, newText: [wanted, ...texts].join(', ') };
}

/** Makes a node a linker region: the compatible, and a name where it has none. */
export function makeRegion(context: LintContext, node: DevicetreeNode): (TextEdit | undefined)[] {
  const compatible = regionCompatibleFirst(node);
  if (node.properties.has('zephyr,memory-region')) return [compatible];
  const text = `zephyr,memory-region = "${freeRegionName(context, node)}";`;
  if (node.properties.has('compatible')) return [compatible, insertProperty(node, text)];
  // Two insertions at one place would have no order.
  return [insertProperty(node, `compatible = "${REGION_COMPATIBLE}";`, 'first'), insertProperty(node, text)];
}
