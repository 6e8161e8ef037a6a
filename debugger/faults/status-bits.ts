/** The status bits of CFSR and HFSR as data: where they are, where the manual describes them, what each one says. */
import type { FaultBit } from '../../emulator/index.js';

/** MMFSR, BFSR and UFSR are the parts of CFSR (Armv7-M ARM, B3.2.15). */
export type StatusRegister = 'MMFSR' | 'BFSR' | 'UFSR' | 'HFSR';

export interface StatusBit {
  readonly name: FaultBit;
  readonly register: StatusRegister;
  /** In CFSR, or in HFSR for the bits of HFSR. */
  readonly bit: number;
  /** Section of the Armv7-M ARM (DDI 0403E). */
  readonly section: string;
  /** What it says, a full sentence. */
  readonly meaning: string;
  /** The register that holds the address, for the two bits that have one. */
  readonly addressRegister?: 'MMFAR' | 'BFAR';
  /** Why there is no address, a full sentence. */
  readonly noAddress?: string;
}

const MMFAR_UNCHANGED = 'Only DACCVIOL writes MMFAR, so it holds nothing about this fault';
const BFAR_UNCHANGED = 'Only PRECISERR writes BFAR, so it holds nothing about this fault';

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
];

const BY_NAME: ReadonlyMap<FaultBit, StatusBit> = new Map(STATUS_BITS.map((row) => [row.name, row]));

/** CFSR.MMARVALID and CFSR.BFARVALID, which say that the address registers hold something. */
export const ADDRESS_VALID = { MMFAR: 1 << 7, BFAR: 1 << 15 } as const;

export function statusBit(name: FaultBit): StatusBit {
  return BY_NAME.get(name)!;
}

/** Every bit that is set in the two registers, in the table's order. */
export function setStatusBits(cfsr: number, hfsr: number): readonly StatusBit[] {
  return STATUS_BITS.filter(({ register, bit }) => (((register === 'HFSR' ? hfsr : cfsr) >>> bit) & 1) === 1);
}
