/** Where QEMU's MPU and the Armv7-M ARM part: the model follows the manual, and QEMU is shown to do what we say it does. */
import assert from 'node:assert/strict';
import type { MpuQuestion } from '../model/mpu-cases.js';
import type { ModelRegion } from '../model/pmsav7-model.js';
import { requireTool } from '../support/requirements.js';
import { buildMpuImage, expectedAnswer, parseMpuAnswers, RUNNER_PAGE, type MpuAnswer } from './mpu-image.js';
import { runOnQemu } from './qemu.js';

const RAM = 0x2000_0000;
const FINE: MpuAnswer = { exception: 11, cfsr: 0, faultAddress: 0 };

function denied(faultAddress: number): MpuAnswer {
  return { exception: 4, cfsr: 0x82, faultAddress };
}

function region(base: number, sizeLog2: number, ap: number): ModelRegion {
  return { rbar: base, rasr: ((ap << 24) | ((sizeLog2 - 1) << 1) | 1) >>> 0 };
}

function load(address: number, sizeBytes: 1 | 2 | 4): MpuQuestion {
  return { address, sizeBytes, type: 'read', privileged: true, negativePriority: false };
}

interface Difference {
  readonly what: string;
  readonly regions: readonly ModelRegion[];
  readonly question: MpuQuestion;
  /** By the manual. */
  readonly right: MpuAnswer;
  readonly qemu: MpuAnswer;
}

const BASE_RULE = 'a base that is no multiple of the size is masked (B3.5.3); QEMU skips the region';
const BYTE_RULE = 'an unaligned access is checked byte for byte (B2.3); QEMU checks the first address in a 1 KiB page';

const DIFFERENCES: readonly Difference[] = [
  {
    what: BASE_RULE,
    regions: [region(RAM + 0x800, 12, 0b011)],
    question: load(RAM + 0x10, 1),
    right: FINE,
    qemu: denied(RAM + 0x10),
  },
  {
    what: `${BASE_RULE}, upper half`,
    regions: [region(RAM + 0x800, 12, 0b011)],
    question: load(RAM + 0x810, 1),
    right: FINE,
    qemu: denied(RAM + 0x810),
  },
  {
    what: `${BYTE_RULE}: past the region's end`,
    regions: [region(RAM, 5, 0b011)],
    question: load(RAM + 29, 4),
    right: denied(RAM + 32),
    qemu: FINE,
  },
  {
    what: `${BYTE_RULE}: a store past the end`,
    regions: [region(RAM, 5, 0b011)],
    question: { ...load(RAM + 31, 2), type: 'write' },
    right: denied(RAM + 32),
    qemu: FINE,
  },
  {
    what: `${BYTE_RULE}: into a higher region that denies`,
    regions: [region(RAM, 8, 0b011), region(RAM + 32, 5, 0b000)],
    question: load(RAM + 31, 4),
    right: denied(RAM + 32),
    qemu: FINE,
  },
];

describe('differences between QEMU and the manual', () => {
  for (const { what, regions, question, right, qemu } of DIFFERENCES) {
    const off = Array<ModelRegion>(7 - regions.length).fill({ rbar: 0, rasr: 0 });
    const set = { ctrl: 1, regions: [...regions, ...off, region(RUNNER_PAGE.base, 12, 0b011)], questions: [question] };

    it(`${what}: the model`, () => assert.deepEqual(expectedAnswer(set, question), right));

    it(`${what}: QEMU`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      assert.deepEqual(parseMpuAnswers(runOnQemu(buildMpuImage([set]))), [qemu]);
    });
  }
});
