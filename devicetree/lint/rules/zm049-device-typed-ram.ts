/** ZM049: RAM at addresses that are Device memory unless an MPU region says otherwise. */
import { rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, insertProperty } from '../edits.js';
import { contains, isCortexM, isPlaced, linkerRegions } from '../memory.js';
import { nodeName, nodeRange } from '../reading.js';
import { headersFor, spellAt } from '../spelling.js';
import { innerRange } from '../values.js';

/** External devices in the default memory map (Armv7-M ARM B3.1, Armv8-M ARM B8.1). Below 0xA0000000 external memory is Normal. */
const EXTERNAL_DEVICE = { base: 0xa000_0000, size: 0x4000_0000 };
const TYPE = 'DT_MEM_ARM_MPU_RAM';
const TYPE_BIT = 0x10_0000;

export const zm049 = rule('ZM049', 'warning', 'RAM in Device memory', (context, report) => {
  if (!isCortexM(context) || context.target.pmsa === undefined) return;
  for (const memory of linkerRegions(context)) {
    const { node, value, attribute, blocks } = memory;
    if (!isPlaced(memory) || memory.size === 0 || blocks[0] === undefined || !contains(EXTERNAL_DEVICE, memory))
      continue;
    // With a type of its own it is not Device, or is so on purpose; where that type fails, other rules say so.
    if (attribute !== undefined && (value === undefined || value >= 2 ** 20)) continue;
    const isCovered = context.plan.programmed.some(({ covered }) => covered !== undefined && contains(covered, memory));
    if (isCovered) continue;
    const range = nodeRange(node) ?? blocks[0].range;
    report({
      message: `${rangeWords(memory)} is Device memory in the default memory map: without an MPU region unaligned accesses to ${nodeName(node)} fault, nothing executes there and nothing is cached.`,
      range: blocks[0].range,
      fixes:
        attribute === undefined
          ? fixOf(`Make it ${TYPE}`, [
              ...headersFor(context, range, TYPE),
              insertProperty(node, `zephyr,memory-attr = <${TYPE}>;`),
            ])
          : fixOf(`Add ${TYPE}`, spellAt(context, innerRange(attribute.syntax), ((value ?? 0) | TYPE_BIT) >>> 0)),
    });
  }
});
