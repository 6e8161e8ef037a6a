/** Findings as plain data for other programs. `formatVersion` grows when a member goes or changes its meaning. */
import type { Severity } from '../../base/index.js';
import type { DevicetreeFinding } from '../source/index.js';
import { placeOf, type Place } from './places.js';

export interface JsonReport {
  readonly formatVersion: 1;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly findings: readonly JsonFinding[];
}

export interface JsonFinding extends Place {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly (Place & { readonly message: string })[];
  readonly fixes: readonly JsonFix[];
}

export interface JsonFix {
  readonly title: string;
  readonly kind: string | null;
  readonly preferred: boolean;
  readonly edits: readonly (Place & { readonly newText: string })[];
}

/** `base` is a folder; files in it are named relative to it. */
export function jsonReport(findings: readonly DevicetreeFinding[], base?: string): JsonReport {
  const counts = { error: 0, warning: 0, information: 0 };
  for (const { severity } of findings) counts[severity]++;
  return { formatVersion: 1, counts, findings: findings.map((finding) => jsonFinding(finding, base)) };
}

function jsonFinding(finding: DevicetreeFinding, base: string | undefined): JsonFinding {
  const { code, severity, message, range, related = [], fixes = [] } = finding;
  return {
    ...placeOf(range, base),
    code,
    severity,
    message,
    related: related.map((each) => ({ ...placeOf(each.range, base), message: each.message })),
    fixes: fixes.map(({ title, kind = null, preferred = false, edits }) => ({
      title,
      kind,
      preferred,
      edits: edits.map((edit) => ({ ...placeOf(edit.range, base), newText: edit.newText })),
    })),
  };
}
