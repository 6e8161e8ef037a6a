/** ZM044: two regions of an Armv8-M MPU that share addresses; every access there faults. */
import type { Fix } from '../../source/index.js';
import { rangeWords, type ProgrammedRegion } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, relatedNode } from '../edits.js';
import { place, trimmed } from '../geometry.js';
import { programmed, type PlacedMemory } from '../memory.js';
import { nodeName } from '../reading.js';

export const zm044 = rule('ZM044', 'error', 'Armv8-M regions overlap', (context, report) => {
  const of = new Map(programmed(context).map(({ memory, region }) => [region, memory]));
  for (const { effect, lower, higher, shared } of context.plan.overlaps) {
    const [first, second] = [of.get(lower), of.get(higher)];
    const place = second?.blocks[0];
    if (effect !== 'faults' || second === undefined || place === undefined) continue;
    // The SoC's own table is sure only where the configuration says that it is Zephyr's default: else ZM047 warns.
    if (first === undefined && !isSure(lower, context.zephyr?.config, context.plan.config.customSocRegions)) continue;
    const other = first === undefined ? lower.name : nodeName(first.node);
    report({
      message: `MPU regions ${lower.slot} (${other}) and ${higher.slot} (${nodeName(second.node)}) both match ${rangeWords(shared)}: on Armv8-M every access there faults.`,
      range: place.range,
      related: lower.node === undefined ? [] : relatedNode(lower.node, `${other} is the other region`),
      fixes: first === undefined ? [] : fixes(first, second),
    });
  }
});

function isSure(region: ProgrammedRegion, config: ReadonlyMap<string, string> | undefined, custom: boolean): boolean {
  return region.origin !== 'soc' || (config !== undefined && !custom);
}

/** Each of the two may give way. */
function fixes(first: PlacedMemory, second: PlacedMemory): Fix[] {
  return [
    [second, first],
    [first, second],
  ].flatMap(([memory, away]) => {
    const rest = trimmed(memory!, away!);
    return rest === undefined
      ? []
      : fixOf(`Trim ${nodeName(memory!.node)} to ${rangeWords(rest)}`, place(memory!, rest));
  });
}
