/**
 * Where our text or our choice of defined words parts from objdump 2.40 or QEMU 7.2, and why: the list behind
 * docs/disassembly-differences.md, which a test holds to it.
 */

import type { CoreName } from '../../../emulator/index.js';
import type { Verdict } from '../../differential/oracles.js';

export interface DifferenceClass {
  /** As it is titled in the document. */
  readonly name: string;
  /** Section of the Armv7-M ARM (DDI 0403E) that decides; the document names it too. */
  readonly section: string;
  /** Words of the class: a bit pattern, and a clause over its fields as the encoding rows write them. */
  readonly words: readonly (readonly [pattern: string, clause?: string])[];
  /** Rows that decode the words here; `UNDEFINED` is a row of its own. */
  readonly rows: RegExp;
  /** Only words that the row calls UNPREDICTABLE. */
  readonly unpredictable?: true;
  /** Only words whose text of objdump the assembler meets so, for this core. */
  readonly verdict?: Verdict;
  /** Only words that some core of ours has. */
  readonly elsewhere?: true;
  /** Cores on which it is seen; all if absent. */
  readonly cores?: readonly CoreName[];
  /** What the oracle says of them. */
  readonly theirs: RegExp;
}

const ARMV6M: readonly CoreName[] = ['cortex-m0', 'cortex-m0plus', 'cortex-m1'];
const ARMV7M: readonly CoreName[] = ['cortex-m3', 'cortex-m4', 'cortex-m7'];
const ARMV8M: readonly CoreName[] = ['cortex-m23', 'cortex-m33'];
const BASELINE: readonly CoreName[] = [...ARMV6M, 'cortex-m23'];

const UNDEFINED = /^UNDEFINED$/;
const SOMETHING = /./;
const COPROCESSOR = /^(STC|LDC|MCRR|MRRC|CDP|MCR|MRC|COPROCESSOR)_T[12]$/;

