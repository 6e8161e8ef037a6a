/** ZM050: a memory type where it cannot be meant: RAM over peripherals, flash over the system's registers. */
import type { Fix } from '../../source/index.js';
import {
  armTypeBit,
  firstBlock,
  hasEncoding,
  rangeWords,
  type ArmRegionType,
  type ProgrammedRegion,
} from '../../zephyr/index.js';
import { isOkay, type DevicetreeNode } from '../../model/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { contains, memories, programmed, sharedBy, type Extent, type Memory } from '../memory.js';
import { nodeName, strings, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import type { LintContext } from '../types.js';
import { innerRange } from '../values.js';

const PERIPHERALS: Extent = { base: 0x4000_0000, size: 0x2000_0000 };
const SYSTEM: Extent = { base: 0xe000_0000, size: 0x10_0000 };
const NORMAL: ReadonlySet<ArmRegionType> = new Set(['RAM', 'RAM_NOCACHE', 'RAM_WT', 'RAM_PXN', 'FLASH']);

/** Larger than any RAM that vendors put among their peripherals. */
const MUCH = 0x10_0000;

export const zm050 = rule('ZM050', 'warning', 'Type does not fit the address', (context, report) => {
  for (const { memory, region } of programmed(context)) {
    const problem = problemOf(context, memory, region);
    if (problem === undefined || memory.attribute === undefined) continue;
    report({
      message: `${region.type} for ${rangeWords(region.covered ?? memory)}: ${problem}.`,
      range: valueRange(memory.attribute.syntax),
      fixes: fixes(context, memory, region.type),
    });
  }
});

function problemOf(context: LintContext, memory: Memory, { type, covered }: ProgrammedRegion): string | undefined {
  if (covered === undefined) return undefined;
  if (type === 'PPB') {
    return sharedBy(SYSTEM, covered) === undefined
      ? "these are not the processor's own registers, and Strongly-ordered memory is slow"
      : undefined;
  }
  if (!NORMAL.has(type)) return undefined;
  if (sharedBy(SYSTEM, covered) !== undefined)
    return "the processor's own registers lie there, and accesses to those never ask the MPU";
  if (sharedBy(PERIPHERALS, covered) === undefined) return undefined;
  const device = deviceIn(context, memory, covered);
  if (device !== undefined) {
    const effect =
      type === 'FLASH'
        ? 'its registers could not be written'
        : 'accesses to its registers may be merged, reordered or cached';
    return `${nodeName(device)} lies there, and ${effect}`;
  }
  return covered.size > MUCH && contains(PERIPHERALS, covered) ? 'these are addresses of peripherals' : undefined;
}

/** A device (no memory, no bus) with registers in a range. */
function deviceIn(context: LintContext, memory: Memory, range: Extent): DevicetreeNode | undefined {
  const others = new Set(memories(context).map(({ node }) => node));
  for (const node of context.compilation.tree.nodes()) {
    if (others.has(node) || node === memory.node || !node.properties.has('reg') || !node.properties.has('compatible'))
      continue;
    if (!isOkay(node) || isMemory(node)) continue;
    const block = firstBlock(node);
    // A child of a serial bus has an address that is none of memory; those are small numbers.
    if (block !== undefined && block.size > 0 && sharedBy(block, range) !== undefined) return node;
  }
  return undefined;
}

function isMemory(node: DevicetreeNode): boolean {
  const words = [node.baseName, ...strings(node.properties.get('compatible')).map(({ text }) => text)];
  return words.some((word) => /ram|memory|flash|tcm/i.test(word));
}

function fixes(context: LintContext, { attribute, value }: Memory, type: ArmRegionType): Fix[] {
  const { pmsa } = context.target;
  if (attribute === undefined || value === undefined || pmsa === undefined) return [];
  const other =
    type === 'PPB' ? 'RAM' : (['IO', 'DEVICE'] as const).find((each) => hasEncoding(each, pmsa, context.plan.config));
  if (other === undefined) return [];
  const changed = ((value & ~armTypeBit(type)) | armTypeBit(other)) >>> 0;
  return fixOf(`Make it ${other}`, spellAt(context, innerRange(attribute.syntax), changed));
}
