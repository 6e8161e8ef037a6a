/** The status bits of CFSR, HFSR and SFSR as data: where they are, where the manual describes them, what each one says. */
import type { FaultBit } from '../../emulator/index.js';

/** MMFSR, BFSR and UFSR are the parts of CFSR (Armv7-M ARM, B3.2.15). */
export type StatusRegister = 'MMFSR' | 'BFSR' | 'UFSR' | 'HFSR' | 'SFSR';

/** Registers that hold the address of an access. */
export type AddressRegister = 'MMFAR' | 'BFAR' | 'SFAR';

export interface StatusBit {
  readonly name: FaultBit;
  readonly register: StatusRegister;
  /** In CFSR, or in HFSR and SFSR for the bits of those. */
  readonly bit: number;
  /** Of the Armv7-M ARM (DDI 0403E), or of the Armv8-M ARM (DDI 0553) for what that has alone. */
  readonly section: string;
  /** What it says, a full sentence. */
  readonly meaning: string;
  /** The register that holds the address, for the bits that have one. */
  readonly addressRegister?: AddressRegister;
  /** Why there is no address, a full sentence. */
  readonly noAddress?: string;
}

const MMFAR_UNCHANGED = 'Only DACCVIOL writes MMFAR, so it holds nothing about this fault';
const BFAR_UNCHANGED = 'Only PRECISERR writes BFAR, so it holds nothing about this fault';
const SFAR_UNCHANGED = 'Only AUVIOL and LSPERR write SFAR, so it holds nothing about this fault';

/** Where the Armv8-M ARM describes all registers of the System Control Space. */
const V8_REGISTERS = 'D1.2';

