/** A sweep of patterns over several cores, chunk by chunk, so that memory stays bounded: what was asked, and what differs. */
import { holder, note, setOf } from '../emulator/disassembler/compare.js';
import { DEFINED_DIFFERENCES, TEXT_DIFFERENCES, type DifferenceClass } from '../emulator/disassembler/differences.js';
import { ASSEMBLER_DIFFERENCES } from './encoding-differences.js';
import { ourOpinion, partings, type Answers, type OurOpinion, type Parting, type SweptCore } from './encoding-judge.js';
import type { Verdict } from './oracles.js';
import { addressOf, askAssembler, askObjdump, askQemu, assembledWords, type Reading } from './encoding-oracles.js';

export interface CoreTally {
  readonly core: SweptCore;
  asked: number;
  defined: number;
  /** Patterns of each row; what no row holds is counted as `UNDEFINED`. */
  readonly rows: Map<string, number>;
  /** Patterns that a named class of differences explains. */
  readonly known: Map<string, number>;
  /** Some patterns of each. */
  readonly examples: Map<string, number[]>;
  readonly unexplained: Parting[];
}

export function newTally(core: SweptCore): CoreTally {
  const rows = new Map(setOf(core).rows.map(({ name }) => [name, 0]));
  return { core, asked: 0, defined: 0, rows, known: new Map(), examples: new Map(), unexplained: [] };
}

/** Cores that are asked about at the same time. */
const AT_ONCE = 2;

/** Asks all oracles about a chunk of patterns, and adds to each core's tally. */
export async function sweepEncodings(patterns: ArrayLike<number>, tallies: readonly CoreTally[]): Promise<void> {
  const readings = await askObjdump(patterns);
  const waiting = [...tallies];
  const worker = async (): Promise<void> => {
    for (let tally = waiting.shift(); tally; tally = waiting.shift()) await sweepCore(patterns, readings, tally);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function sweepCore(patterns: ArrayLike<number>, readings: readonly Reading[], tally: CoreTally): Promise<void> {
  const { qemu } = tally.core;
  const [verdicts, outcomes] = await Promise.all([
    askVerdicts(patterns, readings, tally.core),
    qemu === undefined ? undefined : askQemu(patterns, qemu),
  ]);
  for (let i = 0; i < patterns.length; i++) {
    const outcome = outcomes?.[i];
    const [reading, verdict] = [readings[i]!, verdicts[i]!];
    const known = { pattern: patterns[i]!, address: addressOf(i, patterns), reading, verdict };
    judge({ ...known, ...(outcome !== undefined && { outcome }) }, tally);
  }
}

/** Adds a pattern with all answers to a tally. */
export function judge(answers: Answers, tally: CoreTally): void {
  const { core } = tally;
  const set = setOf(core);
  const ours = ourOpinion(answers.pattern, set, core.options.fpu !== undefined);
  count(tally, ours);
  for (const parting of partings(answers, ours, core, set)) explain(tally, parting, ours.instruction);
}

/**
 * What the assembler says for a core. Where it takes what no row of the core has, the text is assembled: objdump prints some words
 * as instructions that assemble to another word, which says nothing about the first.
 */
export async function askVerdicts(
  patterns: ArrayLike<number>,
  readings: readonly Reading[],
  { core, options, assembler }: SweptCore,
): Promise<readonly Verdict[]> {
  const sources = readings.map(({ source }) => source);
  const verdicts = [...(await askAssembler(sources, assembler))];
  const set = setOf({ core, options });
  const doubtful = verdicts.flatMap((verdict, i) => {
    if (verdict !== 'accepted' || sources[i]!.startsWith('udf')) return [];
    return ourOpinion(patterns[i]!, set, options.fpu !== undefined).defined === 'undefined' ? [i] : [];
  });
  const texts = doubtful.map((i) => sources[i]!);
  const words = texts.length === 0 ? [] : await assembledWords(texts, assembler);
  doubtful.forEach((i, at) => {
    if (words[at] !== patterns[i]) verdicts[i] = 'other';
  });
  return verdicts;
}

function count(tally: CoreTally, { defined, instruction }: OurOpinion): void {
  tally.asked++;
  if (defined === 'defined') tally.defined++;
  const name = instruction?.row.name ?? 'UNDEFINED';
  tally.rows.set(name, (tally.rows.get(name) ?? 0) + 1);
}

const LISTS: Readonly<Record<Parting['oracle'], readonly DifferenceClass[]>> = {
  QEMU: DEFINED_DIFFERENCES,
  assembler: ASSEMBLER_DIFFERENCES,
  objdump: TEXT_DIFFERENCES,
};
const holders = new Map<string, ReturnType<typeof holder>>();

function explain(tally: CoreTally, parting: Parting, instruction: OurOpinion['instruction']): void {
  const { oracle, pattern, theirs, reading, verdict } = parting;
  const key = `${oracle} ${tally.core.core}`;
  const hold = holders.get(key) ?? holder(tally.core, LISTS[oracle]);
  holders.set(key, hold);
  const said = oracle === 'assembler' ? `${theirs}: ${reading.source}` : theirs;
  const name = hold({ pattern, instruction, verdict }, said);
  if (name === undefined) tally.unexplained.push(parting);
  else note(name, pattern, tally.known, tally.examples);
}
