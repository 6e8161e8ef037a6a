/** How a rule file puts its rule together. */
import type { Severity } from '../../base/index.js';
import type { LintRule } from './types.js';

/** The page follows from the id. */
export function rule(
  id: string,
  severity: Severity,
  title: string,
  check: LintRule['check'],
  more: Pick<LintRule, 'needs' | 'supersedes'> = {},
): LintRule {
  return { id, severity, title, documentation: `docs/lint/${id}.md`, check, ...more };
}
