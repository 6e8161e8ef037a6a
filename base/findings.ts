/** What a reader has to say about its input, without throwing. */

export type Severity = 'error' | 'warning' | 'information';

/** One remark about an input or a run. `where` is a file, section, address or line, as precise as it is known. */
export interface Finding {
  /** A stable name, e.g. `dwarf-bad-abbrev`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly where?: string;
}

/** One line for a terminal or a log. */
export function findingText(finding: Finding): string {
  const where = finding.where === undefined ? '' : `${finding.where}: `;
  return `${where}${finding.severity}: ${finding.message} [${finding.code}]`;
}
