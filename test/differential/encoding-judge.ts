/** Holds the rows of one core against what QEMU and the assembler call an instruction of it. */
import {
  decode,
  type CoreName,
  type CoreOptions,
  type Instruction,
  type InstructionSet,
} from '../../emulator/index.js';
import { ourText } from '../emulator/disassembler/compare.js';
import { isFloatSpace } from '../encodings/sections.js';
import type { SweepOutcome } from './decode-sweep.js';
import type { Reading } from './encoding-oracles.js';
import type { Verdict } from './oracles.js';
import {
  CORTEX_M0,
  CORTEX_M3,
  CORTEX_M33,
  CORTEX_M33F,
  CORTEX_M4,
  CORTEX_M4F,
  CORTEX_M7,
  type Target,
} from './targets.js';

/** A core as it is swept: what the assembler calls it, and on which of QEMU's machines it is. */
export interface SweptCore {
  readonly label: string;
  readonly core: CoreName;
  readonly options: CoreOptions;
  readonly assembler: readonly string[];
  readonly qemu?: Target;
  /** QEMU's core has more instructions: it says only that those of this one are instructions. */
  readonly qemuHasMore?: true;
}

const swept = (target: Target, ...assembler: readonly string[]): SweptCore => ({
  label: target.name,
  core: target.core,
  options: target.options,
  assembler: [`-mcpu=${target.core}`, ...assembler],
  qemu: target,
});

export const SWEPT_CORES: readonly SweptCore[] = [
  swept(CORTEX_M0),
  { label: 'cortex-m0plus', core: 'cortex-m0plus', options: {}, assembler: ['-mcpu=cortex-m0plus'] },
  { label: 'cortex-m1', core: 'cortex-m1', options: {}, assembler: ['-mcpu=cortex-m1'] },
  swept(CORTEX_M3),
  swept(CORTEX_M4),
  swept(CORTEX_M4F, '-mfpu=fpv4-sp-d16'),
  {
    label: 'cortex-m7-sp',
    core: 'cortex-m7',
    options: { fpu: 'fpv5-sp-d16' },
    assembler: ['-mcpu=cortex-m7', '-mfpu=fpv5-sp-d16'],
  },
  swept(CORTEX_M7, '-mfpu=fpv5-d16'),
  {
    label: 'cortex-m23',
    core: 'cortex-m23',
    options: { security: true },
    assembler: ['-mcpu=cortex-m23'],
    qemu: CORTEX_M33,
    qemuHasMore: true,
  },
  { ...swept(CORTEX_M33), assembler: ['-mcpu=cortex-m33+nodsp'] },
  swept(CORTEX_M33F, '-mfpu=fpv5-sp-d16'),
];

export type Defined = 'defined' | 'undefined' | 'nocp';

export interface OurOpinion {
  readonly defined: Defined;
  readonly instruction: Instruction | undefined;
}

const OUTSIDE = { pc: 0, inIT: false, lastInIT: false };
const COPROCESSOR = /^(STC|LDC|MCRR|MRRC|CDP|MCR|MRC|COPROCESSOR)_T[12]$/;

/** What the rows of a core say of a pattern; an FPU takes CP10 and CP11, so that what it leaves there is UNDEFINED. */
export function ourOpinion(pattern: number, set: InstructionSet, hasFpu: boolean): OurOpinion {
  const [first, second] = pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
  const instruction = decode(first, second, OUTSIDE, set);
  const row = instruction?.row;
  if (row === undefined || row.name.startsWith('UDF')) return { defined: 'undefined', instruction };
  if (!COPROCESSOR.test(row.name)) return { defined: 'defined', instruction };
  return { defined: hasFpu && isFloatSpace(row, pattern) ? 'undefined' : 'nocp', instruction };
}

export function qemuOpinion(outcome: SweepOutcome): Defined {
  return outcome === 'U' ? 'undefined' : outcome === 'N' ? 'nocp' : 'defined';
}

/** One pattern on which an oracle and the rows part. */
export interface Parting {
  readonly pattern: number;
  readonly oracle: 'QEMU' | 'assembler' | 'objdump';
  /** `Defined`, or texts. */
  readonly ours: string;
  readonly theirs: string;
  readonly row: string;
  /** objdump's reading, and what the assembler says to it. */
  readonly reading: Reading;
  readonly verdict: Verdict;
}

/** A pattern with all that was answered about it. */
export interface Answers {
  readonly pattern: number;
  readonly address: number;
  readonly reading: Reading;
  readonly verdict: Verdict;
  readonly outcome?: SweepOutcome;
}

/**
 * Where rows and oracles part. An instruction that the assembler takes for this core (and gives the same word) has to have a row;
 * one that it calls foreign must have none. The text is objdump's, and empty where there is no row.
 */
export function partings(
  { pattern, address, reading, verdict, outcome }: Answers,
  { defined: ours, instruction }: OurOpinion,
  core: SweptCore,
  set: InstructionSet,
): readonly Parting[] {
  const about = { pattern, ours, row: instruction?.row.name ?? 'UNDEFINED', reading, verdict };
  const found: Parting[] = [];
  if (
    outcome !== undefined &&
    outcome !== 'X' &&
    qemuOpinion(outcome) !== ours &&
    !(core.qemuHasMore === true && ours !== 'defined')
  )
    found.push({ ...about, oracle: 'QEMU', theirs: qemuOpinion(outcome) });
  const udf = reading.source.startsWith('udf');
  if (verdict === 'accepted' && ours === 'undefined' && !udf)
    found.push({ ...about, oracle: 'assembler', theirs: 'defined' });
  if ((verdict === 'foreign' || reading.source === '') && ours === 'defined')
    found.push({ ...about, oracle: 'assembler', theirs: 'undefined' });
  const text = instruction === undefined ? '' : ourText(pattern, address, set);
  if (text !== reading.text) found.push({ ...about, oracle: 'objdump', ours: text, theirs: reading.text });
  return found;
}
