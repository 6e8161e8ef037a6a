/** Small sources against dtc: whether it takes them, and its blob to the last byte. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { build } from '../build.js';
import { differences } from './compare.js';
import { dtcVersion, runDtc } from './dtc.js';
import { readDtb } from './dtb.js';
import { generateSource } from './generate.js';
import { writeDtb } from './write-dtb.js';

/** Empty where dtc and we agree. */
function disagreement(text: string): string {
  const { blob, messages } = runDtc(text);
  const { tree, findings } = build(text, 'linux');
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
    // dtc 1.7 cuts what does not fit, with a warning of its own.
    .filter((code) => code !== 'dts-value-range' || dtcVersion()[1] < 7);
  if (blob === undefined) return errors.length > 0 ? '' : `dtc refuses it: ${messages}\n${text}`;
  // dtc then writes a blob without a node.
  if (errors.length > 0 && errors.every((code) => code === 'dts-root-deleted')) return '';
  if (errors.length > 0) return `dtc takes it, we say ${errors.join(' ')}\n${text}`;
  const ours = writeDtb(tree);
  if (Buffer.compare(ours, blob) === 0) return '';
  return `${differences(readDtb(ours), readDtb(blob)).join('\n')}\n${text}`;
}

describe('devicetree: small sources against dtc', function () {
  this.timeout(60_000);

  before(function () {
    requireTool(this, 'dtc', 'device-tree-compiler');
  });

  it('agrees on random sources that are mostly right (seeds 1 to 250)', () => {
    for (let seed = 1; seed <= 250; seed++) {
      assert.equal(disagreement(generateSource(seed, { uniqueLabels: true, plugins: true })), '', `seed ${seed}`);
    }
  });

  it('agrees on random sources with shared labels (seeds 1 to 60)', () => {
    for (let seed = 1; seed <= 60; seed++) {
      assert.equal(disagreement(generateSource(seed, { uniqueLabels: false, plugins: true })), '', `seed ${seed}`);
    }
  });

  it("agrees on the sources of Zephyr's dialect, read as dtc does", () => {
    const folder = join(root, 'test/devicetree/zephyr-dialect');
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (path.endsWith('.dts')) assert.equal(disagreement(readFileSync(join(folder, path), 'utf8')), '', path);
    }
  });
});
