/** The same layers are written down twice, for the linter and for TypeScript; here they are held against each other. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../support/root.js';

interface Layers {
  readonly may: Readonly<Record<string, readonly string[]>>;
  readonly pure: readonly string[];
}

interface Settings {
  readonly compilerOptions: { readonly types: readonly string[]; readonly lib?: readonly string[] };
  readonly references: readonly { readonly path: string }[];
}

function settings(folder: string): Settings {
  return JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8')) as Settings;
}

function references(folder: string): string[] {
  return settings(folder)
    .references.map(({ path }) => path.replace(/^\.\.?\//, ''))
    .filter((path) => !path.endsWith('.json'))
    .sort();
}

describe('house: project references', () => {
  let layers: Layers;
  let folders: readonly string[];
  before(async () => {
    layers = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as Layers;
    folders = readdirSync(root)
      .filter((name) => existsSync(join(root, name, 'tsconfig.json')))
      .sort();
  });

  it('every folder with code has its place in the layers', () => {
    assert.deepEqual(
      folders.filter((folder) => folder !== 'test'),
      Object.keys(layers.may).sort(),
    );
  });

  it('one build compiles every folder', () => {
    assert.deepEqual(references('.'), folders);
  });

  it('TypeScript sees nothing but what a folder may import, and what that imports in turn', () => {
    for (const [folder, may] of Object.entries(layers.may)) {
      const reachable = new Set(may);
      for (const next of reachable) for (const further of layers.may[next] ?? []) reachable.add(further);
      assert.deepEqual(
        references(folder).filter((other) => !reachable.has(other)),
        [],
        `${folder}/tsconfig.json`,
      );
    }
  });

  it('engines and ground get no types from outside', () => {
    for (const folder of layers.pure) {
      const { types, lib } = settings(folder).compilerOptions;
      assert.deepEqual(types, [], folder);
      assert.equal(lib, undefined, folder);
    }
  });
});
