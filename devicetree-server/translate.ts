/** Places and findings of the engine in the shapes of the Language Server Protocol. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Location,
  type Position,
  type Range,
  type TextEdit as ProtocolEdit,
} from 'vscode-languageserver/node';
import {
  lineColumn,
  offsetAt,
  RULES,
  type DevicetreeFinding,
  type SourceFile,
  type SourceRange,
  type TextEdit,
} from '../devicetree/index.js';

/** The URI of a file: as the editor spells it where it is open. */
export type UriOf = (path: string) => string;

export function rangeOf({ file, start, end }: SourceRange): Range {
  const from = lineColumn(file, start);
  const to = end === start ? from : lineColumn(file, end);
  return { start: { line: from.line, character: from.column }, end: { line: to.line, character: to.column } };
}

export function offsetOf(file: SourceFile, { line, character }: Position): number {
  return offsetAt(file, { line, column: character });
}

export function spanOf(file: SourceFile, { start, end }: Range): { readonly start: number; readonly end: number } {
  return { start: offsetOf(file, start), end: offsetOf(file, end) };
}

export function locationOf(range: SourceRange, uriOf: UriOf): Location {
  return { uri: uriOf(range.file.path), range: rangeOf(range) };
}

export function editOf({ range, newText }: TextEdit): ProtocolEdit {
  return { range: rangeOf(range), newText };
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

const PAGES: ReadonlyMap<string, string> = new Map(RULES.map(({ id, documentation }) => [id, documentation]));

/** What a diagnostic carries for clients of ours. */
export interface DiagnosticData {
  /** The rule's page, from the project's folder. */
  readonly documentation?: string;
  /** The node or property, `/soc/serial@40:reg`. */
  readonly subject?: string;
}

export function diagnosticOf(finding: DevicetreeFinding, uriOf: UriOf): Diagnostic {
  const { code, severity, message, range, subject, related, tag } = finding;
  const documentation = PAGES.get(code);
  const data: DiagnosticData = {
    ...(documentation === undefined ? {} : { documentation }),
    ...(subject === undefined ? {} : { subject }),
  };
  return {
    range: rangeOf(range),
    severity: SEVERITIES[severity],
    code,
    source: 'ringfence',
    message,
    ...(tag === undefined
      ? {}
      : { tags: [tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary] }),
    ...(related === undefined || related.length === 0
      ? {}
      : {
          relatedInformation: related.map((each) => ({
            location: locationOf(each.range, uriOf),
            message: each.message,
          })),
        }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
}
