/** The whole project passes its own linter, formatter and layering rules; `npm test` is the one command that says so. */
import assert from 'node:assert/strict';
import { runNode } from '../support/run-node.js';

const CHECKS = [
  { name: 'ESLint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  { name: 'Prettier', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  {
    name: 'dependency-cruiser',
    args: ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', '.'],
  },
] as const;

describe('house: style', () => {
  for (const { name, args } of CHECKS) {
    it(`${name} has nothing to say`, function () {
      this.timeout(600_000);
      const { status, stdout, stderr } = runNode(args);
      assert.equal(status, 0, `\n${stdout}${stderr}`);
    });
  }
});
