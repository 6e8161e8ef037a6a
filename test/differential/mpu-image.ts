/** The image that puts the questions of test/model/mpu-cases.ts to a real MPU, and what its answers say. */
import { backingOf, mpuCaseSets, mpuOf, type MpuCaseSet, type MpuQuestion } from '../model/mpu-cases.js';
import { validateAddress } from '../model/pmsav7-model.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';

const TABLE_BASE = 0x2180_0000;
/** Where guest/mpu-cases.s keeps what must run while the MPU is on. */
export const RUNNER_PAGE = { base: 0x1000, sizeBytes: 0x1000 };

/** What the guest saw of one access. */
export interface MpuAnswer {
  /** 11 (SVCall) if nothing was refused, 4 MemManage, 5 BusFault. */
  readonly exception: number;
  /** The low 24 bits of CFSR. */
  readonly cfsr: number;
  /** MMFAR or BFAR if the one or the other is valid, else 0. */
  readonly faultAddress: number;
}

/** The number of the runner's code for an access. */
function accessCode(question: MpuQuestion): number {
  if (question.type === 'fetch') return 6;
  return Math.log2(question.sizeBytes) * 2 + (question.type === 'write' ? 1 : 0);
}

/** A refusal at negative priority is a lockup, so only what the model allows may be asked there. */
function survivable(set: MpuCaseSet, question: MpuQuestion): MpuQuestion {
  if (!question.negativePriority) return question;
  const fine = backingOf(question.address) === 'ram' && validateAddress(mpuOf(set, question), question).allowed;
  return fine ? question : { ...question, negativePriority: false };
}

/** Sets of questions for a guest, the same for the same seed. */
export function guestCaseSets(seed: number, sets: number, questionsPerSet: number): readonly MpuCaseSet[] {
  return mpuCaseSets({ seed, sets, questionsPerSet, runnerPage: RUNNER_PAGE }).map((set) => ({
    ...set,
    questions: set.questions.map((question) => survivable(set, question)),
  }));
}

export function buildMpuImage(sets: readonly MpuCaseSet[]): Uint8Array {
  const table: number[] = [];
  for (const set of sets) {
    table.push(set.ctrl, set.questions.length);
    for (const region of set.regions) table.push(region.rbar, region.rasr);
    for (const question of set.questions) {
      const unprivileged = question.privileged ? 0 : 0x100;
      const faultmask = question.negativePriority ? 0x200 : 0;
      const memory = question.type === 'fetch' && backingOf(question.address) === 'ram' ? 0x400 : 0;
      table.push(question.address, accessCode(question) | unprivileged | faultmask | memory);
    }
  }
  table.push(0, 0);
  const runner = guestBinary('mpu-cases');
  return elfImage(bytesToWords(runner)[1]!, [
    { address: 0, bytes: runner },
    { address: TABLE_BASE, bytes: wordBytes(table) },
  ]);
}

export function parseMpuAnswers(bytes: Uint8Array): readonly MpuAnswer[] {
  const words = bytesToWords(bytes);
  return Array.from({ length: words.length / 2 }, (_, i) => {
    const first = words[2 * i]!;
    return { exception: first & 0xff, cfsr: first >>> 8, faultAddress: words[2 * i + 1]! };
  });
}

/** What a chip that agrees with the model answers: the MPU's verdict first, then the bus's. */
export function expectedAnswer(set: MpuCaseSet, question: MpuQuestion): MpuAnswer {
  const verdict = validateAddress(mpuOf(set, question), question);
  const { address } = question;
  const fetch = question.type === 'fetch';
  if (!verdict.allowed) {
    return fetch
      ? { exception: 4, cfsr: 0x01, faultAddress: 0 } // IACCVIOL leaves MMFAR alone
      : { exception: 4, cfsr: 0x82, faultAddress: verdict.faultAddress }; // DACCVIOL, MMARVALID
  }
  const backing = backingOf(address);
  const refused = backing === 'unmapped' || (backing === 'ppb' && !question.privileged);
  if (!refused) return { exception: 11, cfsr: 0, faultAddress: 0 };
  return fetch
    ? { exception: 5, cfsr: 0x0100, faultAddress: 0 }
    : { exception: 5, cfsr: 0x8200, faultAddress: address };
}
