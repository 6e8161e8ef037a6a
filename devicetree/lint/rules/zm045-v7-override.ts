/** ZM045: on Armv6-M and Armv7-M a later node's region decides for an earlier one's addresses. */
import type { Fix } from '../../source/index.js';
import { rangeWords, type RegionOverlap } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, relatedNode } from '../edits.js';
import { isPowerOfTwo, place, trimmed } from '../geometry.js';
import { programmed, sharedBy, type PlacedMemory } from '../memory.js';
import { moveBefore } from '../reorder.js';
import { nodeName } from '../reading.js';
import { list } from '../words.js';

export const zm045 = rule('ZM045', 'warning', 'A later region overrides this one', (context, report) => {
  const of = new Map(programmed(context).map(({ memory, region }) => [region, memory]));
  for (const overlap of context.plan.overlaps) {
    const [first, second] = [of.get(overlap.lower), of.get(overlap.higher)];
    if (first === undefined || second === undefined || second.blocks[0] === undefined) continue;
    // An EXTMEM region on top is ZM046's.
    if (overlap.effect !== 'overrides' || overlap.sameRights || overlap.higher.type === 'EXTMEM') continue;
    // Aligned powers of two nest or are apart. A smaller one on top is how exceptions are made on these MPUs.
    if (!overlap.hidesWhole) continue;
    // Where only rounding makes them meet, ZM040 and ZM041 name the cause.
    if (sharedBy(first, second) === undefined) continue;
    const { lower, higher, shared } = overlap;
    report({
      message: `MPU region ${higher.slot} (${nodeName(second.node)}, ${higher.type}) decides for ${rangeWords(shared)}, all of region ${lower.slot} (${nodeName(first.node)}, ${lower.type}): ${consequence(overlap)}.`,
      range: second.blocks[0].range,
      related: relatedNode(first.node, `${nodeName(first.node)} is overridden`),
      fixes: fixes(first, second),
    });
  }
});

function consequence({ lower, higher }: RegionOverlap): string {
  const parts: string[] = [];
  if (lower.memory !== higher.memory) parts.push(`memory type "${higher.memory}", not "${lower.memory}"`);
  const writes = higher.access.privileged.write !== lower.access.privileged.write;
  const reads = higher.access.privileged.read !== lower.access.privileged.read;
  if (writes || reads)
    parts.push(
      `privileged ${higher.access.privileged.write ? 'read and write' : higher.access.privileged.read ? 'read only' : 'no access'}`,
    );
  return parts.length === 0 ? 'other rights' : list(parts);
}

function fixes(first: PlacedMemory, second: PlacedMemory): Fix[] {
  const rest = trimmed(second, first);
  const isUsable = rest !== undefined && isPowerOfTwo(rest.size) && rest.base % rest.size === 0;
  const [before, after] = [nodeName(second.node), nodeName(first.node)];
  return [
    ...fixOf(`Put ${before} before ${after}`, moveBefore(second.node, first.node)),
    ...(isUsable ? fixOf(`Trim ${before} to ${rangeWords(rest)}`, place(second, rest)) : []),
  ];
}
