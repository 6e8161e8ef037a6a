/**
 * The layering rules bite: a small project with one violation of each kind is shown to dependency-cruiser under the real
 * configuration, and each is reported once, by the rule that is meant for it.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../support/root.js';
import { runNode } from '../support/run-node.js';

const FILES = {
  'base/index.ts': `export { one } from './one.js';`,
  'base/one.ts': `export const one = 1;`,
  'protocol/index.ts': `export interface Body { readonly text: string }\nexport const NAMES = ['body'];`,
  'emulator/index.ts': `export { machine } from './machine.js';`,
  'emulator/machine.ts': `import { one } from '../base/index.js';\nexport const machine = one;`,
  'boards/index.ts': `export const board = 'source';`,
  'debugger/index.ts': `import { board } from '../boards/index.js';\nimport type { Body } from '../protocol/index.js';\nexport const session = board;\nexport const body: Body = { text: '' };`,
  'devicetree/index.ts': `export { read } from './bindings/yaml.js';`,
  'devicetree/bindings/yaml.ts': `import { parse } from 'yaml';\nexport const read = parse;`,
  'node_modules/yaml/package.json': `{ "name": "yaml", "version": "2.9.1", "main": "index.js" }`,
  'node_modules/yaml/index.js': `exports.parse = () => undefined;`,
  'debug-adapter/index.ts': `import { readFileSync } from 'node:fs';\nimport { session } from '../debugger/index.js';\nexport const adapter = [session, readFileSync];`,
  'cli/main.ts': `import { adapter } from '../debug-adapter/index.js';\nexport const main = adapter;`,
  'extension/extension.ts': `import type { Body } from '../protocol/index.js';\nimport * as vscode from 'vscode';\nexport const body: Body = { text: vscode.version };`,
  'bench/ratio.ts': `export const ratio = 1;`,
  'test/machine.test.ts': `import { machine } from '../emulator/machine.js';\nexport const tested = machine;`,
} as const;

/** One file each, what it does wrong, and who has to notice. */
const VIOLATIONS: readonly { file: string; text: string; rule: string; to: string }[] = [
  {
    file: 'base/up.ts',
    text: `import { machine } from '../emulator/index.js';\nexport const up = machine;`,
    rule: 'layer-base',
    to: 'emulator/index.ts',
  },
  {
    file: 'emulator/up.ts',
    text: `import type { session } from '../debugger/index.js';\nexport type Up = typeof session;`,
    rule: 'layer-emulator',
    to: 'debugger/index.ts',
  },
  {
    file: 'extension/sideways.ts',
    text: `import { session } from '../debugger/index.js';\nexport const sideways = session;`,
    rule: 'layer-extension',
    to: 'debugger/index.ts',
  },
  {
    file: 'debugger/from-test.ts',
    text: `export { tested } from '../test/machine.test.js';`,
    rule: 'layer-debugger',
    to: 'test/machine.test.ts',
  },
  {
    file: 'debugger/speaking.ts',
    text: `import { NAMES } from '../protocol/index.js';\nexport const names = NAMES;`,
    rule: 'bodies-are-types',
    to: 'protocol/index.ts',
  },
  {
    file: 'emulator/speaking.ts',
    text: `import type { Body } from '../protocol/index.js';\nexport type Spoken = Body;`,
    rule: 'layer-emulator',
    to: 'protocol/index.ts',
  },
  {
    file: 'debugger/deep.ts',
    text: `import { machine } from '../emulator/machine.js';\nexport const deep = machine;`,
    rule: 'door-emulator',
    to: 'emulator/machine.ts',
  },
  {
    file: 'debugger/lazy.ts',
    text: `export const lazy = () => import('../emulator/machine.js');`,
    rule: 'door-emulator',
    to: 'emulator/machine.ts',
  },
  {
    file: 'emulator/with-node.ts',
    text: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;`,
    rule: 'pure-engines',
    to: 'fs',
  },
  {
    file: 'debugger/with-old-name.ts',
    text: `import { join } from 'path';\nexport const joined = join;`,
    rule: 'pure-engines',
    to: 'path',
  },
  {
    file: 'devicetree/bindings/with-yaml.ts',
    text: `import { parse } from 'yaml';\nexport const parsed = parse;`,
    rule: 'pure-engines',
    to: 'node_modules/yaml/index.js',
  },
  {
    file: 'devicetree/bindings/yaml.ts',
    text: `import { readFileSync } from 'node:fs';\nimport { parse } from 'yaml';\nexport const read = [parse, readFileSync];`,
    rule: 'pure-engines-yaml',
    to: 'fs',
  },
  {
    file: 'debug-adapter/with-vscode.ts',
    text: `import { version } from 'vscode';\nexport const editor = version;`,
    rule: 'vscode-only-in-extension',
    to: 'vscode',
  },
  {
    file: 'emulator/measured.ts',
    text: `export { ratio } from '../bench/ratio.js';`,
    rule: 'layer-emulator',
    to: 'bench/ratio.ts',
  },
  {
    file: 'debugger/missing.ts',
    text: `export { nothing } from './no-such-file.js';`,
    rule: 'not-to-unresolvable',
    to: './no-such-file.js',
  },
];

/** A circle is reported once, at whichever of its files is met first. */
const RING = {
  'emulator/ring.ts': `import { back } from './ring-back.js';\nexport const start: unknown = back;`,
  'emulator/ring-back.ts': `import { start } from './ring.js';\nexport const back: unknown = start;`,
} as const;

interface CruiseReport {
  readonly summary: {
    readonly violations: readonly { from: string; to: string; rule: { name: string; severity: string } }[];
  };
}

describe('house: layers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-layers-'));
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json']) {
      copyFileSync(join(root, name), join(folder, name));
    }
    for (const [file, text] of Object.entries(FILES)) put(file, text);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function put(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }

  function violations(): string[] {
    const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { stdout, stderr } = runNode(
      [cruiser, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', '.'],
      folder,
    );
    assert.notEqual(stdout, '', stderr);
    const report = JSON.parse(stdout) as CruiseReport;
    return report.summary.violations
      .map(({ rule, from, to }) => `${rule.severity} ${rule.name}: ${from} → ${to}`)
      .sort();
  }

  it('accepts imports that follow them', () => {
    assert.deepEqual(violations(), []);
  });

  it('reports each violation, by the rule that is meant for it', () => {
    for (const { file, text } of VIOLATIONS) put(file, text);
    const expected = VIOLATIONS.map(({ file, rule, to }) => `error ${rule}: ${file} → ${to}`);
    assert.deepEqual(violations(), expected.sort());
  });

  it('reports a circle', () => {
    for (const [file, text] of Object.entries(RING)) put(file, text);
    const found = violations();
    assert.equal(found.length, 1);
    assert.match(found[0]!, /^error no-circular: emulator\/ring(-back)?\.ts → emulator\/ring(-back)?\.ts$/);
  });
});
