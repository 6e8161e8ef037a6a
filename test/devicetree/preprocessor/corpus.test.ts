/** Linux's boards, printed as gcc prints them; and every printed token leads back to where it is written. */
import assert from 'node:assert/strict';
import type { Preprocessed } from '../../../devicetree/index.js';
import { seededRandom } from '../../model/random.js';
import { LINUX_INCLUDE_PATHS, linuxBoards, linuxSources } from '../../support/linux-sources.js';
import { onRequest, requireTool } from '../../support/requirements.js';
import { checkMap } from './map.js';
import { diskReader, normalised, run, runCpp } from './oracle.js';

describe('devicetree: preprocessor over the boards of Linux', () => {
  let folder: string;
  let boards: string[];
  before(function () {
    folder = linuxSources(this);
    boards = linuxBoards(folder);
    assert.ok(boards.length > 2000, 'arm and arm64 have more boards');
  });

  it('prints some boards as gcc does', function () {
    requireTool(this, 'cpp', 'cpp');
    compare(some(boards, 40));
  });

  onRequest('prints all boards as gcc does', function () {
    requireTool(this, 'cpp', 'cpp');
    this.timeout(0);
    compare(boards);
  });

  it('leads every token of some boards back to its place', () => {
    const reader = diskReader(folder);
    for (const board of some(boards, 60)) checkMap(preprocessed(board, reader));
  });

  onRequest('leads every token of all boards back to its place', function () {
    this.timeout(0);
    const reader = diskReader(folder);
    for (const board of boards) checkMap(preprocessed(board, reader));
  });

  function compare(list: readonly string[]): void {
    const reader = diskReader(folder);
    const options = LINUX_INCLUDE_PATHS.flatMap((path) => ['-I', path]);
    for (const board of list) {
      const gold = runCpp(folder, board, options);
      const ours = preprocessed(board, reader);
      assert.deepEqual(ours.findings, [], board);
      assert.equal(normalised(ours.output.text), normalised(gold.text), board);
    }
  }
});

function preprocessed(board: string, reader: ReturnType<typeof diskReader>): Preprocessed {
  return run(reader, [board], { includePaths: LINUX_INCLUDE_PATHS });
}

function some(boards: readonly string[], count: number): string[] {
  const random = seededRandom(6);
  return Array.from({ length: count }, () => random.pick(boards));
}
