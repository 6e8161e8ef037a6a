/** The cores that are held against oracles: what each is here and on QEMU, and which encodings its streams are made of. */
import {
  isaParts,
  instructionSet,
  type CoreName,
  type CoreOptions,
  type CpuDescription,
  type InstructionSet,
} from '../../emulator/index.js';
import { DIRECTED, DIRECTED_DSP } from './gold.js';
import {
  BASELINE_LAYOUT,
  FLOAT_LAYOUT,
  NARROW_LAYOUT,
  V8_FLOAT_LAYOUT,
  V8_LAYOUT,
  V8_PLAIN_LAYOUT,
  type StreamLayout,
} from './stream-layout.js';
import { DSP_ROWS } from './stream-rows-dsp.js';
import { FLOAT5_ROWS, FLOAT5_SINGLE_ROWS, FLOAT_ROWS } from './stream-rows-float.js';
import type { StreamRow } from './stream-row.js';
import { STREAM_ROWS_M0PLUS, STREAM_ROWS_V6, STREAM_ROWS_V8_BASE } from './stream-rows-v6.js';
import { V8_FLOAT_ROWS, V8_PLAIN_ROWS, V8_ROWS } from './stream-rows-v8.js';
import { STREAM_ROWS } from './stream-rows.js';

export interface Target {
  /** What proofs and tests call it. */
  readonly name: string;
  readonly core: CoreName;
  readonly options: CoreOptions;
  /** The name of QEMU's machine and of our board. */
  readonly machine: string;
  /** What our board has instead of the machine's CPU: a core that QEMU 7.2 lacks. */
  readonly cpu?: Partial<CpuDescription>;
  /** Where its answers lie below `gold/`, with the slash. */
  readonly gold: string;
  readonly streamRows: readonly StreamRow[];
  /** Where its images lie; `WIDE_LAYOUT` if absent. */
  readonly layout?: StreamLayout;
  /** How many blocks of a stream are kept as gold; 20,000 if absent. */
  readonly goldBlocks?: number;
  /** Encodings that its streams leave out, because they tell it from the relative that it runs beside. */
  readonly leftOut?: readonly string[];
  /** Its guests in guest/directed. */
  readonly directed: readonly string[];
}

export const CORTEX_M3: Target = {
  name: 'cortex-m3',
  core: 'cortex-m3',
  options: {},
  machine: 'mps2-an385',
  gold: '',
  streamRows: STREAM_ROWS,
  directed: DIRECTED,
};

/** QEMU's has an FPU, which nothing here switches on. */
export const CORTEX_M4: Target = {
  name: 'cortex-m4',
  core: 'cortex-m4',
  options: {},
  machine: 'mps2-an386',
  gold: 'cortex-m4/',
  streamRows: [...STREAM_ROWS, ...DSP_ROWS],
  directed: [...DIRECTED, ...DIRECTED_DSP],
};

/**
 * MSR to CONTROL and VLSTM end a floating-point context, and QEMU 7.2 makes no new one behind an instruction that an IT block
 * skips (stream-rows-float.ts): so they stay out of IT blocks.
 */
const endingContextsOutsideOfIt = (rows: readonly StreamRow[]): readonly StreamRow[] =>
  rows.map((row) => (/^(MSR|VLSTM)$/.test(row.name) ? { ...row, place: 'notInIt' } : row));

const INTEGER_ROWS = endingContextsOutsideOfIt([...STREAM_ROWS, ...DSP_ROWS]);

/**
 * The same core with its FPU, and a Cortex-M7: their streams begin with floating-point registers, and a third of what they
 * execute works on them (core-streams.test.ts).
 */
export const CORTEX_M4F: Target = {
  name: 'cortex-m4f',
  core: 'cortex-m4',
  options: { fpu: 'fpv4-sp-d16' },
  machine: 'mps2-an386',
  gold: 'cortex-m4f/',
  streamRows: [...FLOAT_ROWS, ...FLOAT_ROWS, ...INTEGER_ROWS],
  layout: FLOAT_LAYOUT,
  goldBlocks: 6000,
  directed: [],
};

export const CORTEX_M7: Target = {
  name: 'cortex-m7',
  core: 'cortex-m7',
  options: { fpu: 'fpv5-d16' },
  machine: 'mps2-an500',
  gold: 'cortex-m7/',
  streamRows: [...FLOAT_ROWS, ...FLOAT5_ROWS, ...INTEGER_ROWS],
  layout: FLOAT_LAYOUT,
  goldBlocks: 6000,
  directed: [],
};

export const FLOAT_TARGETS: readonly Target[] = [CORTEX_M4F, CORTEX_M7];

