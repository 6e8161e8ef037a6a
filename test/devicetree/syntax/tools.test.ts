/**
 * The table in cases.ts against dtc 1.6.1 and dtlib (python-devicetree 0.0.2), as recorded in gold/tools.json: where a tool takes a
 * source, we find no error and the same values; where it refuses, we find an error.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BodySyntax, SyntaxTree, TopLevelSyntax, ValueSyntax } from '../../../devicetree/index.js';
import { root } from '../../support/root.js';
import { CASES, type Case } from './cases.js';
import { findingTexts, parseText } from './support.js';

/** Values in hexadecimal, by path and property; null where the tool refuses the source. */
type Verdict = Readonly<Record<string, Readonly<Record<string, string>>>> | null;

const gold = JSON.parse(readFileSync(join(root, 'test/devicetree/syntax/gold/tools.json'), 'utf8')) as Readonly<
  Record<string, { readonly dtc: Verdict; readonly dtlib: Verdict }>
>;
const TOOLS = [
  { tool: 'dtc', dialect: 'linux' },
  { tool: 'dtlib', dialect: 'zephyr' },
] as const;

describe('devicetree/syntax: against dtc and dtlib', () => {
  it('has a verdict for each case, and no other', () => {
    assert.deepEqual(
      Object.keys(gold),
      CASES.map(({ name }) => name),
    );
  });

  for (const { tool, dialect } of TOOLS) {
    for (const each of CASES) {
      it(`${tool}: ${each.name}`, () => {
        const tree = parseText(each.text, { dialect }, each.files);
        check(each, tree, gold[each.name]![tool], each.differs?.[tool]);
      });
    }
  }
});

function check(each: Case, tree: SyntaxTree, verdict: Verdict, differs: string | undefined): void {
  const errors = findingTexts(tree.findings).filter((text) => text.includes(' error '));
  const agrees = (verdict === null) === errors.length > 0;
  assert.equal(agrees, differs === undefined, `${each.text}\n${errors.join('\n')}`);
  if (verdict === null || errors.length > 0) return;
  const ours = propertyValues(tree);
  for (const [path, properties] of Object.entries(ours)) {
    for (const [name, bytes] of Object.entries(properties)) {
      assert.equal(bytes, verdict[path]?.[name], `${path}:${name} of\n${each.text}`);
    }
  }
}

/** Properties of named nodes whose bytes need no other node; where one is assigned twice the last counts. */
function propertyValues(tree: SyntaxTree): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  const deletes = (item: TopLevelSyntax | BodySyntax): boolean =>
    item.kind.startsWith('delete') || (item.kind === 'node' && item.body.some(deletes));
  if (tree.statements.some(deletes)) return found;
  const walk = (items: readonly (TopLevelSyntax | BodySyntax)[], path: string): void => {
    for (const item of items) {
      if (item.kind === 'property') {
        const parts = (item.values ?? []).map(valueBytes);
        if (parts.every((part) => part !== undefined)) (found[path] ??= {})[item.name.text] = parts.join('');
      } else if (item.kind === 'node' && item.name !== undefined && !item.omitIfNoRef) {
        walk(item.body, item.name.text === '/' ? '/' : `${path === '/' ? '' : path}/${item.name.text}`);
      }
    }
  };
  walk(tree.statements, '');
  return found;
}

function valueBytes(value: ValueSyntax): string | undefined {
  switch (value.kind) {
    case 'cells': {
      const digits = value.bits / 4;
      const cells = value.cells.map((cell) => {
        const number = cell.kind === 'expression' ? cell.expression.value : undefined;
        return number === undefined ? undefined : BigInt.asUintN(value.bits, number).toString(16).padStart(digits, '0');
      });
      return cells.every((cell) => cell !== undefined) ? cells.join('') : undefined;
    }
    case 'string':
      return Buffer.from(`${value.text}\0`, 'latin1').toString('hex');
    case 'bytes':
      return Buffer.from(value.bytes).toString('hex');
    case 'incbin':
      return value.bytes === undefined ? undefined : Buffer.from(value.bytes).toString('hex');
    case 'reference':
    case 'invalid':
      return undefined;
  }
}
