/** docs/encoding-coverage.md, from the index of encodings, the emulator's rows and the committed data of the tests. */
import {
  EMULATED,
  instructionSet,
  isaParts,
  ROWS,
  type CoreName,
  type CoreOptions,
  type IsaPart,
  type Row,
} from '../../emulator/index.js';
import { recordConcrete } from '../../emulator/interpreter/shapes.js';
import { decode, rowOf } from '../../emulator/isa/decode.js';
import { fieldsOf } from '../../emulator/isa/pattern.js';
import { seededRandom } from '../model/random.js';
import { isPlain, strictPattern, type Encoding } from './encoding.js';
import { isEvaluated, type Evidence } from './evidence.js';
import { GROUPS } from './index.js';
import { differenceRows, outOfScopeRows } from './out-of-scope-results.js';
import { isFloatSpace, sectionOf } from './sections.js';
import { ARMV6M_SECTIONS, ARMV7M_SECTIONS, TABLE_SECTIONS } from './titles.js';

const ALL_ROWS = instructionSet([...new Set(ROWS.map(({ part }) => part))]);
export const PAGE = 'docs/encoding-coverage.md';

const WORDS = 400;
const TRIES = 20_000;

export interface Coverage {
  readonly encoding: Encoding;
  /** Rows that decode words of the encoding; empty where there is none yet. */
  readonly rows: readonly Row[];
  /** Rows of other sections that decode them: a mistake, or what these words are on cores without the encoding. */
  readonly others: readonly Row[];
  /** Words that were drawn, by what decodes them. */
  readonly drawn: { readonly covered: readonly number[]; readonly undecoded: readonly number[] };
}

/** Draws words of an encoding and looks which rows decode them. */
export function cover(encoding: Encoding): Coverage {
  const pattern = strictPattern(encoding);
  const plain = isPlain(encoding);
  const random = seededRandom(1);
  const covered: number[] = [];
  const undecoded: number[] = [];
  const rows = new Set<Row>();
  for (let i = 0; i < TRIES && covered.length + undecoded.length < WORDS; i++) {
    const free = random.pick([random.word(), random.word(), random.word() & random.word() & random.word()]);
    const word = (((free & ~pattern.mask) | pattern.value) >>> 0) % 2 ** pattern.bits;
    if (!plain(fieldsOf(pattern, word))) continue;
    const row = rowOf(word, pattern.bits === 32 ? 4 : 2, ALL_ROWS);
    if (row === undefined || (encoding.part.startsWith('fp') && isFloatSpace(row, word))) undecoded.push(word);
    else {
      covered.push(word);
      rows.add(row);
    }
  }
  const section = sectionOf(encoding.rowOf ?? encoding.title);
  const own = [...rows].filter((row) => row.section.endsWith(section));
  return { encoding, rows: own, others: [...rows].filter((row) => !own.includes(row)), drawn: { covered, undecoded } };
}

interface Configuration {
  readonly label: string;
  readonly core: CoreName;
  readonly options: CoreOptions;
}

const CONFIGURATIONS: readonly Configuration[] = [
  { label: 'M0', core: 'cortex-m0', options: {} },
  { label: 'M0+', core: 'cortex-m0plus', options: {} },
  { label: 'M1', core: 'cortex-m1', options: {} },
  { label: 'M3', core: 'cortex-m3', options: {} },
  { label: 'M4', core: 'cortex-m4', options: {} },
  { label: 'M4F', core: 'cortex-m4', options: { fpu: 'fpv4-sp-d16' } },
  { label: 'M7', core: 'cortex-m7', options: {} },
  { label: 'M7 SP', core: 'cortex-m7', options: { fpu: 'fpv5-sp-d16' } },
  { label: 'M7 DP', core: 'cortex-m7', options: { fpu: 'fpv5-d16' } },
  { label: 'M23', core: 'cortex-m23', options: {} },
  { label: 'M23 S', core: 'cortex-m23', options: { security: true } },
  { label: 'M33', core: 'cortex-m33', options: {} },
  { label: 'M33 S', core: 'cortex-m33', options: { security: true } },
  { label: 'M33 DSP', core: 'cortex-m33', options: { dsp: true } },
  { label: 'M33F', core: 'cortex-m33', options: { fpu: 'fpv5-sp-d16' } },
];