export const STATUS_BITS: readonly StatusBit[] = [
  {
    name: 'IACCVIOL',
    register: 'MMFSR',
    bit: 0,
    section: 'B3.2.15',
    meaning: 'The MPU or the default memory map denied an instruction fetch.',
    noAddress: `${MMFAR_UNCHANGED}; the stacked PC is the address of the fetch.`,
  },
  {
    name: 'DACCVIOL',
    register: 'MMFSR',
    bit: 1,
    section: 'B3.2.15',
    meaning: 'The MPU denied a load or a store.',
    addressRegister: 'MMFAR',
  },
  {
    name: 'MUNSTKERR',
    register: 'MMFSR',
    bit: 3,
    section: 'B3.2.15',
    meaning: 'The MPU denied reading the frame back at exception return; the old frame is still on the stack.',
    noAddress: `${MMFAR_UNCHANGED}; the access is at the stack pointer that the return used.`,
  },
  {
    name: 'MSTKERR',
    register: 'MMFSR',
    bit: 4,
    section: 'B3.2.15',
    meaning: 'The MPU denied stacking at exception entry: SP has moved, but the frame is not valid.',
    noAddress: `${MMFAR_UNCHANGED}; the access is below the stack pointer of the interrupted code.`,
  },
  {
    name: 'MLSPERR',
    register: 'MMFSR',
    bit: 5,
    section: 'B3.2.15',
    meaning:
      'The MPU denied lazy state preservation: the floating-point registers of interrupted code could not be stored into its frame.',
    noAddress: `${MMFAR_UNCHANGED}; FPCAR holds the place of S0 in that frame.`,
  },
  {
    name: 'IBUSERR',
    register: 'BFSR',
    bit: 8,
    section: 'B3.2.15',
    meaning: 'The bus answered an instruction fetch with an error.',
    noAddress: `${BFAR_UNCHANGED}; the stacked PC is the address of the fetch.`,
  },
  {
    name: 'PRECISERR',
    register: 'BFSR',
    bit: 9,
    section: 'B3.2.15',
    meaning: 'The bus answered a load or a store with an error, and the stacked PC is the instruction that did it.',
    addressRegister: 'BFAR',
  },
  {
    name: 'IMPRECISERR',
    register: 'BFSR',
    bit: 10,
    section: 'B3.2.15',
    meaning: 'A buffered store met a bus error later on; the stacked PC is not the culprit.',
    noAddress: 'The core had gone on when the error came back, so there is no address.',
  },
  {
    name: 'UNSTKERR',
    register: 'BFSR',
    bit: 11,
    section: 'B3.2.15',
    meaning: 'The bus answered with an error when exception return read the frame back; the old frame is still there.',
    noAddress: `${BFAR_UNCHANGED}; the access is at the stack pointer that the return used.`,
  },
  {
    name: 'STKERR',
    register: 'BFSR',
    bit: 12,
    section: 'B3.2.15',
    meaning:
      'The bus answered with an error when exception entry stacked its frame: SP has moved, the frame is not valid.',
    noAddress: `${BFAR_UNCHANGED}; the access is below the stack pointer of the interrupted code.`,
  },
  {
    name: 'LSPERR',
    register: 'BFSR',
    bit: 13,
    section: 'B3.2.15',
    meaning:
      'The bus answered with an error when lazy state preservation stored the floating-point registers of interrupted code into its frame.',
    noAddress: `${BFAR_UNCHANGED}; FPCAR holds the place of S0 in that frame.`,
  },
  {
    name: 'UNDEFINSTR',
    register: 'UFSR',
    bit: 16,
    section: 'B3.2.15',
    meaning: 'The processor does not know this instruction.',
  },
  {
    name: 'INVSTATE',
    register: 'UFSR',
    bit: 17,
    section: 'B3.2.15',
    meaning: 'EPSR.T is 0: the code was reached by an address without bit 0, and a Cortex-M has no Arm state.',
  },
  {
    name: 'INVPC',
    register: 'UFSR',
    bit: 18,
    section: 'B3.2.15',
    meaning: 'An exception return failed an integrity check: EXC_RETURN, IPSR or the stacked xPSR do not fit together.',
  },
  {
    name: 'NOCP',
    register: 'UFSR',
    bit: 19,
    section: 'B3.2.15',
    meaning: 'A coprocessor instruction, but the coprocessor is absent or disabled (CPACR).',
  },
  {
    name: 'STKOF',
    register: 'UFSR',
    bit: 20,
    section: V8_REGISTERS,
    meaning: 'SP would have gone below its limit, MSPLIM or PSPLIM: nothing was stored there.',
    noAddress: 'UsageFaults write no address register.',
  },
  {
    name: 'UNALIGNED',
    register: 'UFSR',
    bit: 24,
    section: 'B3.2.15',
    meaning: 'An unaligned access that CCR.UNALIGN_TRP or the instruction itself forbids.',
    noAddress: 'UsageFaults write no address register.',
  },
  {
    name: 'DIVBYZERO',
    register: 'UFSR',
    bit: 25,
    section: 'B3.2.15',
    meaning: 'SDIV or UDIV with a divisor of 0 while CCR.DIV_0_TRP = 1.',
  },
  {
    name: 'VECTTBL',
    register: 'HFSR',
    bit: 1,
    section: 'B3.2.16',
    meaning: 'The vector of an exception could not be read.',
    noAddress: 'No register holds the address of the vector; it is VTOR + 4 times the exception number.',
  },
  {
    name: 'FORCED',
    register: 'HFSR',
    bit: 30,
    section: 'B3.2.16',
    meaning:
      'A configurable exception could not be taken as itself and was escalated to HardFault; CFSR tells the cause.',
  },
  {
    name: 'DEBUGEVT',
    register: 'HFSR',
    bit: 31,
    section: 'B3.2.16',
    meaning: 'A debug event (a BKPT instruction) while neither a debugger nor the DebugMonitor exception takes it.',
  },
  {
    name: 'INVEP',
    register: 'SFSR',
    bit: 0,
    section: V8_REGISTERS,
    meaning:
      'Invalid entry point: Non-secure code came to a Secure address that has no SG instruction in a Non-secure callable region.',
    noAddress: `${SFAR_UNCHANGED}; the stacked PC is the address that was branched to.`,
  },
  {
    name: 'INVIS',
    register: 'SFSR',
    bit: 1,
    section: V8_REGISTERS,
    meaning: 'Invalid integrity signature: an exception return found no 0xfefa125a or 0xfefa125b below a Secure frame.',
    noAddress: `${SFAR_UNCHANGED}; the signature is read at the stack pointer that the return used.`,
  },
  {
    name: 'INVER',
    register: 'SFSR',
    bit: 2,
    section: V8_REGISTERS,
    meaning: 'Invalid exception return: Non-secure code returned with EXC_RETURN.ES = 1 or DCRS = 0.',
    noAddress: `${SFAR_UNCHANGED}.`,
  },
  {
    name: 'AUVIOL',
    register: 'SFSR',
    bit: 3,
    section: V8_REGISTERS,
    meaning: 'Attribution unit violation: Non-secure code loaded from or stored to Secure memory.',
    addressRegister: 'SFAR',
  },
  {
    name: 'INVTRAN',
    register: 'SFSR',
    bit: 4,
    section: V8_REGISTERS,
    meaning: 'Invalid transition: Secure code branched to Non-secure memory without BXNS or BLXNS.',
    noAddress: `${SFAR_UNCHANGED}; the stacked PC is the address that was branched to.`,
  },
  {
    name: 'SFSR.LSPERR',
    register: 'SFSR',
    bit: 5,
    section: V8_REGISTERS,
    meaning: 'SAU or IDAU refused the lazy stacking of floating-point registers.',
    addressRegister: 'SFAR',
  },
  {
    name: 'LSERR',
    register: 'SFSR',
    bit: 7,
    section: V8_REGISTERS,
    meaning:
      'Lazy state error: floating-point registers of one security state were still to be stacked when the other needed them.',
    noAddress: `${SFAR_UNCHANGED}.`,
  },
];

