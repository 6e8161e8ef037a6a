/** Lints small examples on a board, and checks rules by tables: what is found where, what each fix makes of it, and what stays silent. */
import assert from 'node:assert/strict';
import {
  lint,
  lintContext,
  RULES,
  type LintContext,
  type LintOptions,
  type ZephyrFacts,
} from '../../../devicetree/lint/index.js';
import { compile } from '../../../devicetree/compilation/index.js';
import {
  rangeText,
  type DevicetreeFinding,
  type Fix,
  type SourceFile,
  type SourceReader,
} from '../../../devicetree/source/index.js';
import { ATTRIBUTE_HEADERS, type AttributeGroup } from '../../../devicetree/zephyr/index.js';
import { applyEdits } from '../../../devicetree/lint/edits.js';
import { BOARD_PATH, boardText, headers, INCLUDE_PATH, type Core } from './boards.js';

export interface Example {
  /** What an application's overlay says, behind its includes. `«…»` marks what the finding is about. */
  readonly source: string;
  readonly core?: Core;
  /** Headers that the overlay includes; arm and software if not given. */
  readonly include?: readonly AttributeGroup[];
  readonly zephyr?: ZephyrFacts;
  /** Changes the board's text. */
  readonly board?: (text: string) => string;
}

const BASE_PATH = '/project/base.dts';
export const OVERLAY_PATH = '/project/app.overlay';

/** The files of an example by their path. */
export function filesOf(example: Example): Map<string, string> {
  const { source, core = 'm4', include = ['arm', 'software'], zephyr, board = (text: string) => text } = example;
  const lines = include.map((group) => `#include <${ATTRIBUTE_HEADERS[group]}>\n`);
  return new Map([
    [BASE_PATH, '/dts-v1/;\n#include "boards/board.dtsi"\n'],
    [BOARD_PATH, board(boardText(core))],
    [OVERLAY_PATH, lines.join('') + source.replace(/[«»]/g, '')],
    ...Object.entries(headers(zephyr?.version ?? 'main')),
  ]);
}

export interface Linted {
  readonly context: LintContext;
  readonly findings: readonly DevicetreeFinding[];
  /** Errors of the language: what stops a build before any rule. */
  readonly errors: readonly DevicetreeFinding[];
  readonly overlay: SourceFile;
}

/** Reads, merges and lints the files. */
export function lintFiles(files: ReadonlyMap<string, string>, zephyr?: ZephyrFacts, options?: LintOptions): Linted {
  const known = new Map([...files].map(([path, text]): [string, SourceFile] => [path, { path, text }]));
  const reader: SourceReader = { read: (path) => known.get(path) };
  const inputs = [known.get(BASE_PATH)!, known.get(OVERLAY_PATH)!];
  const compilation = compile({ files: inputs, includePaths: [INCLUDE_PATH], dialect: 'zephyr' }, reader);
  const context = lintContext(compilation, zephyr);
  return {
    context,
    findings: lint(context, options),
    errors: compilation.findings.filter(({ severity }) => severity === 'error'),
    overlay: inputs[1]!,
  };
}

export function lintExample(example: Example, options?: LintOptions): Linted {
  return lintFiles(filesOf(example), example.zephyr, options);
}

/** The marked text of an example and where it lies in the overlay. */
function marked(example: Example, overlay: SourceFile): { start: number; end: number } {
  const at = overlay.text.length - example.source.replace(/[«»]/g, '').length;
  const open = example.source.indexOf('«');
  const close = example.source.indexOf('»');
  assert.ok(open >= 0 && close > open, 'the example marks no place');
  return { start: at + open, end: at + close - 1 };
}

export interface Hit extends Example {
  readonly name: string;
  readonly message: string | RegExp;
  /** Titles of the fixes in their order, and a piece of the overlay (or another file) that each leaves. */
  readonly fixes?: readonly { readonly title: string; readonly leaves: string; readonly kind?: string }[];
  /** Messages of related places. */
  readonly related?: readonly string[];
  /** Other rules that have something to say here too. */
  readonly also?: readonly string[];
  /** Rules that speak up once the first fix is made, e.g. for a size that is still to be filled in. */
  readonly afterFix?: readonly string[];
}

export interface Miss extends Example {
  readonly name: string;
  /** Rules that do have something to say. */
  readonly also?: readonly string[];
}

/** One rule's suite: each hit is found once, exactly there; each of its fixes makes it go away; each miss is silent. */
export function checkRule(id: string, hits: readonly Hit[], misses: readonly Miss[]): void {
  const rule = RULES.find((each) => each.id === id)!;
  describe(`devicetree lint: ${id} ${rule.title}`, () => {
    for (const hit of hits) it(`finds ${hit.name}`, () => checkHit(id, hit));
    for (const miss of misses) {
      it(`leaves ${miss.name}`, () => {
        assert.deepEqual(codes(lintExample(miss).findings), [...(miss.also ?? [])].sort());
      });
    }
  });
}

