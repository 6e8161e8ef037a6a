/**
 * The encodings of Armv6-M for random streams: the 16-bit ones of Armv7-M but two, seven wide ones, and some that are undefined;
 * and those of Armv8-M Baseline, which are more.
 */
import { bad, type StreamRow } from './stream-row.js';
import { V8_ROWS } from './stream-rows-v8.js';
import { STREAM_ROWS } from './stream-rows.js';

/** Wide encodings that Armv6-M shares with Armv7-M (Armv6-M ARM, A5.3); MRS and MSR are below. */
const SHARED_WIDE = ['BL', 'UDF_T2', 'DSB', 'DMB', 'ISB'];
/** What is written otherwise below, or does not exist (CBZ; IT is woven in by the generator). */
const NOT_SHARED = ['CBZ', 'SVC', 'CPS'];

function isNarrow({ pattern }: StreamRow): boolean {
  return pattern.replaceAll(' ', '').length === 16;
}

const SHARED = STREAM_ROWS.filter(
  (row) => SHARED_WIDE.includes(row.name) || (isNarrow(row) && !NOT_SHARED.includes(row.name)),
);

/** SYSm that exist, and three that Armv7-M alone has: UNPREDICTABLE, read as zero here and on QEMU (B5.1.1). */
const READABLE = [0, 1, 2, 3, 5, 6, 7, 8, 9, 16, 20, 17, 18, 19];
/** A block that moves a stack pointer by MSR would lose what tells of its end. */
const WRITABLE = [0, 1, 2, 3, 5, 6, 7, 16, 20];

const Q = 0x0800_0000;

const SYSTEM: readonly StreamRow[] = [
  {
    name: 'MRS',
    pattern: '1111001111101111 1000 dddd ssssssss',
    unpredictable: (f) => bad(f['d']),
    prepare: (f, { random }) => void (f['s'] = random.pick(READABLE)),
  },
  {
    name: 'MSR',
    pattern: '111100111000 nnnn 1000 1000 ssssssss',
    unpredictable: (f) => bad(f['n']),
    prepare: (f, setup) => {
      f['s'] = setup.random.pick(WRITABLE);
      if (f['s'] === 20) setup.set(f['n']!, 2 + setup.random.below(2));
      else if (f['s'] === 16) setup.set(f['n']!, setup.random.below(2));
      // QEMU keeps a Q that Armv6-M does not have.
      else setup.set(f['n']!, setup.random.word() & ~Q);
    },
  },
  { name: 'CPS', pattern: '10110110011 m 0010' },
  // Escalated to HardFault where PRIMASK is 1; no SVC follows it, because the runner looks for one.
  { name: 'SVC', pattern: '11011111 iiiiiiii', nopBehind: true },
];

/** Cortex-M0+ can drop its privilege, and QEMU's Cortex-M0 cannot: CONTROL is written with nPRIV as it is. */
const PRIVILEGED_SYSTEM: readonly StreamRow[] = SYSTEM.map((row) =>
  row.name === 'MSR'
    ? {
        ...row,
        prepare: (f, setup) => {
          row.prepare!(f, setup);
          if (f['s'] === 20) setup.set(f['n']!, 2);
        },
      }
    : row,
);

/** Encodings of Armv7-M that are UNDEFINED on Armv6-M (A5.2, A5.3), with random fields. */
const UNDEFINED = ['MOVW', 'LDREX', 'LDR_imm_T3', 'coprocessor'];

const FORGOTTEN: readonly StreamRow[] = STREAM_ROWS.filter(({ name }) => UNDEFINED.includes(name)).map(
  ({ name, pattern }) => ({ name: `undefined_${name}`, pattern }),
);

export const STREAM_ROWS_V6: readonly StreamRow[] = [...SHARED, ...SYSTEM, ...FORGOTTEN];

/** For Cortex-M0+, to be run beside a Cortex-M0. */
export const STREAM_ROWS_M0PLUS: readonly StreamRow[] = [...SHARED, ...PRIVILEGED_SYSTEM, ...FORGOTTEN];

/** What Armv8-M Baseline took over from Armv7-M (DDI 0553, C1.4.1), and what both Armv8-Ms lack alike. */
const TAKEN_OVER = /^(CBZ|B_T4|MOV[WT]|[SU]DIV|(LD|ST)REX[BH]?|CLREX|coprocessor)$/;

/** For Armv8-M Baseline, to be run beside Mainline. */
export const STREAM_ROWS_V8_BASE: readonly StreamRow[] = [
  ...SHARED,
  ...SYSTEM,
  ...STREAM_ROWS.filter(({ name }) => TAKEN_OVER.test(name)),
  ...V8_ROWS,
];
