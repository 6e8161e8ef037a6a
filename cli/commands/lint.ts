/** `ringfence lint FILES…`: what is wrong with devicetree sources, for people, scripts and code scanning. */
import { dirname, resolve, sep } from 'node:path';
import { encodeUtf8 } from '../../base/index.js';
import { jsonReport, placeText, RULES, sarifLog, textReport, type DevicetreeFinding } from '../../devicetree/index.js';
import type { OptionValue } from '../arguments/parse.js';
import { SourceAnalyst } from '../devicetree/source-analysis.js';
import type { Terminal } from '../engine.js';
import { VERSION } from '../version.js';

/** 1 if there is an error among the findings. Throws a UserError for a file that cannot be read. */
export function lint(
  files: readonly string[],
  options: Readonly<Record<string, OptionValue>>,
  terminal: Terminal,
): number {
  const analyst = new SourceAnalyst(options);
  const all = unique(
    files.flatMap((file) => {
      const { context, findings } = analyst.analyse(file);
      return [...context.findings, ...findings];
    }),
  );
  const findings = options['all-files'] === true ? all : all.filter(concerns(files));
  terminal.stdout(encodeUtf8(reportOf(findings, String(options['format']))));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const left = all.length - findings.length;
  const rest = left === 0 ? '' : ` ${count(left, 'remark')} on files from elsewhere left out; --all-files shows them.`;
  terminal.stderr(`ringfence: ${count(errors, 'error')}, ${count(warnings, 'warning')}.${rest}\n`);
  return errors > 0 ? 1 : 0;
}

/** An SDK's warnings are for its authors; its errors stop this build as well as one's own. */
function concerns(files: readonly string[]): (finding: DevicetreeFinding) => boolean {
  const folders = [process.cwd(), ...files.map((file) => dirname(resolve(file)))];
  const isOurs = (path: string): boolean =>
    folders.some((folder) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
  return ({ severity, range }) => severity === 'error' || isOurs(resolve(range.file.path));
}

/** Sources that share a file share its findings. */
function unique(findings: readonly DevicetreeFinding[]): readonly DevicetreeFinding[] {
  const byText = findings.map((finding): [string, DevicetreeFinding] => {
    const { code, message, range } = finding;
    return [`${placeText(range)} ${code} ${message}`, finding];
  });
  return [...new Map(byText).values()];
}

function reportOf(findings: readonly DevicetreeFinding[], format: string): string {
  const base = process.cwd();
  switch (format) {
    case 'json':
      return `${JSON.stringify(jsonReport(findings, base), undefined, 2)}\n`;
    case 'sarif': {
      const tool = { name: 'Ringfence', version: VERSION };
      return `${JSON.stringify(sarifLog(findings, { tool, rules: RULES, base }), undefined, 2)}\n`;
    }
    default:
      return textReport(findings, { base });
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
