/** ZM024: a memory without reg. */
import { rule } from '../define.js';
import { fixOf, insertProperty, regText } from '../edits.js';
import { memories } from '../memory.js';
import { nodeName, nodeRange, propertyRange } from '../reading.js';

export const zm024 = rule(
  'ZM024',
  'error',
  'Memory without reg',
  (context, report) => {
    for (const { node, okay, attribute, isLinkerRegion } of memories(context)) {
      if (!okay || node.properties.has('reg') || (attribute === undefined && !isLinkerRegion)) continue;
      const base = unitAddress(node.unitAddress);
      // Nothing here tells the size. A guess would pass for one that somebody knows; 0 does not pass ZM026.
      const text = base === undefined ? undefined : regText(node, base, 0);
      const edit = text === undefined ? undefined : insertProperty(node, `reg = <${text}>; /* 0: fill in the size */`);
      const place = nodeRange(node) ?? (attribute === undefined ? undefined : propertyRange(attribute));
      if (place === undefined) continue;
      report({
        message: `${nodeName(node)} has no reg: Zephyr does not know where this memory lies, and the build refuses it.`,
        range: place,
        insteadOf: node.definitions.flatMap(({ name, reference }) => name?.range ?? reference?.range ?? []),
        fixes: fixOf('Add reg at the unit address; its size has to be filled in', edit && [edit]),
      });
    }
  },
  { supersedes: ['binding-missing'] },
);

function unitAddress(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9a-fA-F]{1,8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}
