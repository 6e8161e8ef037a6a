/** One case of the table: bindings and a devicetree, what we say about them, and a way to run it. */
import { checkBindings, matchBindings, openBindings, type BindingIndex } from '../../../devicetree/bindings/index.js';
import {
  buildTree,
  DEFAULT_BUDGET,
  lineColumn,
  parse,
  rangeText,
  type Devicetree,
  type DevicetreeFinding,
  type SourceFile,
} from '../../../devicetree/index.js';
import { memoryFiles } from '../../support/memory-files.js';

export interface BindingCase {
  readonly name: string;
  /** Files below the folder of bindings. */
  readonly files: Readonly<Record<string, string>>;
  /** Without `/dts-v1/;`. */
  readonly dts: string;
  /** `error binding-enum app.dts:3:12 "x"`, sorted by file and place; the text in the range is cut at its first line. */
  readonly says: readonly string[];
  /** Why we differ from an edtlib that the gold was made with: a rule of a newer Zephyr, or a mistake that edtlib lets pass. */
  readonly differs?: { readonly 2022?: string; readonly 2024?: string };
}

export interface CaseRun {
  readonly tree: Devicetree;
  readonly index: BindingIndex;
  readonly findings: readonly DevicetreeFinding[];
}

export const DTS = 'app.dts';
const FOLDER = '/dts/bindings';

/** A text as it is, without a preprocessor. */
export function treeOf(text: string, path = DTS): Devicetree {
  const file: SourceFile = { path, text };
  const reader = memoryFiles({});
  const mapped = { text, origin: (start: number, end: number) => ({ range: { file, start, end } }) };
  const options = { reader, includePaths: [], dialect: 'zephyr', budget: DEFAULT_BUDGET } as const;
  const syntax = parse(mapped, options);
  const { tree, findings } = buildTree(syntax, { dialect: 'zephyr' });
  const wrong = [...syntax.findings, ...findings].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new Error(`${path}: ${wrong.map(({ message }) => message).join(' ')}`);
  return tree;
}

export function runCase({ files, dts }: Pick<BindingCase, 'files' | 'dts'>): CaseRun {
  const table = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  const index = openBindings([FOLDER], memoryFiles(table));
  const tree = treeOf(`/dts-v1/;\n${dts}`);
  const findings = checkBindings(tree, index);
  return { tree, index, findings: [...index.findings(), ...findings] };
}

/** The findings as the table has them. Lines of the devicetree count without the `/dts-v1/;` that is put in front. */
export function said(findings: readonly DevicetreeFinding[]): string[] {
  const rows = findings.map(({ severity, code, range }) => {
    const name = range.file.path.replace(`${FOLDER}/`, '');
    const { line, column } = lineColumn(range.file, range.start);
    const shown = name === DTS ? line : line + 1;
    const text = rangeText(range).split('\n', 1)[0]!;
    return { name, shown, column, row: `${severity} ${code} ${name}:${shown}:${column + 1} ${text}`.trimEnd() };
  });
  rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.shown - b.shown || a.column - b.column));
  return rows.map(({ row }) => row);
}

/** Path → file of the binding, for every node that has one; `inferred` where it was made from the node. */
export function bindingsOf({ tree, index }: CaseRun): Record<string, string> {
  const matches = matchBindings(tree.root, index);
  const result: Record<string, string> = {};
  for (const node of tree.nodes()) {
    const match = matches.match(node);
    if (match !== undefined) result[node.path] = match.binding.file?.path.replace(`${FOLDER}/`, '') ?? 'inferred';
  }
  return result;
}
