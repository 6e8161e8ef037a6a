/** A gold file fails a test when it is missing or says otherwise, and is written only on request. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkGold } from '../support/gold.js';
import { root } from '../support/root.js';

describe('house: gold files', () => {
  let folder: string;
  let update: string | undefined;
  before(() => {
    update = process.env['UPDATE_GOLDEN'];
    mkdirSync(join(root, 'out'), { recursive: true });
    folder = relative(root, mkdtempSync(join(root, 'out/house-gold-')));
  });
  after(() => {
    setUpdate(update);
    rmSync(join(root, folder), { recursive: true });
  });

  function setUpdate(value: string | undefined): void {
    if (value === undefined) delete process.env['UPDATE_GOLDEN'];
    else process.env['UPDATE_GOLDEN'] = value;
  }

  it('are compared, and written only with UPDATE_GOLDEN=1', () => {
    const path = join(folder, 'gold/text.txt');
    setUpdate(undefined);
    assert.throws(() => {
      checkGold(path, 'one\n');
    }, /is missing/);
    assert.equal(existsSync(join(root, path)), false);
    setUpdate('1');
    checkGold(path, 'one\n');
    setUpdate(undefined);
    checkGold(path, 'one\n');
    assert.throws(() => {
      checkGold(path, 'two\n');
    }, /says otherwise/);
    checkGold(path, 'one\n');
  });
});
