/**
 * A few words of every encoding of the manuals' indexes, of every row and of what is out of scope, with QEMU's outcome and objdump's
 * text: committed, and asked again.
 */
import { ROWS } from '../../emulator/index.js';
import { fieldsOf, parsePattern, type Fields, type Pattern } from '../../emulator/isa/pattern.js';
import { isPlain, strictPattern } from '../encodings/encoding.js';
import { ENCODINGS } from '../encodings/index.js';
import { OUT_OF_SCOPE } from '../encodings/out-of-scope.js';
import { seededRandom, type Random } from '../model/random.js';
import type { SweepOutcome } from './decode-sweep.js';
import { encodingSweepImage, parseEncodingSweep } from './encoding-sweep.js';
import { readGold, writeGold } from './gold.js';
import { disassemble, slotAddress } from './objdump.js';
import type { SweptPattern } from './oracles.js';
import { runOnQemu } from './qemu.js';
import { FLOAT_TARGETS, TARGETS, V8_TARGETS, type Target } from './targets.js';

const PER_ENCODING = 24;
const PER_ROW = 6;
const TRIES = 2000;
const TEXTS = 'encodings/objdump.z';

/** The cores that are asked. */
export const WORD_TARGETS: readonly Target[] = [...TARGETS, ...FLOAT_TARGETS, ...V8_TARGETS];

function draw(
  pattern: Pattern,
  isMeant: (fields: Fields) => boolean,
  count: number,
  random: Random,
): readonly number[] {
  const words: number[] = [];
  for (let i = 0; i < TRIES && words.length < count; i++) {
    const word = (((random.word() & ~pattern.mask) | pattern.value) >>> 0) % 2 ** pattern.bits;
    if (isMeant(fieldsOf(pattern, word))) words.push(word);
  }
  return words;
}

/** Same words every time; an encoding with few fields has fewer. */
export function encodingWords(): readonly number[] {
  const random = seededRandom(5);
  const words = ENCODINGS.flatMap((one) => draw(strictPattern(one), isPlain(one), PER_ENCODING, random));
  const more = ROWS.flatMap(({ pattern, excluded }) => draw(pattern, (fields) => !excluded(fields), PER_ROW, random));
  const beyond = OUT_OF_SCOPE.flatMap(({ patterns }) =>
    patterns.flatMap((text) => draw(parsePattern(text), () => true, PER_ROW, random)),
  );
  return [...new Set([...words, ...more, ...beyond])];
}

function goldOf({ name }: Target): string {
  return `encodings/${name}.z`;
}

export function askQemuAboutWords(target: Target): readonly SweepOutcome[] {
  const words = encodingWords();
  const bytes = runOnQemu(encodingSweepImage(words, target), { machine: target.machine, icount: true });
  return parseEncodingSweep(bytes, words.length);
}

/** The words with the committed answers. */
export function wordsGold(target: Target): readonly SweptPattern[] {
  const texts = new TextDecoder().decode(readGold(TEXTS)).split('\n');
  const letters = new TextDecoder().decode(readGold(goldOf(target)));
  return encodingWords().map((pattern, i) => ({
    pattern,
    address: slotAddress(i),
    text: texts[i]!,
    outcome: letters[i] as SweepOutcome,
    absent: false,
  }));
}

/** Needs QEMU and objdump. */
export function makeWordsGold(): void {
  writeGold(TEXTS, new TextEncoder().encode(disassemble(encodingWords()).join('\n')));
  for (const target of WORD_TARGETS)
    writeGold(goldOf(target), new TextEncoder().encode(askQemuAboutWords(target).join('')));
}
