/** What the tests of syntax share: texts as files, and trees and findings as text. */
import {
  DEFAULT_BUDGET,
  identityText,
  lineColumn,
  parse,
  type BodySyntax,
  type CellSyntax,
  type DevicetreeFinding,
  type ExpressionSyntax,
  type NodeSyntax,
  type ParseOptions,
  type SourceFile,
  type SourceReader,
  type SyntaxTree,
  type TopLevelSyntax,
  type ValueSyntax,
} from '../../../devicetree/index.js';

/** A reader of a table of texts; bytes are those of UTF-8. */
export function tableReader(files: Readonly<Record<string, string>>): SourceReader {
  const known = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(files)) known.set(path, { path, text });
  return {
    read: (path) => known.get(path),
    readBytes(path, maxBytes) {
      const text = known.get(path)?.text;
      const bytes = text === undefined ? undefined : new TextEncoder().encode(text);
      return bytes === undefined || bytes.length > maxBytes ? undefined : bytes;
    },
  };
}

/** Parses a text as `a.dts`, with other files beside it. */
export function parseText(
  text: string,
  options: Partial<ParseOptions> = {},
  files: Readonly<Record<string, string>> = {},
): SyntaxTree {
  const defaults = { reader: tableReader(files), includePaths: [], dialect: 'linux', budget: DEFAULT_BUDGET } as const;
  return parse(identityText({ path: 'a.dts', text }), { ...defaults, ...options });
}

/** `2:5-2:6 error dts-…: message`, one a line, counted from 1. */
export function findingTexts(findings: readonly DevicetreeFinding[]): string[] {
  return findings.map(({ code, severity, message, range }) => {
    const from = lineColumn(range.file, range.start);
    const to = lineColumn(range.file, range.end);
    const place = `${from.line + 1}:${from.column + 1}-${to.line + 1}:${to.column + 1}`;
    return `${range.file.path}:${place} ${severity} ${code}: ${message}`;
  });
}

/** Code and place of findings: `dts-expected-semicolon 3:9`. */
export function findingCodes(findings: readonly DevicetreeFinding[]): string[] {
  return findings.map(({ code, range }) => {
    const { line, column } = lineColumn(range.file, range.start);
    return `${code} ${line + 1}:${column + 1}`;
  });
}

/** The tree in lines, with what was computed instead of what was written. */
export function treeText(tree: SyntaxTree): string {
  return tree.statements.map((statement) => itemText(statement, '')).join('\n');
}

function itemText(item: TopLevelSyntax | BodySyntax, indentation: string): string {
  const head = indentation + ('labels' in item ? item.labels.map(({ text }) => `${text}: `).join('') : '');
  switch (item.kind) {
    case 'tag':
      return `${head}/${item.name}/`;
    case 'memreserve':
      return `${head}/memreserve/ ${expressionText(item.address)} ${expressionText(item.size)}`;
    case 'omit-if-no-ref':
      return `${head}/omit-if-no-ref/ &${item.reference.target}`;
    case 'delete-node':
      return `${head}/delete-node/ ${targetText(item)}`;
    case 'delete-property':
      return `${head}/delete-property/ ${item.name.text}`;
    case 'property':
      return `${head}${item.name.text}${item.values === undefined ? '' : ` = ${item.values.map(valueText).join(', ')}`}`;
    case 'node': {
      const marks = `${item.omitIfNoRef ? '/omit-if-no-ref/ ' : ''}${item.unclosed ? '/unclosed/ ' : ''}`;
      const body = item.body.map((inner) => `${itemText(inner, `${indentation}  `)}\n`).join('');
      return `${head}${marks}${targetText(item)} {${body === '' ? '' : `\n${body}${indentation}`}}`;
    }
  }
}

function targetText({ name, reference }: Pick<NodeSyntax, 'name' | 'reference'>): string {
  if (reference === undefined) return name?.text ?? '?';
  return reference.kind === 'label' ? `&${reference.target}` : `&{${reference.target}}`;
}

function valueText(value: ValueSyntax): string {
  const before = value.labels.map(({ text }) => `${text}: `).join('');
  const inner = value.innerLabels.map(({ label, offsetBytes }) => ` @${offsetBytes} ${label.text}`).join('');
  const after = value.labelsAfter.map(({ text }) => ` ${text}:`).join('');
  return `${before}${plainValueText(value)}${inner}${after}`;
}

function plainValueText(value: ValueSyntax): string {
  switch (value.kind) {
    case 'cells':
      return `${value.bits === 32 ? '' : `/bits/ ${value.bits} `}<${value.cells.map(cellText).join(' ')}>`;
    case 'string':
      return JSON.stringify(value.text);
    case 'bytes':
      return `[${Buffer.from(value.bytes).toString('hex')}]`;
    case 'reference':
      return targetText({ name: undefined, reference: value.reference });
    case 'incbin':
      return `/incbin/("${value.path}", ${value.offset}, ${value.length ?? 'all'})`;
    case 'invalid':
      return '?';
  }
}

function cellText(cell: CellSyntax): string {
  if (cell.kind === 'reference') return targetText({ name: undefined, reference: cell.reference });
  return expressionText(cell.expression);
}

function expressionText({ value, kind, name, argumentsText }: ExpressionSyntax): string {
  if (value !== undefined) return String(value);
  if (name === undefined) return `?${kind}`;
  return `?${name.text}${argumentsText === undefined ? '' : `(${argumentsText})`}`;
}

/** Paths of all nodes as they are written: names joined, with `&label` for a node that stands elsewhere. */
export function nodePaths(tree: SyntaxTree): string[] {
  const paths: string[] = [];
  const walk = (items: readonly (TopLevelSyntax | BodySyntax)[], prefix: string): void => {
    for (const item of items) {
      if (item.kind !== 'node') continue;
      const path = `${prefix}/${targetText(item)}`;
      paths.push(path);
      walk(item.body, path);
    }
  };
  walk(tree.statements, '');
  return paths;
}

/** A text with the first fix of every finding applied, where its edits do not overlap earlier ones. */
export function applyFixes(text: string, findings: readonly DevicetreeFinding[]): string {
  const edits = findings
    .flatMap(({ fixes }) => fixes?.[0]?.edits ?? [])
    .filter(({ range }) => range.file.text === text)
    .sort((a, b) => a.range.start - b.range.start);
  let result = '';
  let end = 0;
  for (const { range, newText } of edits) {
    if (range.start < end) continue;
    result += text.slice(end, range.start) + newText;
    end = range.end;
  }
  return result + text.slice(end);
}
