/** ZM028: a reg that does not fit the bus's #address-cells and #size-cells. */
import type { TextEdit } from '../../source/index.js';
import type { DevicetreeNode, DevicetreeProperty } from '../../model/index.js';
import { rule } from '../define.js';
import { fixOf, regText } from '../edits.js';
import { memories } from '../memory.js';
import { cellCounts, cellsOf, valueRange } from '../reading.js';
import { count } from '../words.js';

export const zm028 = rule(
  'ZM028',
  'error',
  'reg does not fit the bus',
  (context, report) => {
    for (const { node, okay, attribute, isLinkerRegion } of memories(context)) {
      const reg = node.properties.get('reg');
      if (!okay || reg === undefined || (attribute === undefined && !isLinkerRegion)) continue;
      const { addressCells, sizeCells } = cellCounts(node);
      const stride = 4 * (addressCells + sizeCells);
      if (stride > 0 && reg.bytes.length > 0 && reg.bytes.length % stride === 0) continue;
      const bus = node.parent?.path ?? '/';
      report({
        message: `reg has ${reg.bytes.length % 4 === 0 ? count(reg.bytes.length / 4, 'cell') : count(reg.bytes.length, 'byte')}, and a block on ${bus} takes ${addressCells} for the address and ${sizeCells} for the size: the build refuses it.`,
        range: valueRange(reg.syntax),
        fixes: fixOf('Write reg with as many cells as the bus takes', refit(node, reg), { preferred: true }),
      });
    }
  },
  { supersedes: ['dtc-reg-format'] },
);

/** Two cells are surely an address and a size, four surely those of a 64-bit bus. */
function refit(node: DevicetreeNode, reg: DevicetreeProperty): TextEdit[] | undefined {
  const { addressCells, sizeCells } = cellCounts(node);
  const cells = cellsOf(reg.syntax)?.map(({ value }) => value);
  if (cells === undefined || addressCells === 0 || sizeCells === 0) return undefined;
  const [a, b, c, d] = cells;
  let block: readonly (bigint | undefined)[] = [];
  if (cells.length === 2) block = [a, b];
  else if (cells.length === 4 && a === 0n && c === 0n) block = [b, d];
  const [base, size] = block;
  if (base === undefined || size === undefined) return undefined;
  const text = regText(node, Number(base), Number(size));
  return text === undefined ? undefined : [{ range: valueRange(reg.syntax), newText: `<${text}>` }];
}
