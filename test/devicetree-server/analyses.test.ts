/** What the server keeps of contexts, and of which files it lets go. A file's object is what everything is kept for. */
import assert from 'node:assert/strict';
import { createAnalyses, type Analyses } from '../../devicetree-server/analyses.js';
import { workspaceFiles, type WorkspaceFiles } from '../../devicetree-server/files.js';
import { DEFAULT_SETTINGS } from '../../devicetree-server/settings.js';
import type { CompilationContext } from '../../devicetree/index.js';

const SHARED = 'untitled:/shared.dtsi';

function board(name: string): CompilationContext {
  return {
    id: name,
    kind: 'zephyr-board',
    title: name,
    files: [pathOf(name)],
    includePaths: [],
    defines: {},
    dialect: 'zephyr',
    origin: '',
    findings: [],
  };
}

function pathOf(name: string): string {
  return `untitled:/${name}.dts`;
}

function update(analyses: Analyses, name: string): void {
  for (const step of [...analyses.update(board(name), DEFAULT_SETTINGS)]) assert.equal(step, undefined);
}

describe('devicetree-server: analyses', () => {
  let files: WorkspaceFiles;
  let analyses: Analyses;

  beforeEach(() => {
    files = workspaceFiles();
    analyses = createAnalyses(files, (path) => path);
    files.setBuffer(SHARED, '/ { };\n');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
      files.setBuffer(pathOf(name), `/dts-v1/;\n#include "shared.dtsi"\n/ { ${name} { }; };\n`);
  });

  const objects = (names: readonly string[]) => new Map(names.map((name) => [name, files.read(pathOf(name))!]));
  const kept = (before: ReturnType<typeof objects>): string =>
    [...before]
      .filter(([name, file]) => files.read(pathOf(name)) === file)
      .map(([name]) => name)
      .join('');

  it('are kept whole for the last four contexts that are shown', () => {
    const before = objects(['a', 'b', 'c', 'd', 'e', 'f']);
    for (const name of before.keys()) update(analyses, name);
    assert.equal(kept(before), 'cdef');
    assert.ok(analyses.summaryOf('a') !== undefined, 'the diagnostics are kept of all');
    assert.equal(analyses.analysisOf(board('a'), DEFAULT_SETTINGS).compilation.tree.find('/a')?.path, '/a');
  });

  it('outlive closing as long as they are among the last four', () => {
    const before = objects(['a', 'b', 'c', 'd', 'e']);
    for (const name of before.keys()) {
      update(analyses, name);
      analyses.keepOnly(new Set());
    }
    assert.equal(kept(before), 'bcde');
    assert.equal(analyses.summaryOf('e'), undefined);
  });

  it('keep a file that a context needs which is still shown', () => {
    const shared = files.read(SHARED)!;
    update(analyses, 'g');
    for (const name of ['a', 'b', 'c', 'd']) {
      update(analyses, name);
      analyses.keepOnly(new Set(['g']));
    }
    assert.equal(files.read(SHARED), shared);
    analyses.keepOnly(new Set());
    for (const name of ['e', 'f']) {
      update(analyses, name);
      analyses.keepOnly(new Set());
    }
    assert.equal(files.read(SHARED), shared, 'those closed last need it');
  });
});