/** Labels of the configurations that have one of these parts; what all configurations of a core have stands under its name. */
function profiles(parts: ReadonlySet<string>): string {
  const has = CONFIGURATIONS.filter(({ core, options }) => isaParts(core, options).some((part) => parts.has(part)));
  if (has.length === CONFIGURATIONS.length) return 'all';
  const cores = [...new Set(CONFIGURATIONS.map(({ core }) => core))];
  return cores
    .flatMap((core) => {
      const labels = has.filter((one) => one.core === core).map(({ label }) => label);
      const whole = labels.length === CONFIGURATIONS.filter((one) => one.core === core).length;
      return whole ? [labels[0]!] : labels;
    })
    .join(', ');
}

/** Whether its part of the instruction set is emulated. */
export function isDue({ part }: Encoding): boolean {
  return (EMULATED.parts as readonly string[]).includes(part);
}

function does({ rows, drawn, encoding }: Coverage): string {
  const row = rows[0];
  if (row === undefined) return isDue(encoding) ? '**missing**' : 'planned';
  const word = drawn.covered.find((one) => rowOf(one, row.pattern.bits === 32 ? 4 : 2, ALL_ROWS) === row)!;
  const [first, second] = row.pattern.bits === 32 ? [word >>> 16, word & 0xffff] : [word, 0];
  const instruction = decode(first, second, { pc: 0x1000, inIT: false, lastInIT: false }, ALL_ROWS)!;
  const { effects, registers, flags, floats, fpscr, flow } = recordConcrete(instruction);
  const some = drawn.undecoded.length > 0 ? '; UNPREDICTABLE words are UNDEFINED' : '';
  if (flow?.kind === 'system') {
    if (flow.operation === 'NOCP') return 'NOCP UsageFault';
    if (flow.operation === 'UDF') return 'UNDEFINED, as it should';
  } else if (row.name !== 'IT_T1' && effects.length + registers.length + floats.length === 0)
    if (flow === undefined && flags === undefined && fpscr === undefined) return `nothing${some}`;
  return `runs${some}`;
}

/** Executions by core: `M3 120, M4 118`. */
function streams(encoding: Encoding, { streams: all }: Evidence): string {
  return [...all]
    .map(([{ name }, counts]) => ({
      label: name.replace('cortex-', '').toUpperCase(),
      count: counts.get(encoding) ?? 0,
    }))
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${label} ${count}`)
    .join(', ');
}

function otherTests({ encoding, rows, drawn }: Coverage, evidence: Evidence): string {
  const guests = [...(evidence.guests.get(encoding) ?? [])];
  return [
    ...(rows.some((row) => isEvaluated(row, drawn.covered)) ? ['evaluate'] : []),
    ...guests.map((name) => name.replace('directed/', '')),
  ].join(', ');
}

/** The names of several rows share their beginning: `LDR_imm_T4_…` (5). */
function names(rows: readonly Row[]): string {
  if (rows.length <= 2) return rows.map(({ name }) => `\`${name}\``).join(', ');
  const [first] = rows.map(({ name }) => name);
  let length = first!.length;
  while (!rows.every(({ name }) => name.startsWith(first!.slice(0, length)))) length--;
  return length > 2
    ? `\`${first!.slice(0, length)}…\` (${rows.length})`
    : rows.map(({ name }) => `\`${name}\``).join(', ');
}

function sections({ title, part }: Encoding): string {
  const armv7m = TABLE_SECTIONS.get(title) ?? ARMV7M_SECTIONS.get(title);
  const armv6m = part === 'base' ? ARMV6M_SECTIONS.get(title) : undefined;
  return [armv7m ?? 'Armv8-M C2.4', ...(armv6m === undefined ? [] : [`v6-M ${armv6m}`])].join(', ');
}

