/** ZM014: an attribute of zero, bits that mean nothing, and bits that say "unknown". */
import { ATTRIBUTE_LAYOUT, describeAttribute, type AttributeArchitecture } from '../../zephyr/index.js';
import type { TextEdit } from '../../source/index.js';
import { rule } from '../define.js';
import { fixOf, removeProperty } from '../edits.js';
import { attributed, isCortexM, isCortexR } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import type { LintContext } from '../types.js';
import { innerRange } from '../values.js';
import { hex } from '../words.js';

export const zm014 = rule('ZM014', 'warning', 'Bits without meaning', (context, report) => {
  const architecture = architectureOf(context);
  for (const { node, attribute, value } of attributed(context)) {
    if (value === undefined) continue;
    const described = describeAttribute(value, context.attributes, architecture ?? 'arm');
    let unknown = described.unknown;
    // What the architecture's bits mean is not known for a CPU that we do not know.
    if (architecture === undefined) unknown = (unknown & ~ATTRIBUTE_LAYOUT.architecture.mask) >>> 0;
    const reserved = described.parts.filter(({ macro }) => macro?.name.endsWith('_UNKNOWN') === true);
    const idle = reserved.reduce((mask, part) => (mask | part.mask) >>> 0, unknown);
    if (value !== 0 && idle === 0) continue;
    const message =
      value === 0
        ? `An attribute of 0 says nothing about ${nodeName(node)}.`
        : unknown !== 0
          ? `${hex(unknown)} has no meaning in ${context.attributes.source}.`
          : `${reserved.map(({ macro }) => macro!.name).join(' and ')} is what functions answer where there is no attribute; it says nothing of ${nodeName(node)}.`;
    const rest = (value & ~idle) >>> 0;
    const edits: readonly (TextEdit | undefined)[] | undefined =
      rest === 0 ? [removeProperty(attribute.syntax)] : spellAt(context, innerRange(attribute.syntax), rest);
    report({
      message,
      range: valueRange(attribute.syntax),
      fixes: fixOf(rest === 0 ? 'Remove zephyr,memory-attr' : `Drop ${hex(idle)}`, edits),
    });
  }
});

function architectureOf(context: LintContext): AttributeArchitecture | undefined {
  return isCortexM(context) || isCortexR(context) ? 'arm' : undefined;
}
