/** Numbers of the ELF format (System V gABI, chapters 4 and 5) and of its Arm supplement (AAELF32). */

export const EI_CLASS_32 = 1;
export const EI_DATA_LITTLE = 1;

/** e_machine values that a user is likely to hand us by mistake, by the name he knows. */
export const MACHINES: Readonly<Record<number, string>> = {
  3: 'Intel 386',
  8: 'MIPS',
  20: 'PowerPC',
  40: 'Arm',
  42: 'SuperH',
  62: 'x86-64',
  83: 'AVR',
  94: 'Xtensa',
  105: 'MSP430',
  183: 'AArch64',
  243: 'RISC-V',
};
export const EM_ARM = 40;

export const FILE_TYPES: Readonly<Record<number, string>> = {
  0: 'a file of no type',
  1: 'a relocatable object',
  2: 'an executable',
  3: 'a shared object',
  4: 'a core dump',
};
export const ET_EXEC = 2;

export const PT_LOAD = 1;
export const PF = { X: 1, W: 2, R: 4 } as const;

export const SHT = {
  NULL: 0,
  PROGBITS: 1,
  SYMTAB: 2,
  STRTAB: 3,
  NOBITS: 8,
  ARM_EXIDX: 0x7000_0001,
  ARM_ATTRIBUTES: 0x7000_0003,
} as const;
export const SHF = { WRITE: 1, ALLOC: 2, EXECINSTR: 4, COMPRESSED: 0x800 } as const;
export const SHN = { UNDEF: 0, ABS: 0xfff1, COMMON: 0xfff2, XINDEX: 0xffff } as const;
export const STT = { NOTYPE: 0, OBJECT: 1, FUNC: 2, SECTION: 3, FILE: 4, TLS: 6, ARM_TFUNC: 13 } as const;
export const STB = { LOCAL: 0, GLOBAL: 1, WEAK: 2 } as const;

export const ELFCOMPRESS_ZLIB = 1;

export const HEADER_SIZE = 52;
export const PROGRAM_HEADER_SIZE = 32;
export const SECTION_HEADER_SIZE = 40;
export const SYMBOL_SIZE = 16;
