/**
 * The indexes of instructions of two manuals, in their order, so that a title's place is the number of its section: A7.7 of the
 * Armv7-M ARM (DDI 0403E) and A6.7 of the Armv6-M ARM (DDI 0419). The Armv8-M ARM (DDI 0553, C2.4) is told by title alone:
 * its numbers change with every issue.
 */

/** Words between bars; a title that ends in `*` has no encoding of its own. */
const list = (text: string): readonly string[] => text.split('|').map((title) => title.trim().replace(/\s+/g, ' '));

const ARMV7M: readonly string[] = list(`
  ADC (immediate) | ADC (register) | ADD (immediate) | ADD (register) | ADD (SP plus immediate) | ADD (SP plus register) |
  ADR | AND (immediate) | AND (register) | ASR (immediate) | ASR (register) | B | BFC | BFI | BIC (immediate) |
  BIC (register) | BKPT | BL | BLX (register) | BX | CBNZ, CBZ | CDP, CDP2 | CLREX | CLZ | CMN (immediate) |
  CMN (register) | CMP (immediate) | CMP (register) | CPS | CPY* | CSDB | DBG | DMB | DSB | EOR (immediate) |
  EOR (register) | ISB | IT | LDC, LDC2 (immediate) | LDC, LDC2 (literal) | LDM | LDMDB | LDR (immediate) |
  LDR (literal) | LDR (register) | LDRB (immediate) | LDRB (literal) | LDRB (register) | LDRBT | LDRD (immediate) |
  LDRD (literal) | LDREX | LDREXB | LDREXH | LDRH (immediate) | LDRH (literal) | LDRH (register) | LDRHT |
  LDRSB (immediate) | LDRSB (literal) | LDRSB (register) | LDRSBT | LDRSH (immediate) | LDRSH (literal) |
  LDRSH (register) | LDRSHT | LDRT | LSL (immediate) | LSL (register) | LSR (immediate) | LSR (register) | MCR, MCR2 |
  MCRR, MCRR2 | MLA | MLS | MOV (immediate) | MOV (register) | MOV (shifted register)* | MOVT | MRC, MRC2 |
  MRRC, MRRC2 | MRS | MSR | MUL | MVN (immediate) | MVN (register) | NEG* | NOP | ORN (immediate) | ORN (register) |
  ORR (immediate) | ORR (register) | PKHBT, PKHTB | PLD (immediate) | PLD (literal) | PLD (register) |
  PLI (immediate, literal) | PLI (register) | POP | PSSBB | PUSH | QADD | QADD16 | QADD8 | QASX | QDADD | QDSUB |
  QSAX | QSUB | QSUB16 | QSUB8 | RBIT | REV | REV16 | REVSH | ROR (immediate) | ROR (register) | RRX |
  RSB (immediate) | RSB (register) | SADD16 | SADD8 | SASX | SBC (immediate) | SBC (register) | SBFX | SDIV | SEL |
  SEV | SHADD16 | SHADD8 | SHASX | SHSAX | SHSUB16 | SHSUB8 | SMLABB, SMLABT, SMLATB, SMLATT | SMLAD, SMLADX | SMLAL |
  SMLALBB, SMLALBT, SMLALTB, SMLALTT | SMLALD, SMLALDX | SMLAWB, SMLAWT | SMLSD, SMLSDX | SMLSLD, SMLSLDX |
  SMMLA, SMMLAR | SMMLS, SMMLSR | SMMUL, SMMULR | SMUAD, SMUADX | SMULBB, SMULBT, SMULTB, SMULTT | SMULL |
  SMULWB, SMULWT | SMUSD, SMUSDX | SSAT | SSAT16 | SSAX | SSUB16 | SSUB8 | SSBB | STC, STC2 | STM | STMDB |
  STR (immediate) | STR (register) | STRB (immediate) | STRB (register) | STRBT | STRD (immediate) | STREX | STREXB |
  STREXH | STRH (immediate) | STRH (register) | STRHT | STRT | SUB (immediate) | SUB (register) |
  SUB (SP minus immediate) | SUB (SP minus register) | SVC | SXTAB | SXTAB16 | SXTAH | SXTB | SXTB16 | SXTH | TBB, TBH |
  TEQ (immediate) | TEQ (register) | TST (immediate) | TST (register) | UADD16 | UADD8 | UASX | UBFX | UDF | UDIV |
  UHADD16 | UHADD8 | UHASX | UHSAX | UHSUB16 | UHSUB8 | UMAAL | UMLAL | UMULL | UQADD16 | UQADD8 | UQASX | UQSAX |
  UQSUB16 | UQSUB8 | USAD8 | USADA8 | USAT | USAT16 | USAX | USUB16 | USUB8 | UXTAB | UXTAB16 | UXTAH | UXTB |
  UXTB16 | UXTH | VABS | VADD | VCMP, VCMPE | VCVTA, VCVTN, VCVTP, VCVTM |
  VCVT, VCVTR (between floating-point and integer) | VCVT (between floating-point and fixed-point) |
  VCVT (between double-precision and single-precision) | VCVTB, VCVTT | VDIV | VFMA, VFMS | VFNMA, VFNMS | VLDM |
  VLDR | VMAXNM, VMINNM | VMLA, VMLS | VMOV (immediate) | VMOV (register) | VMOV (core register to scalar) |
  VMOV (scalar to core register) | VMOV (core register and single-precision) |
  VMOV (two core registers and two single-precision) | VMOV (two core registers and double-precision) | VMRS | VMSR |
  VMUL | VNEG | VNMLA, VNMLS, VNMUL | VPOP | VPUSH | VRINTA, VRINTN, VRINTP, VRINTM | VRINTX | VRINTZ, VRINTR | VSEL |
  VSQRT | VSTM | VSTR | VSUB | WFE | WFI | YIELD`);

