/** Where the rows of a core part from what the assembler takes for it (docs/disassembly-differences.md). */
import type { DifferenceClass } from '../emulator/disassembler/differences.js';

const UNDEFINED = /^UNDEFINED$/;
const COPROCESSOR = /^(STC|LDC|MCRR|MRRC|CDP|MCR|MRC|COPROCESSOR)_T[12]$/;

/** The assembler takes them for a core that has not got them. The oracle's word is `defined: ` and objdump's text. */
const TAKEN: readonly DifferenceClass[] = [
  {
    name: 'The assembler takes SETEND',
    section: 'A5.2.5',
    words: [['101101100101x000']],
    rows: UNDEFINED,
    theirs: /^defined: setend /,
  },
  {
    name: 'The assembler takes BLX with an offset',
    section: 'A5.3.4',
    words: [['11110xxxxxxxxxxx11x0xxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined: blx /,
  },
  {
    name: 'The assembler takes BXJ and SUBS PC, LR',
    section: 'A5.3.4',
    words: [['11110011110xxxxx10x0xxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined: (bxj|subs pc, lr, )/,
  },
  {
    name: 'The assembler takes Advanced SIMD loads and stores with an FPU',
    section: 'A5.3.18',
    words: [['11111001xxx0xxxxxxxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined: v(ld|st)[1-4]/,
  },
  {
    name: 'The assembler takes D16 to D31 for registers of any FPU',
    section: 'A2.5.1',
    words: [['11101100010xxxxxxxxx101100x1xxxx'], ['1110111000xxxxxxxxxx10111001xxxx']],
    rows: COPROCESSOR,
    theirs: /^defined: vmov(\.32)? /,
  },
  {
    name: 'The assembler takes VMRS and VMSR of registers of other profiles',
    section: 'A7.7.246',
    words: [['11101110111xxxxxxxxx1010xxx1xxxx']],
    rows: COPROCESSOR,
    theirs: /^defined: (vmrs|vmsr) /,
  },
  {
    name: 'The assembler takes VLDM and VSTM that write the PC back',
    section: 'A7.7.235',
    words: [['1110110xxx1x1111xxxx101xxxxxxxxx']],
    rows: COPROCESSOR,
    theirs: /^defined: (v|f)(ld|st)m\w+ pc!/,
  },
  {
    name: 'The assembler takes coprocessor instructions for CP10 and CP11',
    section: 'A5.3.18',
    words: [['111x11xxxxxxxxxxxxxx101xxxxxxxxx']],
    rows: COPROCESSOR,
    theirs: /^defined: (cdp|mcr|mrc|mcrr|mrrc|stc|ldc)2?l? /,
  },
  {
    name: 'The assembler takes double precision for single-precision FPUs',
    section: 'A6.2',
    words: [['111x1110xxxxxxxxxxxx1011xxxxxxxx']],
    rows: COPROCESSOR,
    theirs: /^defined: v\w+\.f64/,
  },
  {
    name: 'The assembler takes FPv5 for FPv4',
    section: 'A6.2',
    cores: ['cortex-m4'],
    words: [['11111110xxxxxxxxxxxx101xxxxxxxxx'], ['111011101x11011xxxxx101xxxxxxxxx']],
    rows: COPROCESSOR,
    theirs: /^defined: (vsel|vmaxnm|vminnm|vrint|vcvt)/,
  },
  {
    name: 'The assembler takes exclusive accesses and TT with SP or one register twice',
    section: 'A7.7.167',
    words: [['11101000010xxxxxxxxxxxxxxxxxxxxx'], ['11101000110xxxxxxxxxxxxxx1xxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined: ((strex|stlex|ldaex)[bh]?|tta?t?) /,
  },
  {
    name: 'The assembler takes MOV.W for Armv8-M Baseline',
    section: 'A7.7.77',
    cores: ['cortex-m23'],
    words: [['11101010010x11110xxxxxxxxxxxxxxx']],
    rows: UNDEFINED,
    theirs: /^defined: movs?\.w /,
  },
];

/** It refuses them, or objdump gives them another name, and the manual has them. */
const REFUSED: readonly DifferenceClass[] = [
  {
    name: 'PLDW is a memory hint without a name',
    section: 'A5.3.8',
    words: [['1111100xxx11xxxxxxxxxxxxxxxxxxxx']],
    rows: /^(HINT_LDRH|LDRHT?_)/,
    theirs: /^undefined: pldw /,
  },
  {
    name: 'SG is an LDRD without the Security Extension',
    section: 'A7.7.51',
    words: [['11101001011111111110100101111111']],
    rows: /^LDRD_lit/,
    unpredictable: true,
    theirs: /^undefined: sg$/,
  },
  {
    name: 'MRS and MSR of registers of other profiles',
    section: 'B5.1.1',
    words: [['11110011100xxxxx1xxxxxxxxxxxxxxx'], ['11110011111xxxxx1xxxxxxxxxxxxxxx']],
    rows: /^(MRS|MSR|MSR_APSR_g)_T1$/,
    theirs: /^undefined: (mrs|msr) /,
  },
  {
    name: 'Hints and barriers that later architectures named',
    section: 'A5.3.4',
    words: [['111100111010xxxx1xxxxxxxxxxxxxxx'], ['111100111011xxxx1xxxxxxx0100xxxx'], ['10111111xxxx0000']],
    rows: /^(HINT_T[12]|DSB_T1)$/,
    theirs: /^undefined: (sevl|csdb|esb|pacbti|bti|pac|aut|psb|tsb|ssbb|pssbb|dfb)/,
  },
  {
    name: 'SMMLA, SMMUL and SMMLS with the PC are instructions of PACBTI',
    section: 'A7.7.144',
    words: [['111110110101xxxxxxxx1111000xxxxx'], ['111110110110xxxx1111xxxx000xxxxx']],
    rows: /^SMM(LA|UL|LS)_T1$/,
    unpredictable: true,
    theirs: /^undefined: (autg|bxaut|pacg) /,
  },
  {
    name: 'VLDM from the PC is VSCCLRM of Armv8.1-M',
    section: 'A7.7.235',
    words: [['111011001x011111xxxx101xxxxxxxxx']],
    rows: /^VLDMIA_/,
    theirs: /^undefined: vscclrm /,
  },
  {
    name: 'The assembler refuses scalars of D registers for single-precision FPUs',
    section: 'A7.7.241',
    words: [['1110111000xxxxxxxxxx1011xxx1xxxx']],
    rows: /^VMOV_(to|from)_scalar_T1$/,
    theirs: /^undefined: vmov\.32 /,
  },
];

export const ASSEMBLER_DIFFERENCES: readonly DifferenceClass[] = [...TAKEN, ...REFUSED];
