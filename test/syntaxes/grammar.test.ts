/** The TextMate grammar of devicetree source, through VS Code's own engine, against snapshots. */
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { IGrammar, IRawGrammar } from 'vscode-textmate';
import { checkGold } from '../support/gold.js';
import { root } from '../support/root.js';

const require = createRequire(import.meta.url);
const textmate = require('vscode-textmate') as typeof import('vscode-textmate');
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const SAMPLES = 'test/syntaxes/samples';

async function devicetreeGrammar(): Promise<IGrammar> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(Uint8Array.from(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () =>
      Promise.resolve(
        JSON.parse(readFileSync(join(root, 'syntaxes/devicetree.tmLanguage.json'), 'utf8')) as IRawGrammar,
      ),
  });
  const grammar = await registry.loadGrammar('source.devicetree');
  assert.ok(grammar);
  return grammar;
}

/** Each line, and below it each token that is no blank with its scopes, the grammar's own left out. */
function snapshot(grammar: IGrammar, text: string): string {
  let state = textmate.INITIAL;
  const out: string[] = [];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    out.push(`>${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const piece = line.slice(startIndex, endIndex);
      if (piece.trim() === '') continue;
      const names = scopes.slice(1).map((scope) => scope.replace(/\.devicetree$/, ''));
      out.push(`  ${piece.trim()} → ${names.join(' ') || '(none)'}`);
    }
  }
  return `${out.join('\n')}\n`;
}

describe('syntaxes: devicetree', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await devicetreeGrammar();
  });

  for (const name of readdirSync(join(root, SAMPLES)).sort()) {
    it(`colours ${name} as its snapshot says`, () => {
      const text = readFileSync(join(root, SAMPLES, name), 'utf8');
      checkGold(`test/syntaxes/gold/${name}.txt`, snapshot(grammar, text));
    });
  }
});