const HEAD = [
  'Instruction',
  'Encoding',
  'Section',
  'Pattern',
  'Row',
  'Cores',
  'Executed in random streams',
  'Words swept on QEMU',
  'Texts of objdump',
  'Also held by',
  'Does',
];

function line(encoding: Encoding, evidence: Evidence): readonly string[] {
  const coverage = cover(encoding);
  const { rows } = coverage;
  const parts = new Set<string>(rows.length === 0 ? [encoding.part] : rows.map(({ part }): IsaPart => part));
  return [
    encoding.title,
    encoding.encoding,
    sections(encoding),
    `\`${encoding.pattern}\``,
    names(rows),
    profiles(parts),
    streams(encoding, evidence),
    `${evidence.sweep.get(encoding) ?? ''}`,
    `${evidence.objdump.get(encoding) ?? ''}`,
    otherTests(coverage, evidence),
    does(coverage),
  ];
}

const INTRODUCTION = `# Encoding coverage

Every encoding of the indexes of instructions of the Armv6-M, Armv7-M and Armv8-M Architecture Reference Manuals, and what holds our
row of it. The list of encodings is data of its own (test/encodings/), written from the manuals, so that a row that is missing in
emulator/isa/rows shows here as **missing**; everything else is counted in the committed data of the tests. Do not edit this file:
\`npm run encoding-coverage\` writes it, and a test holds it to what that writes.

- Section: of the Armv7-M ARM (DDI 0403E), and of the Armv6-M ARM (DDI 0419) where it has the encoding; the Armv8-M ARM (DDI 0553)
  for what is new there.
- Pattern: as the manual draws it; \`(0)\` and \`(1)\` are bits that should be so.
- Row: the \`name\` in emulator/isa/rows; several encodings may be one row, and several rows one encoding.
- Cores: those whose profile has the row; F is with a single-precision FPU, SP and DP are the Cortex-M7's, S is the Security
  Extension.
- Executed in random streams: how often it ran in the committed streams, each block of which ends as on QEMU; cores are named as in
  test/differential/targets.ts.
- Words swept on QEMU: words of the committed decode sweeps that QEMU has defined too. Texts of objdump: words whose text is
  objdump's.
- Also held by: \`evaluate\` is the second reading in TypeScript; the others are guests in test/differential/guest.
- Does: what the emulator does with it. UNPREDICTABLE words that are UNDEFINED here are listed in
  [disassembly-differences.md](disassembly-differences.md).
`;

const BEYOND = `## Out of scope

Instructions that no core here has, and what becomes of their words: words of each ran on our machines, with CP10 and CP11 switched
on where there is an FPU. UNDEFINED is a UsageFault with UNDEFINSTR (a HardFault on Armv6-M and Armv8-M Baseline), NOCP a UsageFault
with NOCP. Where a word is a hint, or an UNPREDICTABLE form of an instruction that the core has, it runs as that.
`;

const SWEPT = `## The sweep, and where it parts

\`npm run sweep\` asks QEMU, objdump and the assembler about all 16-bit and at least ten million 32-bit patterns of each core: every first
halfword, words of every encoding and row, and their neighbours. What QEMU runs, and what objdump names and the assembler takes for the
core, hits a row, or is of a class below, for the reason that [disassembly-differences.md](disassembly-differences.md) gives. Here is what
the emulator does: words of each class that the committed short sweep has ran on our machines. A dash: it has no such word for the core.
`;

/** The whole page. */
export function coveragePage(evidence: Evidence): string {
  const tables = GROUPS.map(({ title, encodings }) =>
    [`## ${title}`, '', ...table([HEAD, ...encodings.map((encoding) => line(encoding, evidence))]), ''].join('\n'),
  );
  const beyond = [BEYOND, ...table(outOfScopeRows()), '', SWEPT, ...table(differenceRows()), ''];
  return [INTRODUCTION, ...tables, ...beyond].join('\n');
}

/** The first row is the head. */
function table([head, ...rows]: readonly (readonly string[])[]): readonly string[] {
  return [head!, head!.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => (cell === '' ? '–' : cell)).join(' | ')} |`,
  );
}
