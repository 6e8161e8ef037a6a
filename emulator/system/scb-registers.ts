/** The System Control Block and its neighbours as data (Armv7-M ARM, B3.2). */
import { bit, bits } from '../../base/index.js';
import { IDENTIFICATION } from './identification.js';
import type { RegisterDescription } from './register.js';

/** Interrupt Controller Type Register. */
export const ICTR = {
  name: 'ICTR',
  title: 'Interrupt Controller Type Register',
  address: 0xe000_e004,
  section: 'B3.2.24',
  access: 'read-only',
  fields: { INTLINESNUM: bits(3, 0) },
} as const satisfies RegisterDescription;

/** Auxiliary Control Register, with the fields of the Cortex-M3. */
export const ACTLR = {
  name: 'ACTLR',
  title: 'Auxiliary Control Register',
  address: 0xe000_e008,
  section: 'B3.2.25',
  access: 'read-write',
  fields: { DISFOLD: bit(2), DISDEFWBUF: bit(1), DISMCYCINT: bit(0) },
} as const satisfies RegisterDescription;

export const CPUID = {
  name: 'CPUID',
  title: 'CPUID Base Register',
  address: 0xe000_ed00,
  section: 'B3.2.3',
  access: 'read-only',
  fields: {
    Implementer: bits(31, 24),
    Variant: bits(23, 20),
    Architecture: bits(19, 16),
    PartNo: bits(15, 4),
    Revision: bits(3, 0),
  },
} as const satisfies RegisterDescription;

export const ICSR = {
  name: 'ICSR',
  title: 'Interrupt Control and State Register',
  address: 0xe000_ed04,
  section: 'B3.2.4',
  access: 'read-write',
  fields: {
    NMIPENDSET: bit(31),
    PENDSVSET: bit(28),
    PENDSVCLR: bit(27),
    PENDSTSET: bit(26),
    PENDSTCLR: bit(25),
    ISRPREEMPT: bit(23),
    ISRPENDING: bit(22),
    VECTPENDING: bits(20, 12),
    RETTOBASE: bit(11),
    VECTACTIVE: bits(8, 0),
  },
} as const satisfies RegisterDescription;

export const VTOR = {
  name: 'VTOR',
  title: 'Vector Table Offset Register',
  address: 0xe000_ed08,
  section: 'B3.2.5',
  access: 'read-write',
  fields: { TBLOFF: bits(31, 7) },
} as const satisfies RegisterDescription;

export const AIRCR = {
  name: 'AIRCR',
  title: 'Application Interrupt and Reset Control Register',
  address: 0xe000_ed0c,
  section: 'B3.2.6',
  access: 'read-write',
  fields: {
    VECTKEY: bits(31, 16),
    ENDIANNESS: bit(15),
    PRIGROUP: bits(10, 8),
    SYSRESETREQ: bit(2),
    VECTCLRACTIVE: bit(1),
    VECTRESET: bit(0),
  },
} as const satisfies RegisterDescription;

export const SCR = {
  name: 'SCR',
  title: 'System Control Register',
  address: 0xe000_ed10,
  section: 'B3.2.7',
  access: 'read-write',
  fields: { SEVONPEND: bit(4), SLEEPDEEP: bit(2), SLEEPONEXIT: bit(1) },
} as const satisfies RegisterDescription;

export const CCR = {
  name: 'CCR',
  title: 'Configuration and Control Register',
  address: 0xe000_ed14,
  section: 'B3.2.8',
  access: 'read-write',
  fields: {
    STKALIGN: bit(9),
    BFHFNMIGN: bit(8),
    DIV_0_TRP: bit(4),
    UNALIGN_TRP: bit(3),
    USERSETMPEND: bit(1),
    NONBASETHRDENA: bit(0),
  },
} as const satisfies RegisterDescription;

export const SHPR1 = {
  name: 'SHPR1',
  title: 'System Handler Priority Register 1',
  address: 0xe000_ed18,
  section: 'B3.2.10',
  access: 'read-write',
  fields: { PRI_4_MemManage: bits(7, 0), PRI_5_BusFault: bits(15, 8), PRI_6_UsageFault: bits(23, 16) },
} as const satisfies RegisterDescription;