const ARMV6M: readonly string[] = list(`
  ADC (register) | ADD (immediate) | ADD (register) | ADD (SP plus immediate) | ADD (SP plus register) | ADR |
  AND (register) | ASR (immediate) | ASR (register) | B | BIC (register) | BKPT | BL | BLX (register) | BX |
  CMN (register) | CMP (immediate) | CMP (register) | CPS | CPY* | DMB | DSB | EOR (register) | ISB | LDM |
  LDR (immediate) | LDR (literal) | LDR (register) | LDRB (immediate) | LDRB (register) | LDRH (immediate) |
  LDRH (register) | LDRSB (register) | LDRSH (register) | LSL (immediate) | LSL (register) | LSR (immediate) |
  LSR (register) | MOV (immediate) | MOV (register) | MOV (shifted register)* | MRS | MSR | MUL | MVN (register) | NEG* |
  NOP | ORR (register) | POP | PUSH | REV | REV16 | REVSH | ROR (register) | RSB (immediate) | SBC (register) | SEV |
  STM | STR (immediate) | STR (register) | STRB (immediate) | STRB (register) | STRH (immediate) | STRH (register) |
  SUB (immediate) | SUB (register) | SUB (SP minus immediate) | SVC | SXTB | SXTH | TST (register) | UDF | UXTB | UXTH |
  WFE | WFI | YIELD`);

/** Titles of A7.7 that have encodings, with their sections. */
export const ARMV7M_SECTIONS: ReadonlyMap<string, string> = numbered(ARMV7M, 'A7.7');
export const ARMV6M_SECTIONS: ReadonlyMap<string, string> = numbered(ARMV6M, 'A6.7');
export const TITLE_COUNTS = { armv7m: ARMV7M.length, armv6m: ARMV6M.length } as const;

function numbered(titles: readonly string[], chapter: string): ReadonlyMap<string, string> {
  return new Map(
    titles.map((title, i) => [title, `${chapter}.${i + 1}`] as const).filter(([title]) => !title.endsWith('*')),
  );
}

/** What only Armv8-M has (DDI 0553, C2.4). */
export const ARMV8M_TITLES: readonly string[] = list(`
  BLXNS | BXNS | LDA | LDAB | LDAEX | LDAEXB | LDAEXH | LDAH | SG | STL | STLB | STLEX | STLEXB | STLEXH | STLH | TT |
  TTA | TTAT | TTT | VLLDM | VLSTM`);

/** Encodings that have no title of their own: the tables of A5 say what they do. */
export const TABLE_SECTIONS: ReadonlyMap<string, string> = new Map([
  ['Hints without a name, 16-bit', 'A5.2.5'],
  ['Hints without a name, 32-bit', 'A5.3.4'],
  ['Memory hints without a name', 'A5.3.8'],
  ['Coprocessor space without a name', 'A5.3.18'],
  ['MSR (APSR.GE)', 'B5.2.3'],
]);
