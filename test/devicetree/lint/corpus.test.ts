/** Linux's boards have nothing to do with Zephyr, and no rule has anything to say about them; with a Zephyr context neither. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../../devicetree/compilation/index.js';
import { lint, lintContext } from '../../../devicetree/lint/index.js';
import type { SourceFile, SourceReader } from '../../../devicetree/source/index.js';
import { seededRandom } from '../../model/random.js';
import { LINUX_INCLUDE_PATHS, linuxBoards, linuxSources } from '../../support/linux-sources.js';
import { onRequest } from '../../support/requirements.js';
import { report } from './support.js';

describe('devicetree lint: the boards of Linux', () => {
  let folder: string;
  let boards: string[];
  before(function () {
    folder = linuxSources(this);
    boards = linuxBoards(folder);
    assert.ok(boards.length > 2000, 'arm and arm64 have more boards');
  });

  it('are none of the rules’ business', () => {
    const random = seededRandom(40);
    lintAll(Array.from({ length: 40 }, () => random.pick(boards)));
  });

  onRequest('are none of the rules’ business, all of them', function () {
    this.timeout(0);
    lintAll(boards);
  });

  function lintAll(list: readonly string[]): void {
    const reader = diskReader(folder);
    for (const board of list) {
      const file = reader.read(board)!;
      const compilation = compile({ files: [file], includePaths: LINUX_INCLUDE_PATHS, dialect: 'linux' }, reader);
      for (const zephyr of [undefined, { config: new Map<string, string>(), cacheLineBytes: 64 }]) {
        assert.equal(report(lint(lintContext(compilation, zephyr))), '', board);
      }
    }
  }
});

/** Reads below a folder, each file once. */
function diskReader(folder: string): SourceReader {
  const known = new Map<string, SourceFile | undefined>();
  return {
    read: (path) => {
      if (!known.has(path)) known.set(path, fileAt(join(folder, path), path));
      return known.get(path);
    },
  };
}

function fileAt(place: string, path: string): SourceFile | undefined {
  try {
    return { path, text: readFileSync(place, 'latin1') };
  } catch {
    return undefined;
  }
}
