/**
 * Bindings and devicetrees by the table in cases.ts. Gold for the verdicts: edtlib itself, as of 2022 (python-devicetree 0.0.2) and
 * 2024 (of dtsh 0.2.2), recorded in gold/edtlib.json by record-gold.mjs. Where edtlib takes a case without a complaint, we find no
 * error and match the same bindings; where it refuses one, we find an error.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/root.js';
import { bindingsOf, runCase, said } from './case.js';
import { CASES } from './cases.js';

interface Verdict {
  readonly verdict: 'ok' | 'error' | 'crash';
  readonly warnings?: number;
  readonly bindings?: Readonly<Record<string, string>>;
}

const gold = JSON.parse(readFileSync(join(root, 'test/devicetree/bindings/gold/edtlib.json'), 'utf8')) as Readonly<
  Record<string, { readonly 2022: Verdict; readonly 2024: Verdict }>
>;

describe('devicetree/bindings: against edtlib', () => {
  it('has a verdict for each case, and no other', () => {
    assert.deepEqual(
      Object.keys(gold),
      CASES.map(({ name }) => name),
    );
  });

  for (const each of CASES) {
    it(each.name, () => {
      const run = runCase(each);
      assert.deepEqual(said(run.findings), each.says);
      const errors = run.findings.filter(({ severity }) => severity === 'error').length;
      for (const year of [2022, 2024] as const) {
        const { verdict, bindings, warnings = 0 } = gold[each.name]![year];
        const agrees = (verdict === 'ok') === (errors === 0);
        const reason = each.differs?.[year];
        assert.equal(
          agrees,
          reason === undefined,
          `edtlib of ${year}: ${verdict}; we: ${errors} errors; ${reason ?? ''}`,
        );
        if (warnings > 0) assert.ok(run.findings.some(({ severity }) => severity === 'warning'));
        if (agrees && verdict === 'ok') assert.deepEqual(bindingsOf(run), bindings);
      }
    });
  }
});