export const SHPR2 = {
  name: 'SHPR2',
  title: 'System Handler Priority Register 2',
  address: 0xe000_ed1c,
  section: 'B3.2.11',
  access: 'read-write',
  fields: { PRI_11_SVCall: bits(31, 24) },
} as const satisfies RegisterDescription;

export const SHPR3 = {
  name: 'SHPR3',
  title: 'System Handler Priority Register 3',
  address: 0xe000_ed20,
  section: 'B3.2.12',
  access: 'read-write',
  fields: { PRI_12_DebugMonitor: bits(7, 0), PRI_14_PendSV: bits(23, 16), PRI_15_SysTick: bits(31, 24) },
} as const satisfies RegisterDescription;

export const SHCSR = {
  name: 'SHCSR',
  title: 'System Handler Control and State Register',
  address: 0xe000_ed24,
  section: 'B3.2.13',
  access: 'read-write',
  fields: {
    USGFAULTENA: bit(18),
    BUSFAULTENA: bit(17),
    MEMFAULTENA: bit(16),
    SVCALLPENDED: bit(15),
    BUSFAULTPENDED: bit(14),
    MEMFAULTPENDED: bit(13),
    USGFAULTPENDED: bit(12),
    SYSTICKACT: bit(11),
    PENDSVACT: bit(10),
    MONITORACT: bit(8),
    SVCALLACT: bit(7),
    USGFAULTACT: bit(3),
    BUSFAULTACT: bit(1),
    MEMFAULTACT: bit(0),
  },
} as const satisfies RegisterDescription;

/** MMFSR, BFSR and UFSR in one word; byte and halfword accesses reach them singly, ones clear. */
export const CFSR = {
  name: 'CFSR',
  title: 'Configurable Fault Status Register',
  address: 0xe000_ed28,
  section: 'B3.2.15',
  access: 'read-write',
  fields: {
    DIVBYZERO: bit(25),
    UNALIGNED: bit(24),
    NOCP: bit(19),
    INVPC: bit(18),
    INVSTATE: bit(17),
    UNDEFINSTR: bit(16),
    BFARVALID: bit(15),
    LSPERR: bit(13),
    STKERR: bit(12),
    UNSTKERR: bit(11),
    IMPRECISERR: bit(10),
    PRECISERR: bit(9),
    IBUSERR: bit(8),
    MMARVALID: bit(7),
    MLSPERR: bit(5),
    MSTKERR: bit(4),
    MUNSTKERR: bit(3),
    DACCVIOL: bit(1),
    IACCVIOL: bit(0),
  },
} as const satisfies RegisterDescription;

/** With the bit that Armv8-M added: SP went below its limit (Armv8-M ARM, D1.2.14). */
export const CFSR_V8 = { ...CFSR, fields: { ...CFSR.fields, STKOF: bit(20) } } as const satisfies RegisterDescription;

export const HFSR = {
  name: 'HFSR',
  title: 'HardFault Status Register',
  address: 0xe000_ed2c,
  section: 'B3.2.16',
  access: 'read-write',
  fields: { DEBUGEVT: bit(31), FORCED: bit(30), VECTTBL: bit(1) },
} as const satisfies RegisterDescription;

export const DFSR = {
  name: 'DFSR',
  title: 'Debug Fault Status Register',
  address: 0xe000_ed30,
  section: 'C1.6.1',
  access: 'read-write',
  fields: { EXTERNAL: bit(4), VCATCH: bit(3), DWTTRAP: bit(2), BKPT: bit(1), HALTED: bit(0) },
} as const satisfies RegisterDescription;

export const MMFAR = {
  name: 'MMFAR',
  title: 'MemManage Fault Address Register',
  address: 0xe000_ed34,
  section: 'B3.2.17',
  access: 'read-write',
  fields: { ADDRESS: bits(31, 0) },
} as const satisfies RegisterDescription;

export const BFAR = {
  name: 'BFAR',
  title: 'BusFault Address Register',
  address: 0xe000_ed38,
  section: 'B3.2.18',
  access: 'read-write',
  fields: { ADDRESS: bits(31, 0) },
} as const satisfies RegisterDescription;

