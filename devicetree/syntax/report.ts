/** Collects what is wrong with a text; one place is reported once for one reason. */
import type { Severity } from '../../base/index.js';
import type { MappedText } from '../preprocessor/index.js';
import type { DevicetreeFinding, Fix, SourceRange, TextEdit } from '../source/index.js';

/** With so many, a text is taken as no devicetree source. */
const MOST_FINDINGS = 10_000;

/** A range of the mapped text. */
export interface Stretch {
  readonly source: MappedText;
  readonly start: number;
  readonly end: number;
}

/** An edit of the mapped text: it becomes a fix where that text was copied from a file as it is. */
export interface StretchEdit extends Stretch {
  readonly newText: string;
  /** An insertion belongs to the character behind it, not to the one before it. */
  readonly before?: boolean;
}

export class Report {
  private readonly list: DevicetreeFinding[] = [];
  private readonly seen = new Set<string>();
  /** How often something was said, repetitions and what was taken back included. */
  said = 0;

  get findings(): readonly DevicetreeFinding[] {
    return this.list;
  }

  /** Nothing more is taken, and reading on makes no sense: the scanner then answers with the end. */
  get full(): boolean {
    return this.list.length >= MOST_FINDINGS;
  }

  /** How many there are, for `forget`. */
  get count(): number {
    return this.list.length;
  }

  add(
    code: string,
    severity: Severity,
    message: string,
    stretch: Stretch,
    fix?: { title: string; edits: StretchEdit[] },
  ): void {
    if (this.full) {
      this.said++;
      return;
    }
    const fixes = fix === undefined ? undefined : toFixes(code, fix.title, fix.edits);
    this.addAt(code, severity, message, stretch.source.origin(stretch.start, stretch.end).range, fixes);
  }

  addAt(code: string, severity: Severity, message: string, range: SourceRange, fixes?: readonly Fix[]): void {
    this.said++;
    if (this.full) return;
    const key = `${code} ${range.start} ${range.file.path}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const count = this.list.push({ code, severity, message, range, ...(fixes === undefined ? {} : { fixes }) });
    if (count < MOST_FINDINGS) return;
    const rest = 'There is too much wrong with this text; the rest is not read.';
    this.list.push({ code: 'dts-budget-findings', severity: 'error', message: rest, range });
  }

  /** Takes back everything that was said after `count`: the text is read again. Included files stay reported. */
  forget(count: number): void {
    const later = this.list.splice(count);
    for (const finding of later) {
      if (finding.code.startsWith('dts-include-') || finding.code === 'dts-budget-include') this.list.push(finding);
      else this.seen.delete(`${finding.code} ${finding.range.start} ${finding.range.file.path}`);
    }
  }
}

function toFixes(kind: string, title: string, edits: readonly StretchEdit[]): readonly Fix[] | undefined {
  const places = edits.map(toEdit);
  if (!places.every((place) => place !== undefined)) return undefined;
  return [{ title, edits: places, kind, preferred: true }];
}

/** Undefined where a macro made the text: nobody can edit that there. */
function toEdit({ source, start, end, newText, before }: StretchEdit): TextEdit | undefined {
  if (start < end) {
    const { range, macro } = source.origin(start, end);
    return macro === undefined ? { range, newText } : undefined;
  }
  // An insertion stands beside a character, which says where that place is in a file.
  const beside = before === true ? start : Math.max(0, start - 1);
  const { range, macro } = source.origin(beside, beside + 1);
  const at = before === true ? range.start : range.end;
  return macro === undefined ? { range: { file: range.file, start: at, end: at }, newText } : undefined;
}
