/** What can be done about findings. */
import { canBeSilenced, fixAll } from '../lint/index.js';
import {
  lineColumn,
  lineStarts,
  type DevicetreeFinding,
  type Fix,
  type SourceFile,
  type TextEdit,
} from '../source/index.js';
import { TOKEN, tokenBefore, tokensOf } from './tokens.js';
import type { CodeAction, QueryContext } from './types.js';

/** Fixes of the findings that touch a range, the same over the file and the context, and comments that silence them. */
export function codeActions(
  context: QueryContext,
  file: SourceFile,
  range: { readonly start: number; readonly end: number },
): readonly CodeAction[] {
  const touched = context.findings.filter(
    ({ range: own }) => own.file === file && own.start <= range.end && range.start <= own.end,
  );
  const fixes = touched.flatMap((finding) => (finding.fixes ?? []).map((fix) => fixAction(fix, finding)));
  const kinds = new Map<string, readonly [Fix, DevicetreeFinding]>();
  for (const finding of touched) {
    for (const fix of finding.fixes ?? []) if (fix.kind !== undefined) kinds.set(fix.kind, [fix, finding]);
  }
  const ofKinds = [...kinds].flatMap(([kind, [, finding]]) => kindActions(context, file, kind, finding));
  return [...fixes, ...ofKinds, ...silencing(file, touched)];
}

function fixAction({ title, edits, preferred = false }: Fix, finding: DevicetreeFinding): CodeAction {
  return { title, kind: 'fix', edits, finding, preferred };
}

/** How a menu calls fixes of one kind. */
const KIND_TITLES: Readonly<Record<string, string>> = {
  'migrate-memory-region-mpu': 'Migrate zephyr,memory-region-mpu to zephyr,memory-attr',
  'migrate-memory-attr-string': 'Migrate strings of zephyr,memory-attr to macros',
  'include-memory-attr': 'Include missing memory attribute headers',
  'new-spelling': 'Use the new spelling',
  'memory-region-first': 'Put zephyr,memory-region first',
  'remove-overlay-header': 'Remove /dts-v1/ from overlays',
  'region-token': 'Mend names of memory regions',
  'unshift-memory-attr': 'Drop shifts of shifted attributes',
  'shift-memory-attr': 'Use shifted attributes',
};

function kindActions(
  { findings }: QueryContext,
  file: SourceFile,
  kind: string,
  finding: DevicetreeFinding,
): readonly CodeAction[] {
  const all = findings.filter(({ fixes }) => fixes?.some((fix) => fix.kind === kind));
  const here = all.filter(({ range }) => range.file === file);
  const title = KIND_TITLES[kind] ?? 'Fix all of this kind';
  const action = (some: readonly DevicetreeFinding[], where: string): CodeAction => ({
    title: `${title}: all ${some.length} in this ${where}`,
    kind: 'fix-kind',
    edits: fixAll(some, kind),
    finding,
    preferred: false,
  });
  return [
    ...(here.length > 1 ? [action(here, 'file')] : []),
    ...(all.length > here.length ? [action(all, 'devicetree')] : []),
  ];
}

/** One action that makes every preferred fix with a kind in the file, for saving; none where there is nothing to mend. */
export function fixAllActions({ findings }: QueryContext, file: SourceFile): readonly CodeAction[] {
  const fixable: DevicetreeFinding[] = [];
  for (const finding of findings) {
    if (finding.range.file !== file) continue;
    const fix = finding.fixes?.find(
      ({ kind, preferred, edits }) =>
        kind !== undefined && preferred === true && edits.every(({ range }) => range.file === file),
    );
    if (fix !== undefined) fixable.push({ ...finding, fixes: [{ ...fix, kind: 'all' }] });
  }
  const edits = fixAll(fixable, 'all');
  if (edits.length === 0) return [];
  return [{ title: 'Fix all that can be fixed safely', kind: 'fix-all', edits, finding: undefined, preferred: false }];
}

/** Comments for the next line and for the rest of the file, each code once. */
function silencing(file: SourceFile, findings: readonly DevicetreeFinding[]): readonly CodeAction[] {
  const seen = new Set<string>();
  return findings.flatMap((finding) => {
    const { code, range } = finding;
    if (seen.has(code) || !canBeSilenced(code)) return [];
    seen.add(code);
    const before = commentBefore(file, range.start, `ringfence-lint off-next-line ${code}`);
    const end = lineEndOf(file);
    const first = insertion(file, 0, `/* ringfence-lint off ${code} */${end}`);
    const common = { kind: 'suppress', finding, preferred: false } as const;
    return [
      ...(before === undefined ? [] : [{ ...common, title: `Silence ${code} for this line`, edits: [before] }]),
      { ...common, title: `Silence ${code} in this file`, edits: [first] },
    ];
  });
}

function insertion(file: SourceFile, at: number, newText: string): TextEdit {
  return { range: { file, start: at, end: at }, newText };
}

function lineEndOf({ text }: SourceFile): string {
  const at = text.indexOf('\n');
  return at > 0 && text.charCodeAt(at - 1) === 0x0d ? '\r\n' : '\n';
}

/** A comment on a line of its own; undefined where none can stand there: in a string, in a macro over several lines. */
function commentBefore(file: SourceFile, offset: number, words: string): TextEdit | undefined {
  const start = lineStarts(file)[lineColumn(file, offset).line]!;
  if (/\\\r?\n$/.test(file.text.slice(Math.max(0, start - 3), start))) return undefined;
  const tokens = tokensOf(file);
  const token = tokenBefore(tokens, start - 1);
  if (token >= 0 && tokens.ends[token]! > start && tokens.kinds[token] !== TOKEN.directive) return undefined;
  let end = start;
  while (file.text.charCodeAt(end) === 0x20 || file.text.charCodeAt(end) === 0x09) end++;
  return insertion(file, start, `${file.text.slice(start, end)}/* ${words} */${lineEndOf(file)}`);
}
