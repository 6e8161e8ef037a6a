/** Instructions that no core here has, by what brought them, and words of theirs to see what the emulator does with them. */

export interface OutOfScope {
  readonly name: string;
  /** The architecture or extension that has them. */
  readonly from: string;
  /** As `Encoding.pattern`. */
  readonly patterns: readonly string[];
}

export const OUT_OF_SCOPE: readonly OutOfScope[] = [
  {
    name: 'MVE arithmetic: VADD, VMUL, VMLADAV, VORR and the like on Q registers',
    from: 'Armv8.1-M, MVE (Helium)',
    patterns: ['111x 1111 0xxx xxxx xxx0 xxxx x1x0 xxxx', '111x 1111 1x11 xxxx xxx0 xxxx x1x0 xxxx'],
  },
  {
    name: 'MVE interleaving and contiguous transfers: VLD2, VLD4, VLDRB, VSTRW',
    from: 'Armv8.1-M, MVE (Helium)',
    patterns: ['1110 110 1 u 0 w l nnnn xxx 1 111 00 iiiiiii', '1111 110 01 0 w l nnnn xxx 1 111 x xxxxxxx x'],
  },
  {
    name: 'Custom datapath: CX1, CX2, CX3 and their VCX forms',
    from: 'Armv8-M, CDE',
    patterns: ['111x 1110 00 ii nnnn dddd 0 ppp xx 0 xxxxx', '111x 1100 01 i xxxxx dddd 0 ppp xxxxxxxx'],
  },
  {
    name: 'PAC, PACBTI, BTI and AUT as hints',
    from: 'Armv8.1-M, PACBTI',
    patterns: [
      '1111001110101111 10000000 0001 1101',
      '1111001110101111 10000000 0000 1101',
      '1111001110101111 10000000 0010 1101',
    ],
  },
  {
    name: 'PACG, AUTG and BXAUT',
    from: 'Armv8.1-M, PACBTI',
    patterns: ['111110110110 nnnn 1111 dddd 0000 mmmm', '111110110101 nnnn aaaa 1111 000 x mmmm'],
  },
  {
    name: 'Low-overhead loops and branch future: WLS, DLS, LE, LCTP, BF',
    from: 'Armv8.1-M',
    patterns: [
      '111100000 100 nnnn 11 x 0 iiiiiiiiiii 1',
      '111100000000 1111 1100 iiiiiiiiiii 1',
      '11110 bbbb 1x xxxxx 111 0 iiiiiiiiii 1 1',
    ],
  },
  { name: 'CLRM', from: 'Armv8.1-M', patterns: ['1110100010011111 a l 0 rrrrrrrrrrrrr'] },
  { name: 'VSCCLRM', from: 'Armv8.1-M', patterns: ['111011001 D 011111 dddd 101 x iiiiiiii'] },
  {
    name: 'CSEL, CSINC, CSINV, CSNEG',
    from: 'Armv8.1-M',
    patterns: ['111010100101 nnnn 10 xx dddd cccc mmmm'],
  },
  {
    name: 'Shifts of 64 bits: ASRL, LSLL, LSRL and their saturating and rounding kin',
    from: 'Armv8.1-M, MVE (Helium)',
    patterns: ['111010100101 lll 1 0 iii hhh 1 ii xx 1111', '111010100101 lll 1 mmmm hhh 1 xx xx 1101'],
  },
  {
    name: 'Half-precision arithmetic: VADD.F16 and the like',
    from: 'Armv8.1-M, FP16',
    patterns: ['11101110 0 D xx nnnn dddd 1001 N x M 0 mmmm', '11101110 1 D 00 nnnn dddd 1001 N 0 M 0 mmmm'],
  },
  {
    name: 'Doublewords, RFE, SRS: LDREXD, STREXD, LDAEXD, STLEXD',
    from: 'Armv7-A and R, Armv8-A and R',
    patterns: ['11101000110 x nnnn tttt xxxx 0111 xxxx', '1110100000 w 1 nnnn 1100000000000000'],
  },
  {
    name: 'Monitor and hypervisor calls, BXJ, ERET, banked registers',
    from: 'Armv7-A, Armv8-A',
    patterns: [
      '111101111111 iiii 1000 000000000000',
      '111101111110 iiii 1000 iiiiiiiiiiii',
      '111100111100 mmmm 1000111100000000',
    ],
  },
  {
    name: 'Advanced SIMD loads and stores',
    from: 'Armv7-A and R',
    patterns: ['111110010 D x 0 nnnn dddd xxxx xxxx mmmm'],
  },
  { name: 'CRC32', from: 'Armv8-A and R', patterns: ['11111010110 x nnnn 1111 dddd 10 xx mmmm'] },
  {
    name: 'SETEND, HLT, SETPAN',
    from: 'Armv7-A and R, Armv8-A',
    patterns: ['101101100101 x 000', '1011101010 iiiiii', '101101100001 x 000'],
  },
];
