/** Runs the rules over one compilation and applies severities and the comments that silence findings. */
import type { DevicetreeFinding, SourceFile, SourceRange } from '../source/index.js';
import { withoutDoubles } from './doubles.js';
import { isZephyr } from './gate.js';
import { rangeIndex } from './range-index.js';
import { RULES } from './rules.js';
import { switches, type Switch } from './switches.js';
import type { LintContext, LintOptions, LintRule, Need, RuleFinding } from './types.js';

/** Codes that comments may name beside the rules' ids. Errors of the language are no matter of taste: nothing silences those. */
const FOREIGN_CODE = /^(dtc|zephyr|bindings?)-/;

const KNOWN_IDS: ReadonlySet<string> = new Set(RULES.map((rule) => rule.id));

/** Whether a comment can silence a finding with that code. */
export function canBeSilenced(code: string): boolean {
  return KNOWN_IDS.has(code) || FOREIGN_CODE.test(code);
}

/**
 * All that the rules have to say, sorted by place (files in the order in which they were read). Without a `zephyr,…` property
 * and without a Zephyr context no rule runs.
 */
export function lint(context: LintContext, options: LintOptions = {}): DevicetreeFinding[] {
  const { files } = context.compilation;
  const running = isZephyr(context) ? RULES.filter((rule) => runs(rule, context, options)) : [];
  const strong: Strong[] = [];
  const own = running.flatMap((rule) => findingsOf(rule, context, options, strong));
  const better = rangeIndex(strong.flatMap(({ codes, places }) => places.map((place) => [place, codes] as const)));
  const others = withoutDoubles(options.checks ?? []).filter(
    ({ code, range }) => !better.some(range, (codes) => codes.includes(code)),
  );
  const kept = silence([...own, ...others], files, running, options, context);
  return sortByPlace(kept, files);
}

function runs(rule: LintRule, context: LintContext, options: LintOptions): boolean {
  return severityOf(rule, options) !== 'off' && (rule.needs ?? []).every((need) => has(context, need));
}

function severityOf(rule: LintRule, options: LintOptions) {
  return options.severities?.[rule.id] ?? rule.severity;
}

function has({ zephyr }: LintContext, need: Need): boolean {
  switch (need) {
    case 'config':
      return zephyr?.config !== undefined;
    case 'cache-line':
      return zephyr?.cacheLineBytes !== undefined;
  }
}

/** What a rule said, where other checks with these codes say the same less exactly. */
interface Strong {
  readonly codes: readonly string[];
  readonly places: readonly SourceRange[];
}

function findingsOf(rule: LintRule, context: LintContext, options: LintOptions, strong: Strong[]): DevicetreeFinding[] {
  const severity = severityOf(rule, options);
  if (severity === 'off') return [];
  const findings: DevicetreeFinding[] = [];
  // A node that several compilations or macros bring twice is still one thing to mend.
  const seen = new Set<string>();
  rule.check(context, ({ insteadOf = [], ...finding }: RuleFinding) => {
    const key = `${finding.range.file.path}:${finding.range.start}:${finding.range.end}:${finding.message}`;
    if (seen.has(key)) return;
    seen.add(key);
    findings.push({ code: rule.id, severity, ...finding });
    if (rule.supersedes !== undefined) strong.push({ codes: rule.supersedes, places: [finding.range, ...insteadOf] });
  });
  return findings;
}

/** Takes out what comments silence, and adds what there is to say about those comments. */
function silence(
  found: readonly DevicetreeFinding[],
  files: readonly SourceFile[],
  running: readonly LintRule[],
  options: LintOptions,
  context: LintContext,
): DevicetreeFinding[] {
  const offsOf = new Map(files.map((file) => [file, switches(file).offs]));
  const used = new Set<Switch>();
  const kept = found.filter((finding) => {
    if (!canBeSilenced(finding.code)) return true;
    let silenced = false;
    for (const off of offsOf.get(finding.range.file) ?? []) {
      if (off.id !== undefined && off.id !== finding.code) continue;
      if (finding.range.start < off.start || finding.range.start >= off.end) continue;
      used.add(off);
      silenced = true;
    }
    return !silenced;
  });
  return [...kept, ...remarks(files, used, running, options, context)];
}

/** Unknown ids, comments that cannot be read, and comments that silence nothing. */
function remarks(
  files: readonly SourceFile[],
  used: ReadonlySet<Switch>,
  running: readonly LintRule[],
  options: LintOptions,
  context: LintContext,
): DevicetreeFinding[] {
  const active = new Set(running.map((rule) => rule.id));
  const shared = includedFiles(context);
  const remarks: DevicetreeFinding[] = [];
  const say = (code: string, finding: RuleFinding): void => {
    remarks.push({ code, severity: 'information', ...finding });
  };
  const couldHaveFound = (id: string | undefined): boolean => {
    if (id === undefined) return active.size > 0 && options.checks !== undefined;
    return active.has(id) || (options.checks !== undefined && FOREIGN_CODE.test(id));
  };
  for (const file of files) {
    const { offs, bad } = switches(file);
    for (const { message, range } of bad) say('lint-bad-comment', { message, range });
    for (const off of offs) {
      if (used.has(off)) continue;
      const { id, range } = off;
      if (id !== undefined && !KNOWN_IDS.has(id) && !FOREIGN_CODE.test(id)) {
        say('lint-unknown-rule', { message: `There is no rule ${id}`, range });
      } else if (!shared.has(file) && couldHaveFound(id)) {
        const message = `${id === undefined ? 'No rule' : id} finds nothing here that this silences`;
        say('lint-unused-comment', { message, range, tag: 'unnecessary' });
      }
    }
  }
  return remarks;
}

/** Files that others include. What a comment in one silences may be found only for another board. */
function includedFiles({ compilation }: LintContext): ReadonlySet<SourceFile> {
  const files = new Set<SourceFile>();
  for (const { target } of [...compilation.preprocessed.includes, ...compilation.syntax.slashIncludes]) {
    if (target !== undefined) files.add(target);
  }
  return files;
}

function sortByPlace(findings: DevicetreeFinding[], files: readonly SourceFile[]): DevicetreeFinding[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const place = (finding: DevicetreeFinding): number => order.get(finding.range.file) ?? files.length;
  return findings.sort(
    (a, b) =>
      place(a) - place(b) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
