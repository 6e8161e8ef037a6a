/** ZM015: permissions that the MPU driver of Cortex-R refuses. */
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed, CACHEABLE, field, isCortexR } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import { innerRange } from '../values.js';

interface Problem {
  readonly words: string;
  readonly fixes: readonly { readonly title: string; readonly value: number }[];
}

const READABLE = 0x10;
const WRITABLE = 0x20;
const EXECUTABLE = 0x40;
const SHAREABLE = 0x80;
const NON_CACHEABLE = 0x100;
const USERSPACE = 0x200;
const PERMISSIONS = READABLE | WRITABLE | EXECUTABLE;

export const zm015 = rule('ZM015', 'error', 'Permissions that Cortex-R refuses', (context, report) => {
  // Releases before these macros have no such driver.
  if (!isCortexR(context) || !context.attributes.macros.has('DT_MEM_READABLE')) return;
  for (const { node, attribute, value } of attributed(context)) {
    if (value === undefined || (value & PERMISSIONS) === 0 || field(value, 'architecture') !== 0) continue;
    const problem = problemOf(value);
    if (problem === undefined) continue;
    report({
      message: `${problem.words}: the MPU driver refuses ${nodeName(node)} (-EINVAL).`,
      range: valueRange(attribute.syntax),
      fixes: problem.fixes.flatMap((fix) =>
        fixOf(fix.title, spellAt(context, innerRange(attribute.syntax), fix.value)),
      ),
    });
  }
});

function problemOf(value: number): Problem | undefined {
  const has = (bits: number): boolean => (value & bits) === bits;
  if (!has(READABLE)) {
    return { words: 'Not readable', fixes: [{ title: 'Add DT_MEM_READABLE', value: value | READABLE }] };
  }
  if (has(CACHEABLE) === has(NON_CACHEABLE)) {
    const plain = value & ~(CACHEABLE | NON_CACHEABLE);
    return {
      words: has(CACHEABLE)
        ? 'Both DT_MEM_CACHEABLE and DT_MEM_NON_CACHEABLE'
        : 'Neither DT_MEM_CACHEABLE nor DT_MEM_NON_CACHEABLE',
      fixes: [
        { title: 'Make it cacheable', value: (plain & ~(SHAREABLE | USERSPACE)) | CACHEABLE },
        { title: 'Make it non-cacheable', value: (plain & ~EXECUTABLE) | NON_CACHEABLE },
      ],
    };
  }
  if (has(SHAREABLE) && (has(CACHEABLE) || has(EXECUTABLE))) {
    return {
      words: `Shareable and ${has(CACHEABLE) ? 'cacheable' : 'executable'}`,
      fixes: [{ title: 'Drop DT_MEM_SHAREABLE', value: value & ~(SHAREABLE | USERSPACE) }],
    };
  }
  if (has(USERSPACE) && !has(SHAREABLE | WRITABLE)) {
    return {
      words: 'DT_MEM_USERSPACE without a shareable, writable region',
      fixes: [{ title: 'Drop DT_MEM_USERSPACE', value: value & ~USERSPACE }],
    };
  }
  return undefined;
}
