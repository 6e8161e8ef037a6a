/** What holds each encoding, counted in the committed data of the tests and not told by hand. */
import { decode, disassembleAt, type Row } from '../../emulator/index.js';
import { recordConcrete } from '../../emulator/interpreter/shapes.js';
import { bytesToWords, elfImage } from '../differential/elf-image.js';
import { guestBinary } from '../differential/gold.js';
import { goldResults, imageOf, NARROW_STREAMS } from '../differential/narrow-streams.js';
import { goldStreamImage, streamGold, sweepGold } from '../differential/oracles.js';
import { isWide } from '../differential/decode-sweep.js';
import { wordsGold } from '../differential/encoding-words.js';
import type { StreamImage } from '../differential/stream-image.js';
import { ranInstructions, type StreamResult } from '../differential/stream-results.js';
import {
  CORTEX_M0,
  CORTEX_M7,
  FLOAT_TARGETS,
  instructionsOf,
  TARGETS,
  V8_TARGETS,
  type Target,
} from '../differential/targets.js';
import { normalised } from '../emulator/disassembler/compare.js';
import { isCalculation } from '../emulator/machine/calculation.js';
import { machineWith } from '../emulator/machine/firmware.js';
import type { Encoding } from './encoding.js';
import { encodingOf } from './index.js';

export interface Evidence {
  /** Executions in the committed random streams. */
  readonly streams: ReadonlyMap<Target, ReadonlyMap<Encoding, number>>;
  /** Words of the committed sweeps that QEMU and a row of ours call defined. */
  readonly sweep: ReadonlyMap<Encoding, number>;
  /** Words of them whose text is objdump's. */
  readonly objdump: ReadonlyMap<Encoding, number>;
  /** Names of guests made by hand that run it, and whose logs QEMU made first. */
  readonly guests: ReadonlyMap<Encoding, ReadonlySet<string>>;
}

const GUEST_LIMIT = 3_000_000;
/** Those whose streams are one image. */
const WIDE_TARGETS = [...TARGETS, ...FLOAT_TARGETS, ...V8_TARGETS];
/** Committed sweeps, and the cores that they are of. */
const SWEPT = [
  [[...TARGETS, ...FLOAT_TARGETS], 16],
  [[...TARGETS, ...FLOAT_TARGETS], 32],
  [FLOAT_TARGETS, 'float'],
] as const;
const OUTSIDE = { inIT: false, lastInIT: false };

export function gatherEvidence(): Evidence {
  const counts = { sweep: new Map<Encoding, number>(), objdump: new Map<Encoding, number>() };
  countWords(counts.sweep, counts.objdump);
  return { streams: streamExecutions(), ...counts, guests: guestEncodings() };
}

function add(counts: Map<Encoding, number>, word: number, bits: 16 | 32): void {
  const encoding = encodingOf(word, bits);
  if (encoding !== undefined) counts.set(encoding, (counts.get(encoding) ?? 0) + 1);
}

function executions(image: StreamImage, results: readonly StreamResult[], counts: Map<Encoding, number>): void {
  for (const [first, second] of ranInstructions(image, results))
    if (second === undefined) add(counts, first!, 16);
    else add(counts, ((first! << 16) | second) >>> 0, 32);
}

function streamExecutions(): Map<Target, Map<Encoding, number>> {
  const all = new Map<Target, Map<Encoding, number>>();
  for (const { target, seeds } of NARROW_STREAMS) {
    const counts = new Map<Encoding, number>();
    seeds.forEach((seed, part) => executions(imageOf(target, seed), goldResults(target, part), counts));
    all.set(target, counts);
  }
  for (const target of WIDE_TARGETS) {
    const image = goldStreamImage(target);
    const counts = new Map<Encoding, number>();
    executions(image, streamGold(target, image).results, counts);
    all.set(target, counts);
  }
  return all;
}

/** Words that several targets of the sweep have count once, for the text those of the floating-point extension too. */
function countWords(sweep: Map<Encoding, number>, objdump: Map<Encoding, number>): void {
  const seen = { sweep: new Set<number>(), objdump: new Set<number>() };
  for (const target of WIDE_TARGETS) {
    const set = instructionsOf(target);
    const options = { instructionSet: set };
    const lists = SWEPT.filter(([targets]) => targets.includes(target)).map(([, list]) => sweepGold(list, target));
    for (const { pattern, address, text, outcome } of [...lists.flat(), ...wordsGold(target)]) {
      const [first, second] = pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
      const bits = pattern < 0x1_0000 ? 16 : 32;
      if (decode(first, second, { pc: address, ...OUTSIDE }, set) === undefined) continue;
      const defined = outcome !== 'U' && outcome !== 'N' && outcome !== 'X';
      if (defined && !seen.sweep.has(pattern)) {
        seen.sweep.add(pattern);
        add(sweep, pattern, bits);
      }
      if (seen.objdump.has(pattern)) continue;
      if (normalised(disassembleAt(first, second, address, 0, options).text) !== normalised(text)) continue;
      seen.objdump.add(pattern);
      add(objdump, pattern, bits);
    }
  }
}

function guestImage(name: string): Uint8Array {
  const bytes = guestBinary(name);
  return elfImage(bytesToWords(bytes)[1]!, [{ address: 0, bytes }]);
}

type Note = (word: number, bits: 16 | 32, guest: string) => void;

/** The guests step by step: every instruction that they retire is of an encoding. */
function guestEncodings(): Map<Encoding, Set<string>> {
  const found = new Map<Encoding, Set<string>>();
  const note: Note = (word, bits, guest) => {
    const encoding = encodingOf(word, bits);
    if (encoding === undefined) return;
    const guests = found.get(encoding);
    if (guests) guests.add(guest);
    else found.set(encoding, new Set([guest]));
  };
  for (const { machine: board, directed } of TARGETS)
    for (const name of directed) runGuest(`directed/${name}`, board, note);
  runGuest('system-v6', CORTEX_M0.machine, note);
  noteFloatGuest(note);
  return found;
}

function runGuest(name: string, board: string, note: Note): void {
  const { machine } = machineWith(guestImage(name), board);
  while (machine.retired < GUEST_LIMIT) {
    const [first, second] = new Uint16Array(machine.readMemory(machine.cpu.pc, 4).slice().buffer);
    if (machine.run(1).reason === 'exit') return;
    if (isWide(first!)) note(((first! << 16) | second!) >>> 0, 32, name);
    else note(first!, 16, name);
  }
  throw new Error(`${name} does not end`);
}

/** Instructions of guest/float.s, each of which runs over tables of operands; they stand eight bytes apart. */
function noteFloatGuest(note: Note): void {
  const set = instructionsOf(CORTEX_M7);
  const code = new Uint16Array(guestBinary('float').slice().buffer);
  for (let i = 0x400; i + 1 < code.length; i += 4) {
    const row = decode(code[i]!, code[i + 1]!, { pc: 0, ...OUTSIDE }, set)?.row;
    if (row?.part.startsWith('fp') === true) note(((code[i]! << 16) | code[i + 1]!) >>> 0, 32, 'float');
  }
}

/** Whether a row is among those that evaluate.test.ts runs through both readings. */
export function isEvaluated(row: Row, words: readonly number[]): boolean {
  return words.some((word) => {
    const [first, second] = row.pattern.bits === 32 ? [word >>> 16, word & 0xffff] : [word, 0];
    const instruction = decode(first, second, { pc: 0x2000_0100, ...OUTSIDE }, instructionsOf(CORTEX_M7));
    return instruction?.row === row && !instruction.unpredictable && isCalculation(recordConcrete(instruction));
  });
}
