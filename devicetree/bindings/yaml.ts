/**
 * YAML text to values with places: the one file that imports a YAML library. Scalars are resolved by YAML 1.1 as PyYAML does it,
 * because that is what Zephyr reads its bindings with.
 */
import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Parser, type CST, type Document, type Node } from 'yaml';
import type { DevicetreeFinding, SourceFile, SourceRange } from '../source/index.js';
import type { YamlDocument, YamlEntry, YamlValue } from './yaml-value.js';

/** Zephyr's longest binding has some 40 KiB. */
const MAX_CHARACTERS = 512 * 1024;
/** Collections in collections. The library composes recursively, so this is checked on its tokens first. */
const MAX_DEPTH = 64;
/** Values after aliases are followed, against texts of a few lines that stand for billions of values. */
const MAX_VALUES = 100_000;
/** A broken file would have one for every token. */
const MAX_FINDINGS = 20;

const documents = new WeakMap<SourceFile, YamlDocument>();

/** Reads one YAML document. Trouble becomes findings (`yaml-…`); what could be read is there all the same. Cached by file object. */
export function readYaml(file: SourceFile): YamlDocument {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const document = read(file);
  documents.set(file, document);
  return document;
}

type Report = (code: string, range: SourceRange, message: string, severity?: 'error' | 'warning') => void;

function read(file: SourceFile): YamlDocument {
  const findings: DevicetreeFinding[] = [];
  const report: Report = (code, range, message, severity = 'error') => {
    if (findings.length < MAX_FINDINGS) findings.push({ code, severity, message, range });
  };
  const whole = { file, start: 0, end: Math.min(file.text.length, 1) };
  if (file.text.length > MAX_CHARACTERS) {
    report('yaml-limit', whole, `This file is longer than ${MAX_CHARACTERS} characters and was not read.`);
    return { file, root: undefined, findings };
  }
  const tokens = [...new Parser().parse(file.text)];
  if (deeperThan(tokens, MAX_DEPTH)) {
    report('yaml-limit', whole, `This file nests more than ${MAX_DEPTH} levels deep and was not read.`);
    return { file, root: undefined, findings };
  }
  const composed = [...new Composer(OPTIONS).compose(tokens, true, file.text.length)];
  const first = composed[0];
  if (first === undefined) return { file, root: undefined, findings };
  for (const { pos, message } of first.errors) {
    const start = Math.min(pos[0], file.text.length);
    report('yaml-syntax', { file, start, end: Math.max(start, Math.min(pos[1], file.text.length)) }, sentence(message));
  }
  const second = composed[1];
  if (second !== undefined) {
    report('yaml-documents', at(file, second.range), 'Only the first YAML document of a file is read.');
  }
  return { file, root: values(file, first, report), findings };
}

/** No schema of the library: it gives scalars as text, and `resolvePlain` says what they mean. */
const OPTIONS = {
  schema: 'failsafe',
  uniqueKeys: false,
  logLevel: 'silent',
  prettyErrors: false,
  strict: false,
} as const;

function sentence(message: string): string {
  const line = message.split('\n', 1)[0]!;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** Goes level by level: tokens may nest deeper than a stack could follow. */
function deeperThan(tokens: readonly CST.Token[], limit: number): boolean {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const next: CST.Token[] = [];
    for (const token of level) {
      if (token.type === 'document' && token.value !== undefined) next.push(token.value);
      if (!('items' in token)) continue;
      for (const item of token.items) {
        if (item.key !== undefined && item.key !== null) next.push(item.key);
        if (item.value !== undefined) next.push(item.value);
      }
    }
    level = next;
  }
  return false;
}

function at(file: SourceFile, range: readonly [number, number, number] | null | undefined): SourceRange {
  const start = range?.[0] ?? 0;
  return { file, start, end: Math.max(start, range?.[1] ?? start) };
}

/** Anchors seen so far with their values, and how many values each stands for. */
interface Conversion {
  readonly file: SourceFile;
  readonly report: Report;
  readonly anchors: Map<string, { readonly value: YamlValue; readonly count: number }>;
  count: number;
}

function values(file: SourceFile, document: Document.Parsed, report: Report): YamlValue | undefined {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === '' && contents.type === 'PLAIN')) return undefined;
  const root = convert({ file, report, anchors: new Map(), count: 0 }, contents);
  return root?.kind === 'null' ? undefined : root;
}

/** Undefined where the budget is used up or an alias leads nowhere. */
function convert(state: Conversion, node: Node): YamlValue | undefined {
  if (isAlias(node)) return aliased(state, node.source, at(state.file, node.range));
  const before = state.count++;
  const value = isScalar(node)
    ? scalar(state, node.value, node.type, node.tag, at(state.file, node.range))
    : isMap(node)
      ? map(state, node.items, at(state.file, node.range))
      : isSeq(node)
        ? list(state, node.items, at(state.file, node.range))
        : undefined;
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor !== undefined && value !== undefined) state.anchors.set(anchor, { value, count: state.count - before });
  // `!include a.yaml` of old bindings stands for a list of file names.
  if (value?.kind === 'string' && node.tag === '!include') return { kind: 'list', range: value.range, items: [value] };
  return value;
}

