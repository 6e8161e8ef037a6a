/** Findings as a SARIF 2.1.0 log (Static Analysis Results Interchange Format, OASIS), for code hosts and editors. */
import type { Severity } from '../../base/index.js';
import type { DevicetreeFinding, Fix, SourceRange } from '../source/index.js';
import { placeOf } from './places.js';

/** What a log says about a rule. */
export interface SarifRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** Where its page is, in words or a path. */
  readonly documentation: string;
}

export interface SarifOptions {
  readonly tool: { readonly name: string; readonly version: string };
  /** Rules that the log describes whether they found something or not; codes besides get an entry of their own. */
  readonly rules: readonly SarifRule[];
  /** The project's folder. Files in it are named relative to `%SRCROOT%`, others by a `file:` address. */
  readonly base: string;
}

export interface SarifLog {
  readonly version: '2.1.0';
  readonly runs: readonly [SarifRun];
}

interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly semanticVersion: string;
      readonly rules: readonly SarifDescriptor[];
    };
  };
  readonly columnKind: 'utf16CodeUnits';
  readonly results: readonly SarifResult[];
}

interface SarifText {
  readonly text: string;
}

interface SarifDescriptor {
  readonly id: string;
  readonly shortDescription?: SarifText;
  readonly help?: SarifText;
  readonly defaultConfiguration?: { readonly level: SarifLevel };
}

type SarifLevel = 'error' | 'warning' | 'note';

interface SarifArtifact {
  readonly uri: string;
  readonly uriBaseId?: string;
}

interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SarifLocation {
  readonly id?: number;
  readonly message?: SarifText;
  readonly physicalLocation: { readonly artifactLocation: SarifArtifact; readonly region: SarifRegion };
}

interface SarifFix {
  readonly description: SarifText;
  readonly artifactChanges: readonly {
    readonly artifactLocation: SarifArtifact;
    readonly replacements: readonly { readonly deletedRegion: SarifRegion; readonly insertedContent: SarifText }[];
  }[];
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: SarifText;
  readonly locations: readonly [SarifLocation];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly fixes?: readonly SarifFix[];
}

const LEVELS: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', information: 'note' };

/** The log of one run; print it with JSON.stringify. */
export function sarifLog(findings: readonly DevicetreeFinding[], { tool, rules, base }: SarifOptions): SarifLog {
  const descriptors = rules.map(descriptor);
  const indexOf = new Map(descriptors.map(({ id }, index) => [id, index]));
  const results = findings.map((finding): SarifResult => {
    const known = indexOf.get(finding.code);
    const ruleIndex = known ?? descriptors.push({ id: finding.code }) - 1;
    if (known === undefined) indexOf.set(finding.code, ruleIndex);
    return result(finding, ruleIndex, base);
  });
  const driver = { name: tool.name, semanticVersion: tool.version, rules: descriptors };
  return { version: '2.1.0', runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }] };
}

function descriptor({ id, severity, title, documentation }: SarifRule): SarifDescriptor {
  return {
    id,
    shortDescription: { text: title },
    help: { text: `See ${documentation}.` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result(finding: DevicetreeFinding, ruleIndex: number, base: string): SarifResult {
  const { code, severity, message, range, related = [], fixes = [] } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(range, base)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((each, id) => ({
            id,
            message: { text: each.message },
            ...location(each.range, base),
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((each) => sarifFix(each, base)) }),
  };
}

function location(range: SourceRange, base: string): SarifLocation {
  return { physicalLocation: { artifactLocation: artifact(range, base), region: region(range) } };
}

function region(range: SourceRange): SarifRegion {
  const { line, column, endLine, endColumn } = placeOf(range, undefined);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** SARIF 2.1.0 section 3.4: relative to a base where there is one, percent-encoded (RFC 3986). */
function artifact(range: SourceRange, base: string): SarifArtifact {
  const { file } = placeOf(range, base);
  if (/^[A-Za-z]:\//.test(file)) return { uri: `file:///${file.slice(0, 2)}${encodePath(file.slice(2))}` };
  if (file.startsWith('/')) return { uri: `file://${encodePath(file)}` };
  return { uri: encodePath(file), uriBaseId: '%SRCROOT%' };
}

function encodePath(path: string): string {
  // A lone half of a surrogate pair, possible in a file name, cannot be encoded.
  const sound = path.replace(/\p{Surrogate}/gu, '\ufffd');
  return sound.split('/').map(encodeURIComponent).join('/');
}

function sarifFix({ title, edits }: Fix, base: string): SarifFix {
  const files = [...new Set(edits.map(({ range }) => range.file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => {
      const own = edits.filter(({ range }) => range.file === file);
      return {
        artifactLocation: artifact(own[0]!.range, base),
        replacements: own.map(({ range, newText }) => ({
          deletedRegion: region(range),
          insertedContent: { text: newText },
        })),
      };
    }),
  };
}
