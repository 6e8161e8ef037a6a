/** ZM001: a macro that no release of Zephyr ever had, such as DT_ARM_MPU. */
import { rangeText } from '../../source/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { callRange, SHIFTS, unknownNames, type UnknownName } from '../macros.js';
import { headersFor } from '../spelling.js';
import type { LintContext } from '../types.js';
import { rewrite } from '../values.js';

export const zm001 = rule(
  'ZM001',
  'error',
  'No Zephyr has this macro',
  (context, report) => {
    for (const unknown of unknownNames(context)) {
      if (unknown.group !== undefined) continue;
      const { name } = unknown;
      const better = replacement(context, unknown);
      const hint = better === undefined ? '' : `; ${better} is the name`;
      report({
        message: `No release of Zephyr defines ${name.text}${hint}. The devicetree does not compile.`,
        range: name.range,
        fixes: better === undefined ? [] : fixOf(`Use ${better}`, edits(context, unknown, better), { preferred: true }),
      });
    }
  },
  { supersedes: ['dts-unknown-name'] },
);

/** What was meant: a type for `DT_ARM_MPU(ATTR_MPU_RAM)`, or the one known name that is nearly the same. */
function replacement(context: LintContext, { name }: UnknownName): string | undefined {
  const written = rangeText(callRange(name.range));
  const raw = /^DT_ARM_MPU\s*\(\s*(?:ATTR_MPU_)?(\w+)\s*\)$/.exec(written)?.[1];
  if (raw !== undefined) return `DT_MEM_ARM_MPU_${raw}`;
  if (name.text === 'DT_ARM_MPU') return 'DT_MEM_ARM';
  return nearest(name.text, [...context.attributes.macros.keys(), ...SHIFTS.keys()]);
}

function edits(context: LintContext, { name, assignment }: UnknownName, better: string) {
  const whole = better.startsWith('DT_MEM_ARM_MPU_') && name.text === 'DT_ARM_MPU';
  const range = whole ? callRange(name.range) : name.range;
  if (name.macro !== undefined || !rangeText(range).startsWith(name.text)) return undefined;
  const value = rewrite(assignment, [{ range, newText: better }]);
  return value === undefined ? undefined : [...headersFor(context, range, better), value];
}

/** The only name at the smallest distance, if that is at most two letters. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string[] = [];
  let least = 3;
  for (const candidate of candidates) {
    const away = distance(name, candidate, least);
    if (away < least) [best, least] = [[candidate], away];
    else if (away === least && least < 3) best.push(candidate);
  }
  return best.length === 1 ? best[0] : undefined;
}

/** Levenshtein's distance; `limit` or more where it is at least that. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row[b.length]!;
}
