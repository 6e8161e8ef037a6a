/** The committed answers of QEMU and objdump, and how they are made again. With UPDATE_GOLDEN=1 the tests do. */
import { createHash } from 'node:crypto';
import { isaParts } from '../../emulator/index.js';
import type { MpuCaseSet } from '../model/mpu-cases.js';
import {
  buildSweepImage,
  FLOAT_SWEEP,
  floatPatterns,
  narrowPatterns,
  parseSweep,
  WIDE_SWEEP,
  widePatterns,
  type SweepOutcome,
} from './decode-sweep.js';
import { encodingSweepImage, parseEncodingSweep } from './encoding-sweep.js';
import { readGold, writeGold } from './gold.js';
import { buildMpuImage, guestCaseSets, parseMpuAnswers, type MpuAnswer } from './mpu-image.js';
import { disassemble, slotAddress } from './objdump.js';
import { qemuEngine, runOnQemu, type StreamEngine } from './qemu.js';
import {
  buildSecureImage,
  parseSecureAnswers,
  secureCaseSets,
  type SecureAnswer,
  type SecureCaseSet,
} from './secure-image.js';
import { buildStreamImage, type StreamImage } from './stream-image.js';
import { differingBlocks, doubtfulBlocks, parseResults, runStream, type StreamResult } from './stream-results.js';
import { CORTEX_M3, V8_TARGETS, type Target } from './targets.js';

const STREAM = { seed: 1, blocks: 20_000 };
const MPU = { seed: 1, sets: 1000, questionsPerSet: 24 };
const SECURE = { seed: 1, sets: 1000, questionsPerSet: 24 };
const WIDE = { seed: 1, perFirst: 18 };
/** Those of coprocessors 10 and 11. */
const FLOAT = { seed: 1, rounds: 2 };
/** About a million patterns; too large to commit. */
const MILLION = { seed: 2, perFirst: 195 };
const FLOAT_MILLION = { seed: 2, rounds: 40 };

/** Which list of patterns: those of 16 bits, of 32 bits, or the 32-bit ones of the floating-point extension. */
export type SweepList = 16 | 32 | 'float';

/**
 * What the assembler says to objdump's text, for one core: `accepted`; `foreign`: the core has no such instruction; `other`:
 * refused for its operands, or not understood at all, which says nothing about the core.
 */
export type Verdict = 'accepted' | 'foreign' | 'other';

/** A pattern with what the oracles say of it. */
export interface SweptPattern {
  /** 16-bit patterns lie below 0x10000; wide ones have their first halfword on top. */
  readonly pattern: number;
  /** Where objdump took it to lie. */
  readonly address: number;
  readonly text: string;
  readonly verdict?: Verdict;
  readonly outcome: SweepOutcome;
  /** UNDEFINED by the manual, whatever QEMU says. */
  readonly absent: boolean;
}

/** What QEMU 7.2 runs although it is not in the M profile at all (DDI 0403E, A5.2.5 and A5.3.6). The manual wins. */
const OTHER_PROFILES = /^(ldrexd|strexd|setend)\b/;

/** What QEMU 7.2 runs on a cortex-m3 although Armv7-M without the DSP extension leaves it UNDEFINED (A5.3 lists it as v7E-M). */
const DSP_ON_QEMU =
  /^([su]xta[bh]|smladx?|smlaldx?|smlaw[bt]|smlsdx?|smlsldx?|smuadx?|smulw[bt]|smusdx?|[su]sat16|usada?8)\b/;

