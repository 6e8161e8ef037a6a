/** Which MPU a tree has: Zephyr's compatibles, and the architectures of Arm's reference manuals. */
import assert from 'node:assert/strict';
import { mpuTargetOf, type MpuTargetOverrides } from '../../../devicetree/index.js';
import { boardOf, treeOf } from './tree.js';

const BOARDS: readonly (readonly [
  core: string,
  mpu: string | undefined,
  regions: number | undefined,
  words: string,
])[] = [
  ['cortex-m0+', 'armv6m-mpu', 8, 'Cortex-M0+, Armv6-M, 8 MPU regions (arm,num-mpu-regions of mpu@e000ed90)'],
  ['cortex-m3', 'armv7m-mpu', 8, 'Cortex-M3, Armv7-M, 8 MPU regions (arm,num-mpu-regions of mpu@e000ed90)'],
  ['cortex-m4f', 'armv7m-mpu', undefined, 'Cortex-M4F, Armv7-M, 8 MPU regions (assumed: devicetree does not say)'],
  ['cortex-m7', 'armv7m-mpu', 16, 'Cortex-M7, Armv7-M, 16 MPU regions (arm,num-mpu-regions of mpu@e000ed90)'],
  ['cortex-m23', 'armv8m-mpu', 4, 'Cortex-M23, Armv8-M Baseline, 4 MPU regions (arm,num-mpu-regions of mpu@e000ed90)'],
  [
    'cortex-m33f',
    'armv8m-mpu',
    8,
    'Cortex-M33F, Armv8-M Mainline, 8 MPU regions (arm,num-mpu-regions of mpu@e000ed90)',
  ],
  [
    'cortex-m55',
    'armv8.1m-mpu',
    16,
    'Cortex-M55, Armv8.1-M Mainline, 16 MPU regions (arm,num-mpu-regions of mpu@e000ed90)',
  ],
  [
    'cortex-m85',
    undefined,
    undefined,
    'Cortex-M85, Armv8.1-M Mainline, 8 MPU regions (assumed: devicetree does not say)',
  ],
  ['cortex-m0', undefined, undefined, 'Cortex-M0, Armv6-M: this core has no MPU'],
  [
    'cortex-r5',
    undefined,
    undefined,
    'Cortex-R5, Armv7-R: its MPU is programmed through CP15, which this plan does not cover',
  ],
  ['x', undefined, undefined, 'no Cortex-M core in /cpus'],
  ['x', 'armv7m-mpu', 8, 'Cortex-M, Armv7-M, 8 MPU regions (arm,num-mpu-regions of mpu@e000ed90)'],
];

describe('devicetree: zephyr MPU target', () => {
  for (const [core, mpu, regions, words] of BOARDS) {
    it(words, () => assert.equal(mpuTargetOf(boardOf(core, mpu, regions, [])).words, words));
  }

  it('gives the layout, the smallest region and the cache line', () => {
    const facts = (core: string, mpu?: string): readonly unknown[] => {
      const target = mpuTargetOf(boardOf(core, mpu, 8, []));
      return [
        target.pmsa,
        target.minimumRegionBytes,
        target.cacheLineBytes,
        target.regionCount,
        target.regionCountFrom,
      ];
    };
    assert.deepEqual(facts('cortex-m0+', 'armv6m-mpu'), ['v6', 256, undefined, 8, 'devicetree']);
    assert.deepEqual(facts('cortex-m7', 'armv7m-mpu'), ['v7', 32, 32, 8, 'devicetree']);
    assert.deepEqual(facts('cortex-m55', 'armv8m-mpu'), ['v8', 32, 32, 8, 'devicetree']);
    assert.deepEqual(facts('cortex-m1'), [undefined, 32, undefined, 0, 'core']);
  });

  it('believes what is given before devicetree', () => {
    const tree = boardOf('cortex-m4', 'armv7m-mpu', 8, []);
    const check = (given: MpuTargetOverrides, words: string): void =>
      assert.equal(mpuTargetOf(tree, given).words, words);
    check({ regionCount: 16 }, 'Cortex-M4, Armv7-M, 16 MPU regions (given)');
    check(
      { core: 'arm,cortex-m33' },
      'Cortex-M33, Armv8-M Mainline, 8 MPU regions (arm,num-mpu-regions of mpu@e000ed90)',
    );
  });

  it('takes an MPU that is disabled, or another vendor’s, for none', () => {
    const disabled = treeOf({
      cpus: {
        'cpu@0': { compatible: 'arm,cortex-m33', 'mpu@e000ed90': { compatible: 'arm,armv8m-mpu', status: 'disabled' } },
      },
    });
    assert.equal(mpuTargetOf(disabled).words, 'Cortex-M33, Armv8-M Mainline: mpu@e000ed90 is disabled');
    const sysmpu = treeOf({
      cpus: { 'cpu@0': { compatible: 'arm,cortex-m4f' } },
      'mpu@4000d000': { compatible: 'nxp,sysmpu' },
    });
    assert.equal(mpuTargetOf(sysmpu).pmsa, undefined);
    assert.match(mpuTargetOf(sysmpu).words, /^NXP SYSMPU/);
  });

  it('passes over CPUs that are not okay', () => {
    const tree = treeOf({
      cpus: {
        'cpu@0': { compatible: 'arm,cortex-m7', status: 'disabled' },
        'cpu@1': { compatible: 'arm,cortex-m4' },
      },
    });
    assert.equal(mpuTargetOf(tree).core, 'cortex-m4');
    assert.equal(mpuTargetOf(treeOf({})).words, 'no Cortex-M core in /cpus');
  });
});