/** In Secure state: the Cortex-M33 of AN521 has neither DSP extension nor FPU, that of AN505 has both. */
export const CORTEX_M33: Target = {
  name: 'cortex-m33',
  core: 'cortex-m33',
  options: { security: true },
  machine: 'mps2-an521',
  gold: 'cortex-m33/',
  streamRows: [...STREAM_ROWS, ...V8_ROWS, ...V8_ROWS, ...V8_FLOAT_ROWS],
  layout: V8_LAYOUT,
  goldBlocks: 10_000,
  directed: [],
};

export const CORTEX_M33F: Target = {
  name: 'cortex-m33f',
  core: 'cortex-m33',
  options: { security: true, dsp: true, fpu: 'fpv5-sp-d16' },
  machine: 'mps2-an505',
  gold: 'cortex-m33f/',
  streamRows: [...FLOAT_ROWS, ...FLOAT5_ROWS, ...INTEGER_ROWS, ...V8_ROWS, ...endingContextsOutsideOfIt(V8_FLOAT_ROWS)],
  layout: V8_FLOAT_LAYOUT,
  goldBlocks: 10_000,
  directed: [],
};

export const V8_TARGETS: readonly Target[] = [CORTEX_M33, CORTEX_M33F];

/** Not one of `TARGETS`: its memories are small, so its guests are its own (cortex-m0.test.ts). */
export const CORTEX_M0: Target = {
  name: 'cortex-m0',
  core: 'cortex-m0',
  options: {},
  machine: 'microbit',
  gold: 'cortex-m0/',
  streamRows: STREAM_ROWS_V6,
  layout: NARROW_LAYOUT,
  directed: [],
};

/**
 * Cores that QEMU 7.2 lacks, on boards whose core has all that they have. Where those differ is known: a Cortex-M0 cannot drop
 * its privilege and has no VTOR; a Cortex-M33 has faults and encodings that a Cortex-M23 lacks (stream-rows-v6.ts).
 */
export const CORTEX_M1: Target = { ...CORTEX_M0, name: 'cortex-m1', core: 'cortex-m1', cpu: { core: 'cortex-m1' } };

export const CORTEX_M0PLUS: Target = {
  ...CORTEX_M0,
  name: 'cortex-m0plus',
  core: 'cortex-m0plus',
  cpu: { core: 'cortex-m0plus' },
  gold: 'cortex-m0plus/',
  streamRows: STREAM_ROWS_M0PLUS,
};

export const CORTEX_M23: Target = {
  name: 'cortex-m23',
  core: 'cortex-m23',
  options: { security: true },
  machine: 'mps2-an521',
  cpu: { core: 'cortex-m23', priorityBits: 2 },
  gold: 'cortex-m23/',
  streamRows: STREAM_ROWS_V8_BASE,
  layout: BASELINE_LAYOUT,
  goldBlocks: 6000,
  directed: [],
};

/** With single precision alone, beside QEMU's that has both. */
export const CORTEX_M7_SP: Target = {
  ...CORTEX_M7,
  name: 'cortex-m7-sp',
  options: { fpu: 'fpv5-sp-d16' },
  cpu: { fpu: 'fpv5-sp-d16' },
  gold: 'cortex-m7-sp/',
  streamRows: [...FLOAT_ROWS, ...FLOAT5_SINGLE_ROWS, ...INTEGER_ROWS],
};

export const WITHOUT_SECURITY: Partial<CpuDescription> = {
  security: false,
  secureMpuRegions: 0,
  sauRegions: 0,
  idau: [],
};

/** Without Security Extension, beside QEMU's in Secure state: EXC_RETURN alone tells them apart, and the guest sees to that. */
export const CORTEX_M33_PLAIN: Target = {
  ...CORTEX_M33,
  name: 'cortex-m33-plain',
  options: {},
  cpu: WITHOUT_SECURITY,
  gold: 'cortex-m33-plain/',
  streamRows: [...STREAM_ROWS, ...V8_PLAIN_ROWS, ...V8_PLAIN_ROWS],
  layout: V8_PLAIN_LAYOUT,
  leftOut: ['TT_T1', 'TTT_T1'],
};

const RELATED_TARGETS: readonly Target[] = [CORTEX_M1, CORTEX_M0PLUS, CORTEX_M23, CORTEX_M7_SP, CORTEX_M33_PLAIN];

export const TARGETS: readonly Target[] = [CORTEX_M3, CORTEX_M4];

export const ALL_TARGETS: readonly Target[] = [
  ...TARGETS,
  CORTEX_M0,
  ...FLOAT_TARGETS,
  ...V8_TARGETS,
  ...RELATED_TARGETS,
];

export function instructionsOf({ core, options }: Target): InstructionSet {
  return instructionSet(isaParts(core, options));
}