const BY_NAME: ReadonlyMap<FaultBit, StatusBit> = new Map(STATUS_BITS.map((row) => [row.name, row]));

/** CFSR.MMARVALID, CFSR.BFARVALID and SFSR.SFARVALID, which say that the address registers hold something. */
export const ADDRESS_VALID = {
  MMFAR: { flag: 'MMARVALID', mask: 1 << 7 },
  BFAR: { flag: 'BFARVALID', mask: 1 << 15 },
  SFAR: { flag: 'SFARVALID', mask: 1 << 6 },
} as const;

export function statusBit(name: FaultBit): StatusBit {
  return BY_NAME.get(name)!;
}

/** `UFSR.STKOF`; LSPERR, which BFSR and SFSR both have, goes by its register already. */
export function fullName({ name, register }: Pick<StatusBit, 'name' | 'register'>): string {
  return name.includes('.') ? name : `${register}.${name}`;
}

/** `Armv7-M ARM, B3.2.15`, as the bit's own core has it. */
export function sectionText({ section, register }: Pick<StatusBit, 'section' | 'register'>): string {
  return section === V8_REGISTERS ? `Armv8-M ARM, ${section}, ${register}` : `Armv7-M ARM, ${section}`;
}

/** Every bit that is set in the three registers, in the table's order. */
export function setStatusBits(cfsr: number, hfsr: number, sfsr = 0): readonly StatusBit[] {
  const valueOf = (register: StatusRegister): number =>
    register === 'HFSR' ? hfsr : register === 'SFSR' ? sfsr : cfsr;
  return STATUS_BITS.filter(({ register, bit }) => ((valueOf(register) >>> bit) & 1) === 1);
}

/** Where a core of Armv8-M has the bit described. */
export function inArmv8m(row: StatusBit): StatusBit {
  return { ...row, section: V8_REGISTERS };
}