function aliased(state: Conversion, name: string, range: SourceRange): YamlValue | undefined {
  const target = state.anchors.get(name);
  if (target === undefined) {
    state.report('yaml-alias', range, `No anchor &${name} stands before this alias.`);
    return undefined;
  }
  if (state.count + target.count > MAX_VALUES) {
    state.report('yaml-limit', range, `The aliases of this file stand for more than ${MAX_VALUES} values.`);
    return undefined;
  }
  state.count += target.count;
  return target.value;
}

function list(state: Conversion, nodes: readonly unknown[], range: SourceRange): YamlValue {
  const items: YamlValue[] = [];
  for (const node of nodes) {
    const item = convert(state, node as Node);
    if (item !== undefined) items.push(item);
  }
  return { kind: 'list', range, items };
}

function map(state: Conversion, pairs: readonly unknown[], range: SourceRange): YamlValue {
  const entries = new Map<string, YamlEntry>();
  const merged: YamlEntry[] = [];
  for (const pair of pairs) {
    if (!isPair<Node, Node | null>(pair)) continue;
    const key = keyText(state, pair.key);
    if (key === undefined) continue;
    const value = pair.value === null ? nothing(key.range) : convert(state, pair.value);
    if (value === undefined) continue;
    if (key.text === '<<') merged.push(...mergedEntries(value));
    else {
      const entry = { key: key.text, places: [key.range], value };
      if (entries.has(key.text)) {
        state.report(
          'yaml-duplicate-key',
          key.range,
          `The key '${key.text}' stands twice; the last one counts.`,
          'warning',
        );
      }
      entries.set(key.text, entry);
    }
  }
  // Keys of the map itself come before those that `<<` brings.
  for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return { kind: 'map', range, entries };
}

function mergedEntries(value: YamlValue): YamlEntry[] {
  if (value.kind === 'map') return [...value.entries.values()];
  return value.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'map' ? [...item.entries.values()] : []))
    : [];
}

function nothing(key: SourceRange): YamlValue {
  return { kind: 'null', range: { file: key.file, start: key.end, end: key.end } };
}

function keyText(state: Conversion, node: Node): { readonly text: string; readonly range: SourceRange } | undefined {
  const range = at(state.file, node.range);
  if (isScalar(node)) return { text: typeof node.value === 'string' ? node.value : String(node.value), range };
  state.report('yaml-key', range, 'A key has to be a plain word or a string.');
  return undefined;
}

const CORE_TAG = 'tag:yaml.org,2002:';

function scalar(
  state: Conversion,
  raw: unknown,
  style: string | undefined,
  tag: string | undefined,
  range: SourceRange,
): YamlValue {
  const text = typeof raw === 'string' ? raw : String(raw);
  if (tag === undefined) return style === 'PLAIN' ? resolvePlain(text, range) : { kind: 'string', range, value: text };
  if (tag.startsWith(CORE_TAG) && tag !== `${CORE_TAG}str`) return resolvePlain(text, range);
  if (!tag.startsWith(CORE_TAG) && tag !== '!include' && tag !== '!') {
    state.report('yaml-tag', range, `The tag ${tag} is not known.`);
  }
  return { kind: 'string', range, value: text };
}

const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INT = /^([-+]?)(?:0b([01_]+)|0x([\da-fA-F_]+)|0([0-7_]+)|(0|[1-9][\d_]*))$/;
const SEXAGESIMAL = /^([-+]?)([1-9][\d_]*(?::[0-5]?\d)+)$/;
const FLOAT = /^[-+]?(?:\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.[\d][\d_]*(?:[eE][-+]\d+)?)$/;
const SPECIAL_FLOAT = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** YAML 1.1, "Tag resolution", as PyYAML's resolver has it: `y` and `n` are strings, `1e3` is a string, `010` is eight. */
function resolvePlain(text: string, range: SourceRange): YamlValue {
  if (NULL.test(text)) return { kind: 'null', range };
  if (TRUE.test(text)) return { kind: 'boolean', range, value: true, text };
  if (FALSE.test(text)) return { kind: 'boolean', range, value: false, text };
  const int = INT.exec(text);
  if (int !== null) return { kind: 'int', range, value: integer(int), text };
  const sixties = SEXAGESIMAL.exec(text);
  if (sixties !== null) {
    const value = sixties[2]!.split(':').reduce((sum, part) => sum * 60 + Number(part.replaceAll('_', '')), 0);
    return { kind: 'int', range, value: sixties[1] === '-' ? -value : value, text };
  }
  if (FLOAT.test(text)) return { kind: 'float', range, value: Number(text.replaceAll('_', '')), text };
  if (SPECIAL_FLOAT.test(text)) return { kind: 'float', range, value: Number.NaN, text };
  return { kind: 'string', range, value: text };
}

function integer(match: RegExpExecArray): number {
  const digits = (match[2] ?? match[3] ?? match[4] ?? match[5] ?? '').replaceAll('_', '');
  const radix = match[2] !== undefined ? 2 : match[3] !== undefined ? 16 : match[4] !== undefined ? 8 : 10;
  const value = digits === '' ? 0 : Number.parseInt(digits, radix);
  return match[1] === '-' && value !== 0 ? -value : value;
}
