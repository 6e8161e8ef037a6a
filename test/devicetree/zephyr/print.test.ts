/** Plans as `ringfence regions` prints them, and as JSON. */
import assert from 'node:assert/strict';
import {
  mpuPlan,
  mpuTargetOf,
  planJson,
  planText,
  regionLine,
  type MpuPlan,
  type PlanOptions,
} from '../../../devicetree/index.js';
import { checkGold } from '../../support/gold.js';
import { boardOf } from './tree.js';

/** One of everything that can go another way than it looks. */
const MEMORIES = [
  { name: 'dma@20021000', reg: [0x2002_1000, 0x3000], attribute: 0x20_0000 },
  { name: 'sdram@60000000', reg: [0x6000_0000, 0x200_0000], attribute: 0x200_0000 },
  { name: 'frame@60100000', reg: [0x6010_0000, 0x10_0000], attribute: 0x10_0001 },
  { name: 'fpga@70000000', reg: [0x7000_0000, 0x1000], attribute: 0x100_0000 },
  { name: 'two-types@71000000', reg: [0x7100_0000, 0x1000], attribute: 0x110_0000 },
  { name: 'odd@20038010', reg: [0x2003_8010, 0x20], attribute: 0x10_0000 },
  { name: 'described@72000000', reg: [0x7200_0000, 0x1000], attribute: 0x9 },
];

const PLANS: readonly (readonly [
  name: string,
  core: string,
  mpu: string | undefined,
  regions: number,
  options: PlanOptions,
])[] = [
  ['cortex-m4', 'cortex-m4f', 'armv7m-mpu', 8, { zephyr: '4.1', stackGuard: true }],
  ['cortex-m33', 'cortex-m33', 'armv8m-mpu', 8, { stackGuard: true, userspace: true }],
  ['cortex-m0plus', 'cortex-m0+', 'armv6m-mpu', 8, { zephyr: '4.1', xip: false }],
  ['cortex-m0', 'cortex-m0', undefined, 8, {}],
  ['too-many', 'cortex-m7', 'armv7m-mpu', 4, { customSocRegions: true }],
];

function planOf([, core, mpu, regions, options]: (typeof PLANS)[number]): MpuPlan {
  const tree = boardOf(core, mpu, regions, MEMORIES);
  return mpuPlan(tree, mpuTargetOf(tree), options);
}

describe('devicetree: zephyr plan texts', () => {
  for (const entry of PLANS) {
    it(`as a table: ${entry[0]}`, () =>
      checkGold(`test/devicetree/zephyr/gold/${entry[0]}.txt`, planText(planOf(entry))));
  }

  it('as JSON', () => {
    const json = `${JSON.stringify(planJson(planOf(PLANS[0]!)), undefined, 2)}\n`;
    checkGold('test/devicetree/zephyr/gold/cortex-m4.json', json);
  });

  it('as one line', () => {
    const { regions } = planOf(PLANS[0]!);
    assert.equal(
      regionLine(regions[2]!),
      'MPU slot 2: 0x20020000-0x20023fff (16 KiB), rw- privileged, --- unprivileged, Normal, not cacheable, not shareable',
    );
    assert.equal(
      regionLine(regions.at(-1)!),
      'No DT_MEM_ARM_MPU_ type: the attribute only describes the memory, no MPU region is programmed.',
    );
  });
});
