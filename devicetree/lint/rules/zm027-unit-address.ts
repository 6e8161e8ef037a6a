/** ZM027: a unit address that is not where reg begins. */
import { rule } from '../define.js';
import { fixOf, setUnitAddress } from '../edits.js';
import { memories } from '../memory.js';
import { nodeName, nodeRange } from '../reading.js';
import { hex } from '../words.js';

export const zm027 = rule(
  'ZM027',
  'warning',
  'Unit address is not reg',
  (context, report) => {
    for (const { node, blocks } of memories(context)) {
      const { unitAddress } = node;
      const range = nodeRange(node);
      const [block] = blocks;
      if (range === undefined || block === undefined || unitAddress === undefined) continue;
      if (!/^[0-9a-fA-F]+$/.test(unitAddress) || BigInt(`0x${unitAddress}`) === block.address) continue;
      report({
        message: `${nodeName(node)} is named @${unitAddress} and lies at ${hex(block.address)}, where reg begins. Zephyr goes by reg.`,
        range,
        related: [{ range: block.range, message: `reg begins at ${hex(block.address)}` }],
        fixes: fixOf(
          `Rename it to ${node.baseName}@${block.address.toString(16)}`,
          rename(node, Number(block.address)),
        ),
      });
    }
  },
  { supersedes: ['dtc-simple-bus-reg'] },
);

const rename = setUnitAddress;