export const AFSR = {
  name: 'AFSR',
  title: 'Auxiliary Fault Status Register',
  address: 0xe000_ed3c,
  section: 'B3.2.19',
  access: 'read-write',
  fields: { AUXFAULT: bits(31, 0) },
} as const satisfies RegisterDescription;

export const CPACR = {
  name: 'CPACR',
  title: 'Coprocessor Access Control Register',
  address: 0xe000_ed88,
  section: 'B3.2.20',
  access: 'read-write',
  fields: { CP11: bits(23, 22), CP10: bits(21, 20) },
} as const satisfies RegisterDescription;

/** Floating-point Context Control Register: what is stacked of the floating-point registers, and when. */
export const FPCCR = {
  name: 'FPCCR',
  title: 'Floating-point Context Control Register',
  address: 0xe000_ef34,
  section: 'B3.2.21',
  access: 'read-write',
  fields: {
    ASPEN: bit(31),
    LSPEN: bit(30),
    MONRDY: bit(8),
    BFRDY: bit(6),
    MMRDY: bit(5),
    HFRDY: bit(4),
    THREAD: bit(3),
    USER: bit(1),
    LSPACT: bit(0),
  },
} as const satisfies RegisterDescription;

export const FPCAR = {
  name: 'FPCAR',
  title: 'Floating-point Context Address Register',
  address: 0xe000_ef38,
  section: 'B3.2.22',
  access: 'read-write',
  fields: { ADDRESS: bits(31, 3) },
} as const satisfies RegisterDescription;

export const FPDSCR = {
  name: 'FPDSCR',
  title: 'Floating-point Default Status Control Register',
  address: 0xe000_ef3c,
  section: 'B3.2.23',
  access: 'read-write',
  fields: { AHP: bit(26), DN: bit(25), FZ: bit(24), RMode: bits(23, 22) },
} as const satisfies RegisterDescription;

export const MVFR0 = {
  name: 'MVFR0',
  title: 'Media and FP Feature Register 0',
  address: 0xe000_ef40,
  section: 'B4.4.1',
  access: 'read-only',
  fields: {
    RoundingModes: bits(31, 28),
    ShortVectors: bits(27, 24),
    SquareRoot: bits(23, 20),
    Divide: bits(19, 16),
    ExceptionTrapping: bits(15, 12),
    DoublePrecision: bits(11, 8),
    SinglePrecision: bits(7, 4),
    Registers: bits(3, 0),
  },
} as const satisfies RegisterDescription;

export const MVFR1 = {
  name: 'MVFR1',
  title: 'Media and FP Feature Register 1',
  address: 0xe000_ef44,
  section: 'B4.4.2',
  access: 'read-only',
  fields: { FusedMac: bits(31, 28), HalfPrecision: bits(27, 24), DefaultNaN: bits(7, 4), FlushToZero: bits(3, 0) },
} as const satisfies RegisterDescription;

export const MVFR2 = {
  name: 'MVFR2',
  title: 'Media and FP Feature Register 2',
  address: 0xe000_ef48,
  section: 'B4.4.3',
  access: 'read-only',
  fields: { Miscellaneous: bits(7, 4) },
} as const satisfies RegisterDescription;

/** Software Triggered Interrupt Register: unprivileged code may write it with CCR.USERSETMPEND. */
export const STIR = {
  name: 'STIR',
  title: 'Software Triggered Interrupt Register',
  address: 0xe000_ef00,
  section: 'B3.2.26',
  access: 'write-only',
  fields: { INTID: bits(8, 0) },
} as const satisfies RegisterDescription;

/** The SCB's registers, in the order of their addresses. */
export const SCB_REGISTERS: readonly RegisterDescription[] = [
  ...[ICTR, ACTLR, CPUID, ICSR, VTOR, AIRCR, SCR, CCR, SHPR1, SHPR2, SHPR3, SHCSR, CFSR, HFSR, DFSR, MMFAR, BFAR, AFSR],
  ...IDENTIFICATION,
  ...[CPACR, FPCCR, FPCAR, FPDSCR, MVFR0, MVFR1, MVFR2],
  STIR,
].sort((a, b) => a.address - b.address);
