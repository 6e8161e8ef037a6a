/**
 * A short sweep with committed answers: all 16-bit patterns, 32-bit ones of every first halfword, those of the FPU, and words of
 * every encoding, with QEMU's outcomes, objdump's texts and the assembler's verdicts.
 */
import { isBkpt } from './decode-sweep-v6.js';
import type { SweepOutcome } from './decode-sweep.js';
import { askVerdicts } from './encoding-comparison.js';
import { SWEPT_CORES, type Answers, type SweptCore } from './encoding-judge.js';
import { readingOf } from './encoding-oracles.js';
import { wordsGold } from './encoding-words.js';
import { readGold, writeGold } from './gold.js';
import { sweepGold, type SweepList, type SweptPattern, type Verdict } from './oracles.js';
import { CORTEX_M0, CORTEX_M4F, type Target } from './targets.js';

export type GoldList = SweepList | 'words';
export const GOLD_LISTS: readonly GoldList[] = [16, 32, 'float', 'words'];

/** Others of `SWEPT_CORES` have the instructions of one of these. */
export const GOLD_CORES: readonly SweptCore[] = SWEPT_CORES.filter(
  ({ label }) => !['cortex-m0plus', 'cortex-m1', 'cortex-m7-sp'].includes(label),
);

const LETTERS: Readonly<Record<string, Verdict>> = { a: 'accepted', f: 'foreign', o: 'other' };

function goldOf({ label }: SweptCore): string {
  return `assembler/${label}.z`;
}

/** Patterns with objdump's texts, which are the same for all cores. */
function texts(list: GoldList): readonly SweptPattern[] {
  return list === 'words' ? wordsGold(CORTEX_M4F) : sweepGold(list, CORTEX_M4F);
}

const offsets = (): readonly number[] => {
  let sum = 0;
  return GOLD_LISTS.map((list) => (sum += texts(list).length) - texts(list).length);
};

/** A letter for each pattern of a list, or nothing where QEMU was not asked. */
function outcomes(list: GoldList, target: Target | undefined): ((index: number) => SweepOutcome) | undefined {
  if (target === undefined) return undefined;
  if (target === CORTEX_M0) {
    if (list !== 16 && list !== 32) return undefined;
    const letters = new TextDecoder().decode(readGold(`${target.gold}sweep${list}.z`));
    const patterns = texts(list);
    return (i) => (letters[i] === 'U' && !isBkpt(patterns[i]!.pattern) ? 'U' : 'R');
  }
  if (list === 'float' && target.options.fpu === undefined) return undefined;
  const gold = list === 'words' ? wordsGold(target) : sweepGold(list, target);
  return (i) => gold[i]!.outcome;
}

/** A list of the short sweep with the answers for one core. */
export function goldAnswers(core: SweptCore, list: GoldList): readonly Answers[] {
  const verdicts = new TextDecoder().decode(readGold(goldOf(core)));
  const first = offsets()[GOLD_LISTS.indexOf(list)]!;
  const outcomeOf = outcomes(list, core.qemu);
  return texts(list).map(({ pattern, address, text }, i) => {
    const outcome = outcomeOf?.(i);
    const verdict = LETTERS[verdicts[first + i]!]!;
    const asked = outcome !== undefined && outcome !== 'X';
    return { pattern, address, reading: readingOf(text, address), verdict, ...(asked && { outcome }) };
  });
}

/** The same as `compareText` takes it. */
export function goldTexts(core: SweptCore, list: GoldList): readonly SweptPattern[] {
  return goldAnswers(core, list).map(({ pattern, address, reading, verdict, outcome = 'X' }) => ({
    pattern,
    address,
    text: reading.text,
    verdict,
    outcome,
    absent: false,
  }));
}

/** What the assembler that is installed says to a list. */
export async function verdictsNow(core: SweptCore, list: GoldList): Promise<readonly Verdict[]> {
  const patterns = texts(list);
  return askVerdicts(
    patterns.map(({ pattern }) => pattern),
    patterns.map(({ text, address }) => readingOf(text, address)),
    core,
  );
}

/** Needs the assembler, and the other gold. */
export async function makeVerdictGold(): Promise<void> {
  for (const core of GOLD_CORES) {
    const lists = await Promise.all(GOLD_LISTS.map((list) => verdictsNow(core, list)));
    writeGold(
      goldOf(core),
      new TextEncoder().encode(
        lists
          .flat()
          .map((verdict) => verdict[0]!)
          .join(''),
      ),
    );
  }
}