function codes(findings: readonly DevicetreeFinding[]): string[] {
  return findings.map(({ code }) => code).sort();
}

function checkHit(id: string, hit: Hit): void {
  const { findings, overlay } = lintExample(hit);
  assert.deepEqual(codes(findings), [id, ...(hit.also ?? [])].sort(), report(findings));
  const finding = findings.find(({ code }) => code === id)!;
  assert.equal(finding.severity, RULES.find((rule) => rule.id === id)!.severity);
  if (typeof hit.message === 'string') assert.equal(finding.message, hit.message);
  else assert.match(finding.message, hit.message);
  const place = marked(hit, overlay);
  assert.equal(finding.range.file, overlay);
  assert.equal(rangeText(finding.range), overlay.text.slice(place.start, place.end));
  assert.equal(finding.range.start, place.start);
  if (hit.related !== undefined) assert.deepEqual(finding.related?.map(({ message }) => message) ?? [], hit.related);
  assert.deepEqual(
    (finding.fixes ?? []).map(({ title }) => title),
    (hit.fixes ?? []).map(({ title }) => title),
  );
  for (const [index, fix] of (finding.fixes ?? []).entries()) checkFix(id, hit, fix, hit.fixes![index]!);
}

/** The fix leaves what it says, and then the rule is silent and the source in order. */
function checkFix(id: string, hit: Hit, fix: Fix, { leaves, kind }: NonNullable<Hit['fixes']>[number]): void {
  const fixed = applyFix(filesOf(hit), fix);
  assert.ok(
    [...fixed.values()].some((text) => text.includes(leaves)),
    `${fix.title} leaves:\n${fixed.get(OVERLAY_PATH)!}`,
  );
  if (kind !== undefined) assert.equal(fix.kind, kind);
  const again = lintFiles(fixed, hit.zephyr);
  assert.deepEqual(report(again.errors), '', `${fix.title} breaks the source:\n${fixed.get(OVERLAY_PATH)!}`);
  const left = codes(again.findings).filter(
    (code) => !(hit.also ?? []).includes(code) && !(hit.afterFix ?? []).includes(code),
  );
  assert.deepEqual(left, [], `after "${fix.title}" ${id} or others still speak: ${report(again.findings)}`);
}

/** The files with a fix's edits in them. */
export function applyFix(files: ReadonlyMap<string, string>, fix: Pick<Fix, 'edits'>): Map<string, string> {
  return new Map(
    [...files].map(([path, text]) => {
      const own = fix.edits.filter(({ range }) => range.file.path === path);
      const [file] = own.map(({ range }) => range.file);
      assert.ok(file === undefined || file.text === text);
      return [path, file === undefined ? text : applyEdits(file, own)];
    }),
  );
}

export function report(findings: readonly DevicetreeFinding[]): string {
  return findings.map(({ code, message, range }) => `${code} "${rangeText(range)}": ${message}`).join('\n');
}

export interface MemoryText {
  readonly label?: string;
  /** Unit address and, unless `reg` says otherwise, the base. */
  readonly at?: string;
  readonly size?: string;
  /** What stands between `<` and `>`; null: no `reg`. */
  readonly reg?: string | null;
  /** What stands between `<` and `>` of `zephyr,memory-attr`. */
  readonly attribute?: string;
  /** `zephyr,memory-region` with its quotes; null: none. */
  readonly name?: string | null;
  /** With quotes; null: none. */
  readonly compatible?: string | null;
  /** Further lines. */
  readonly more?: readonly string[];
}

/** A linker region with an attribute, well made unless told otherwise: 16 KiB at 0x20040000. */
export function memory(text: MemoryText = {}): string {
  const { label = 'sram1', at = '20040000', size = '0x4000', attribute, more = [] } = text;
  const {
    reg = `0x${at} ${size}`,
    name = `"${label.toUpperCase()}"`,
    compatible = '"zephyr,memory-region", "mmio-sram"',
  } = text;
  const lines = [
    ...(compatible === null ? [] : [`compatible = ${compatible};`]),
    ...(reg === null ? [] : [`reg = <${reg}>;`]),
    ...(name === null ? [] : [`zephyr,memory-region = ${name};`]),
    ...(attribute === undefined ? [] : [`zephyr,memory-attr = <${attribute}>;`]),
    ...more,
  ];
  return `\t${label}: memory@${at} {\n${lines.map((line) => `\t\t${line}\n`).join('')}\t};\n`;
}

/** Nodes under the root. */
export function root(...nodes: readonly string[]): string {
  return `/ {\n${nodes.join('\n')}};\n`;
}