interface StreamNotes {
  /** SHA-256 of the image that was run. */
  readonly image: string;
  /** Blocks on whose end the manual leaves a choice; no engine is measured by them. */
  readonly doubtful: readonly number[];
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function blocksOf(target: Target): number {
  return target.goldBlocks ?? STREAM.blocks;
}

export function goldStreamImage(target: Target): StreamImage {
  return buildStreamImage(target.streamRows, STREAM.seed, blocksOf(target), target.layout);
}

/** QEMU's results on `goldStreamImage(target)`; throws an Error if the generator has changed since they were made. */
export function streamGold(
  target: Target,
  image: StreamImage,
): {
  readonly results: readonly StreamResult[];
  readonly doubtful: ReadonlySet<number>;
} {
  const notes = JSON.parse(text(readGold(`${target.gold}stream-notes.z`))) as StreamNotes;
  if (notes.image !== digest(image.elf))
    throw new Error('the stream image has changed: npm run update-gold makes its gold again');
  const results = parseResults(readGold(`${target.gold}stream.z`), blocksOf(target));
  return { results, doubtful: new Set(notes.doubtful) };
}

/** The blocks in which an engine ends otherwise than QEMU did, without the doubtful ones. */
export function streamMismatches(target: Target, engine: StreamEngine, image: StreamImage): readonly number[] {
  const gold = streamGold(target, image);
  return differingBlocks(runStream(engine, image), gold.results).filter((block) => !gold.doubtful.has(block));
}

export function makeStreamGold(target: Target): void {
  const image = goldStreamImage(target);
  const qemu = qemuEngine(target);
  const bytes = qemu.run(image.elf);
  const doubtful = doubtfulBlocks(qemu, image);
  writeGold(`${target.gold}stream.z`, bytes);
  writeGold(`${target.gold}stream-notes.z`, json({ image: digest(image.elf), doubtful } satisfies StreamNotes));
}

export function goldMpuSets(): readonly MpuCaseSet[] {
  return guestCaseSets(MPU.seed, MPU.sets, MPU.questionsPerSet);
}

/** QEMU's answers to all questions of `goldMpuSets()`, in order. */
export function mpuGold(): readonly MpuAnswer[] {
  return parseMpuAnswers(readGold('mpu.z'));
}

export function makeMpuGold(): void {
  writeGold('mpu.z', runOnQemu(buildMpuImage(goldMpuSets())));
}

export function goldSecureSets(): readonly SecureCaseSet[] {
  return secureCaseSets(SECURE.seed, SECURE.sets, SECURE.questionsPerSet);
}

/** What QEMU's Cortex-M33 answers to `sets` now. */
export function askSecureOnQemu(sets: readonly SecureCaseSet[]): readonly SecureAnswer[] {
  return parseSecureAnswers(runOnQemu(buildSecureImage(sets), { machine: 'mps2-an505' }));
}

/** QEMU's answers to all questions of `goldSecureSets()`, in order. */
export function secureGold(): readonly SecureAnswer[] {
  return parseSecureAnswers(readGold('cortex-m33/secure.z'));
}

export function makeSecureGold(): void {
  writeGold('cortex-m33/secure.z', runOnQemu(buildSecureImage(goldSecureSets()), { machine: 'mps2-an505' }));
}

/** Asks QEMU about patterns, the FPU switched on where the target has one; about 15,000 a second. */
export function sweepOnQemu(patterns: ArrayLike<number>, target: Target = CORTEX_M3): readonly SweepOutcome[] {
  const { machine, layout } = target;
  if (V8_TARGETS.includes(target)) {
    const bytes = runOnQemu(encodingSweepImage(patterns, target), { machine, icount: true });
    return parseEncodingSweep(bytes, patterns.length);
  }
  const sweep = layout?.floats === true ? FLOAT_SWEEP : WIDE_SWEEP;
  const all = Array.from(patterns);
  const outcomes: SweepOutcome[] = [];
  for (let first = 0; first < all.length; first += sweep.limit) {
    const some = all.slice(first, first + sweep.limit);
    for (const outcome of parseSweep(runOnQemu(buildSweepImage(some, sweep), { machine, icount: true }), some))
      outcomes.push(outcome);
  }
  return outcomes;
}

function goldPatterns(list: SweepList): ArrayLike<number> {
  if (list === 'float') return floatPatterns(FLOAT.seed, FLOAT.rounds);
  return list === 16 ? narrowPatterns() : widePatterns(WIDE.seed, WIDE.perFirst);
}

function swept(
  target: Target,
  patterns: ArrayLike<number>,
  texts: readonly string[],
  outcomes: ArrayLike<string>,
): readonly SweptPattern[] {
  const hasDsp = isaParts(target.core, target.options).includes('dsp');
  const isAbsent = (words: string): boolean => OTHER_PROFILES.test(words) || (!hasDsp && DSP_ON_QEMU.test(words));
  return Array.from(patterns, (pattern, i) => ({
    pattern,
    address: slotAddress(i),
    text: texts[i]!,
    outcome: outcomes[i] as SweepOutcome,
    absent: isAbsent(texts[i]!),
  }));
}

/**
 * All 16-bit patterns, about 92,000 32-bit ones, or about 26,000 of the floating-point extension, with QEMU's outcome and objdump's text, which is the same for every core:
 * it names what any of them has.
 */
export function sweepGold(width: SweepList, target: Target = CORTEX_M3): readonly SweptPattern[] {
  const texts = text(readGold(`objdump${width}.z`)).split('\n');
  return swept(target, goldPatterns(width), texts, text(readGold(`${target.gold}sweep${width}.z`)));
}

/** The same for about a million 32-bit patterns, asked now: it needs both tools and some two minutes. */
export function sweepMillion(target: Target = CORTEX_M3): readonly SweptPattern[] {
  const wide = widePatterns(MILLION.seed, MILLION.perFirst);
  const patterns =
    target.layout?.floats === true ? [...wide, ...floatPatterns(FLOAT_MILLION.seed, FLOAT_MILLION.rounds)] : wide;
  return swept(target, patterns, disassemble(patterns), sweepOnQemu(patterns, target));
}

export function makeSweepGold(width: SweepList, target: Target): void {
  const outcomes = sweepOnQemu(goldPatterns(width), target).join('');
  writeGold(`${target.gold}sweep${width}.z`, new TextEncoder().encode(outcomes));
}

export function makeObjdumpGold(width: SweepList): void {
  writeGold(`objdump${width}.z`, new TextEncoder().encode(disassemble(goldPatterns(width)).join('\n')));
}
