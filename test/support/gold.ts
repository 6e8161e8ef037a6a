/** Gold files: long expected texts beside their test. They are rewritten only with UPDATE_GOLDEN=1. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.js';

/**
 * Compares `actual` with the gold file `path`, named from the project's folder (`test/debugger/gold/report.txt`), and fails with
 * a difference. With UPDATE_GOLDEN=1 it writes the file instead.
 */
export function checkGold(path: string, actual: string): void {
  const file = join(root, path);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `${path} is missing: npm run update-gold writes it`);
  assert.equal(actual, readFileSync(file, 'utf8'), `${path} says otherwise`);
}