/** objdump names the instructions of every Arm architecture; Armv7-M leaves these words UNDEFINED, and so does QEMU. */
const OTHER_ARCHITECTURES: readonly DifferenceClass[] = [
  {
    name: '16-bit instructions of other profiles',
    section: 'A5.2.5',
    words: [['1011101010xxxxxx'], ['101101100001x000'], ['101101100101x000'], ['10110110011x01xx']],
    rows: UNDEFINED,
    theirs: /^(hlt|setpan|setend|cpsi[de] a)/,
  },
  {
    name: 'BXNS and BLXNS',
    section: 'A7.7.20',
    cores: [...ARMV6M, ...ARMV7M],
    words: [['01000111xxxxx100']],
    rows: UNDEFINED,
    theirs: /^bl?xns /,
  },
  {
    name: 'Branches and system instructions of other profiles',
    section: 'A5.3.4',
    words: [['11110xxxxxxxxxxx1xxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs:
      /^(blx|bf|bfl|bfx|bflx|bfcsel|bxj|hvc|smc|cps|cpsi[de](\.w)?|setpan|sb|eret|subs|le|letp|lctp|wls|dls|wlstp\.\d+|dlstp\.\d+|mrs|msr|sevl\.w|dcps\d|undefined) ?/,
  },
  {
    name: 'The DSP extension and later additions beside it',
    cores: ['cortex-m3'],
    section: 'A5.3.11 to A5.3.17',
    words: [
      ['11111010xxxxxxxx1111xxxxxxxxxxxx'],
      ['11111011xxxxxxxxxxxxxxxxxxxxxxxx'],
      ['11101010110xxxxxxxxxxxxxxxxxxxxx'],
    ],
    rows: UNDEFINED,
    theirs: SOMETHING,
  },
  {
    name: 'CRC32',
    section: 'A5.3.15',
    cores: ['cortex-m4', 'cortex-m7', 'cortex-m33'],
    words: [['11111010110xxxxx1111xxxx10xxxxxx']],
    rows: UNDEFINED,
    theirs: /^crc32c?[bhw] /,
  },
  {
    name: 'SSAT16 and USAT16',
    cores: ['cortex-m3'],
    section: 'A7.7.152',
    words: [['11110x111x10xxxx0000xxxx00xxxxxx'], ['11110x110x10xxxx0000xxxx00xxxxxx']],
    rows: UNDEFINED,
    theirs: /^[su]sat16 /,
  },
  {
    name: 'Advanced SIMD',
    section: 'A5.3.18',
    words: [['111x1111xxxxxxxxxxxxxxxxxxxxxxxx'], ['11111001xxx0xxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: SOMETHING,
  },
  {
    name: 'Exclusive, acquire and release accesses of other profiles, RFE and SRS',
    section: 'A5.3.6',
    words: [['1110100xxxxxxxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^(ldrexd|strexd|ldaexd|stlexd|rfe(ia|db)|srs(ia|db)|clrm)( |$)/,
  },
  {
    name: 'Acquire and release accesses, TT and SG on older cores',
    section: 'A5.3.6',
    cores: [...ARMV6M, ...ARMV7M],
    words: [['1110100xxxxxxxxxxxxxxxxxxxxxxxxx']],
    rows: /^(UNDEFINED|LDRD_lit_T1_pre)$/,
    theirs: /^((lda|ldab|ldah|stl|stlb|stlh|ldaex[bh]?|stlex[bh]?|tta?t?) |sg$)/,
  },
  {
    name: 'Encodings of Armv7-M that smaller cores lack',
    section: 'A5.3',
    cores: BASELINE,
    words: [['111xxxxxxxxxxxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    verdict: 'other',
    elsewhere: true,
    theirs: SOMETHING,
  },
  {
    name: 'MOV.W that the assembler takes for Armv8-M Baseline',
    section: 'A7.7.77',
    cores: ['cortex-m23'],
    words: [['11101010010x11110xxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    verdict: 'accepted',
    elsewhere: true,
    theirs: /^movs?\.w /,
  },
  {
    name: 'Instructions that the assembler does not take for the core',
    section: 'A5.3',
    cores: [...BASELINE, 'cortex-m33'],
    words: [['xxxxxxxxxxxxxxxx'], ['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    verdict: 'foreign',
    theirs: SOMETHING,
  },
  {
    name: 'Loads and stores that no table has',
    section: 'A5.3.7 to A5.3.10',
    words: [['1111100xxxxxxxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^((ldr|str)\?\?|(pld|pldw|pli|ldr|str)[a-z.]* .*<undefined>|str[bh]?t?(\.w)? \w+, \[pc|pldw? )/,
  },
  {
    name: 'Register offsets with bits that must be zero',
    section: 'A5.3.7 to A5.3.10',
    words: [['1111100xxxxxxxxxxxxx0000yyxxxxxx', 'y!=0']],
    rows: UNDEFINED,
    theirs: /^(str[bh]?|ldrs?[bh]?|ldr|pldw?|pli)(\.w)? /,
  },
];

/** The manual calls these UNPREDICTABLE; we treat them as UNDEFINED, as QEMU does, and objdump prints the plain reading. */
const TREATED_AS_UNDEFINED: readonly DifferenceClass[] = [
  {
    name: 'BX and BLX with should-be-zero bits set',
    section: 'A7.7.20',
    words: [['01000111xxxxxyyy', 'y!=0']],
    rows: UNDEFINED,
    theirs: /^bl?x /,
  },
  {
    name: 'Empty register lists',
    section: 'A7.7.41',
    words: [['1100xxxx00000000'], ['1011x10000000000']],
    rows: UNDEFINED,
    theirs: /\{\}$/,
  },
  {
    name: 'Multiple transfers of fewer than two registers, from the PC, or over their own base',
    section: 'A7.7.41',
    words: [['1110100xx0xxxxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^((ldm|stm)(ia\.w|db) |clrm)/,
  },
  {
    name: 'Exclusive accesses with SP, PC or one register twice',
    section: 'A7.7.167',
    words: [
      ['111010000100xxxxxxxxxxxxxxxxxxxx'],
      ['111010000101xxxxxxxxxxxxxxxxxxxx'],
      ['11101000110xxxxxxxxxxxxx010xxxxx'],
    ],
    rows: UNDEFINED,
    theirs: /^(ldrex|strex)[bh]? /,
  },
  {
    name: 'Acquire and release accesses and TT with SP, PC or one register twice',
    section: 'A7.7.167',
    cores: ARMV8M,
    words: [['11101000110xxxxxxxxxxxxx1xxxxxxx'], ['111010000100xxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^((lda|stl)(ex)?[bh]?|tta?t?) /,
  },
  {
    name: 'Bit fields that end beyond bit 31 or before they begin',
    section: 'A7.7.14',
    words: [['1111001101x0xxxx0xxxxxxxxxxxxxxx'], ['111100111100xxxx0xxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^(sbfx|ubfx|bfi|bfc) /,
  },
  {
    name: 'Flag-setting moves and shifts to the PC',
    section: 'A7.7.76',
    words: [
      ['11110x0001011111xxxx1111xxxxxxxx'],
      ['11101010010111110xxx1111xxxxxxxx'],
      ['111110100xx1xxxx11111111xxxxxxxx'],
    ],
    rows: UNDEFINED,
    theirs: /^(movs|lsls|lsrs|asrs|rors|rrxs)(\.w)? pc, /,
  },
];

const OBJDUMP_WRONG: readonly DifferenceClass[] = [
  {
    name: 'Literal loads that objdump takes for unprivileged ones',
    section: 'A7.7.67',
    words: [['1111100x0xx11111xxxx1110xxxxxxxx']],
    rows: /_lit/,
    theirs: /^ldr(b|h|sb|sh)?t /,
  },
  {
    name: 'Coprocessor instructions with names of their own',
    section: 'A5.3.18',
    words: [['111x110xxxxxxxxxxxxxxxxxxxxxxxxx'], ['111x1110xxxxxxxxxxxxxxxxxxxxxxxx']],
    rows: COPROCESSOR,
    theirs: /^(?!(stc|ldc|mcr|mrc|mcrr|mrrc|cdp)2?l? )/,
  },
  {
    name: 'SMMLA, SMMUL and SMMLS with the PC',
    section: 'A7.7.144',
    cores: ['cortex-m4', 'cortex-m7', 'cortex-m33'],
    words: [['111110110101xxxxxxxx1111000xxxxx'], ['111110110110xxxx1111xxxx000xxxxx']],
    rows: /^SMM(LA|UL|LS)_T1$/,
    unpredictable: true,
    theirs: /^(autg|bxaut|pacg) /,
  },
  {
    name: 'Floating-point lists from the PC',
    section: 'A7.7.235',
    cores: ['cortex-m4', 'cortex-m7', 'cortex-m33'],
    words: [['111011001x011111xxxx101xxxxxxxxx']],
    rows: /^VLDMIA_/,
    unpredictable: true,
    theirs: /^vscclrm /,
  },
  {
    name: 'Offsets of coprocessor 9',
    section: 'A7.7.39',
    words: [['1111110xxxxxxxxxxxxx1001xxxxxxxx']],
    rows: /^(STC|LDC)_T2$/,
    theirs: /^(stc|ldc)2l? 9, /,
  },
  {
    name: 'STC and LDC with P, U and W clear',
    section: 'A5.3.18',
    words: [['111x1100000xxxxxxxxxxxxxxxxxxxxx']],
    rows: /^COPROCESSOR_/,
    theirs: /^(stc|ldc)2? /,
  },
  {
    name: 'Barriers of later architectures',
    section: 'A7.7.34',
    words: [['1111001110111111100011110100xx00']],
    rows: /^DSB_T1$/,
    theirs: /^(ssbb|pssbb|dfb)$/,
  },
  {
    name: 'Special registers of other profiles',
    section: 'B5.1.1',
    words: [['11110011100xxxxx1xxxxxxxxxxxxxxx'], ['11110011111xxxxx1xxxxxxxxxxxxxxx']],
    rows: /^(MRS|MSR|MSR_APSR_g)_T1$/,
    theirs: /\b([CS]PSR(_\w*)?|\w+_(usr|fiq|irq|svc|abt|und|mon|hyp)|UNDEF: \d+)\b/,
  },
  {
    name: 'Hints of later architectures',
    section: 'A5.2.5',
    words: [['10111111xxxx0000'], ['111100111010xxxx1xxx0000xxxxxxxx']],
    rows: /^HINT_/,
    theirs: /^(sevl|csdb|esb|pacbti|bti|pac|aut|psb|tsb)/,
  },
  {
    name: 'MOV r8, r8',
    section: 'A7.7.77',
    words: [['0100011011000000']],
    rows: /^MOV_reg_T1$/,
    theirs: /^nop$/,
  },
];

/** UNPREDICTABLE words that both read as instructions, but not as the same. */
const OPEN: readonly DifferenceClass[] = [
  {
    name: 'Narrow loads to the PC',
    section: 'A5.3.9',
    words: [['1111100x00x1xxxx1111xxxxxxxxxxxx']],
    rows: /^LDRS?[BH]/,
    unpredictable: true,
    theirs: /^(pld|pldw|pli) /,
  },
  {
    name: 'REV, REV16, REVSH, RBIT and CLZ with two different registers for one',
    section: 'A7.7.113',
    words: [['1111101010x1nnnn1111xxxx10xxmmmm', 'n!=m']],
    rows: /^(REV_T2|REV16_T2|REVSH_T2|RBIT_T1|CLZ_T1)$/,
    unpredictable: true,
    theirs: /^(rev|rev16|revsh|rbit|clz)(\.w)? /,
  },
];

export const TEXT_DIFFERENCES: readonly DifferenceClass[] = [
  ...OTHER_ARCHITECTURES,
  ...TREATED_AS_UNDEFINED,
  ...OBJDUMP_WRONG,
  ...OPEN,
];

/** QEMU's Cortex-M3 runs what Armv7-M without the DSP extension leaves UNDEFINED; and some that nothing has. */
export const DEFINED_DIFFERENCES: readonly DifferenceClass[] = [
  {
    name: 'QEMU runs SETEND',
    section: 'A5.2.5',
    words: [['101101100101x000']],
    rows: UNDEFINED,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs CBZ, CBNZ and IT on a Cortex-M0',
    cores: ARMV6M,
    section: 'A5.2.5',
    words: [['1011x0x1xxxxxxxx'], ['10111111xxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs SSAT16 and USAT16',
    cores: ['cortex-m3', 'cortex-m33'],
    section: 'A7.7.152',
    words: [['11110011x010xxxx0000xxxx000xxxxx']],
    rows: UNDEFINED,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs LDREXD and STREXD',
    section: 'A5.3.6',
    words: [['11101000110xxxxxxxxxxxxxx111xxxx']],
    rows: UNDEFINED,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs extensions with an addition',
    cores: ['cortex-m3', 'cortex-m33'],
    section: 'A5.3.12',
    words: [['111110100x0xxxxx1111xxxx10xxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs some multiplications of the DSP extension',
    cores: ['cortex-m3', 'cortex-m33'],
    section: 'A5.3.16',
    words: [
      ['111110110010xxxxxxxxxxxx000xxxxx'],
      ['111110110011xxxxxxxxxxxx000xxxxx'],
      ['111110110100xxxxxxxxxxxx000xxxxx'],
      ['111110110111xxxxxxxxxxxx0000xxxx'],
      ['11111011110xxxxxxxxxxxxx110xxxxx'],
    ],
    rows: UNDEFINED,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs VMOV between two core registers and S31 with what would be S32',
    cores: ['cortex-m4', 'cortex-m7', 'cortex-m33'],
    section: 'A7.7.244',
    words: [['11101100010xxxxxxxxx101000111111']],
    rows: /^(MCRR|MRRC)_T1$/,
    theirs: /^defined$/,
  },
  {
    name: 'QEMU runs VMSR and VMRS with bit 28 set',
    cores: ['cortex-m4', 'cortex-m7', 'cortex-m33'],
    section: 'A6.6',
    words: [['11111110111x0001xxxx101000010000']],
    rows: /^M(CR|RC)_T2$/,
    theirs: /^defined$/,
  },
];
