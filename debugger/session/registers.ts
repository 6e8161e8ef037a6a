/** The core's registers by name: reading, writing, and their fields for people. */
import { bit, bits, type BitField } from '../../base/index.js';
import {
  ARCHITECTURES,
  PROFILES,
  type BankedRegisters,
  type Machine,
  type PriorityMask,
} from '../../emulator/index.js';

/** Special registers in the order in which they are shown, with their fields (Armv7-M ARM, B1.4; Armv8-M ARM, B3.3). */
export const SPECIAL_FIELDS = {
  xpsr: {
    N: bit(31),
    Z: bit(30),
    C: bit(29),
    V: bit(28),
    Q: bit(27),
    'ICI/IT[7:6]': bits(26, 25),
    T: bit(24),
    /** Of cores with the DSP extension. */
    'GE[3:0]': bits(19, 16),
    'ICI/IT[5:0]': bits(15, 10),
    exception: bits(8, 0),
  },
  msp: {},
  psp: {},
  msplim: {},
  psplim: {},
  control: {
    /** Of cores with an FPU and the Security Extension. */
    SFPA: bit(3),
    /** Of cores with an FPU. */
    FPCA: bit(2),
    SPSEL: bit(1),
    nPRIV: bit(0),
  },
  primask: {},
  faultmask: {},
  basepri: {},
  /** Of cores with an FPU (A2.5.3). */
  fpscr: {
    N: bit(31),
    Z: bit(30),
    C: bit(29),
    V: bit(28),
    AHP: bit(26),
    DN: bit(25),
    FZ: bit(24),
    RMode: bits(23, 22),
    IDC: bit(7),
    IXC: bit(4),
    UFC: bit(3),
    OFC: bit(2),
    DZC: bit(1),
    IOC: bit(0),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, BitField>>>>;

type Special = keyof typeof SPECIAL_FIELDS;

const MASKS: Readonly<Partial<Record<string, PriorityMask>>> = { faultmask: 'FAULTMASK', basepri: 'BASEPRI' };
const LIMITS: readonly string[] = ['msplim', 'psplim'];

/** What the Security Extension banks; GDB's names append the state: `msp_s`, `control_ns`. */
const BANKED = [
  'msp',
  'psp',
  'msplim',
  'psplim',
  'control',
  'primask',
  'faultmask',
  'basepri',
] as const satisfies readonly (keyof BankedRegisters)[];

/** The security states as suffixes of banked registers, with what they are called. */
export const STATES = [
  { suffix: '_s', secure: true, title: 'Secure' },
  { suffix: '_ns', secure: false, title: 'Non-secure' },
] as const;

/** Whether the core has a register, in one state or the other. */
function hasRegister({ cpu, options }: Machine, name: string): boolean {
  if (LIMITS.includes(name)) return cpu.hasLimits;
  if (name === 'fpscr') return cpu.hasFloats;
  const mask = MASKS[name];
  const { architecture } = PROFILES[options.board.cpu.core];
  return mask === undefined || ARCHITECTURES[architecture].priorityMasks.includes(mask);
}

/** Whether the core knows unprivileged code: Cortex-M0 and M1 run all of it privileged. */
export function runsUnprivileged({ options }: Machine): boolean {
  return PROFILES[options.board.cpu.core].unprivileged;
}

/** Whether the core has a field: those of extensions may be missing. */
function hasField(machine: Machine, field: string, bits: BitField): boolean {
  const { cpu } = machine;
  if (field === 'Q' || field.startsWith('GE')) return (cpu.apsrBits & bits.mask) !== 0;
  if (field.startsWith('ICI/IT')) return cpu.hasIT;
  if (field === 'FPCA') return cpu.hasFloats;
  if (field === 'SFPA') return cpu.hasFloats && cpu.hasSecurity;
  return field !== 'nPRIV' || runsUnprivileged(machine);
}

/** The special registers that a machine's core has, each with its fields. */
export function specialFields(
  machine: Machine,
): readonly (readonly [name: Special, fields: Readonly<Record<string, BitField>>])[] {
  return Object.entries(SPECIAL_FIELDS).flatMap(([name, fields]) => {
    if (!isSpecial(name) || !hasRegister(machine, name)) return [];
    const there = Object.entries<BitField>(fields).filter(([field, bits]) => hasField(machine, field, bits));
    return [[name, Object.fromEntries(there)] as const];
  });
}

function isSpecial(name: string): name is Special {
  return Object.hasOwn(SPECIAL_FIELDS, name);
}

/** A register of one security state, whichever the core is in. */
interface Banked {
  readonly register: (typeof BANKED)[number];
  readonly secure: boolean;
}

/** Undefined for names that are none of a core's banked registers. */
function bankedRegister(machine: Machine, name: string): Banked | undefined {
  if (!machine.cpu.hasSecurity) return undefined;
  for (const { suffix, secure } of STATES) {
    if (!name.endsWith(suffix)) continue;
    const register = BANKED.find((banked) => `${banked}${suffix}` === name);
    const limitless = register !== undefined && LIMITS.includes(register) && !machine.cpu.hasLimitsOf(secure);
    if (register !== undefined && !limitless && hasRegister(machine, register)) return { register, secure };
  }
  return undefined;
}

/** The banked registers of a security state by GDB's names, each with its fields; none without the Security Extension. */
export function bankedFields(
  machine: Machine,
  secure: boolean,
): readonly (readonly [name: string, fields: Readonly<Record<string, BitField>>])[] {
  const { suffix } = STATES.find((state) => state.secure === secure)!;
  const fieldsOf = (name: (typeof BANKED)[number]): readonly (readonly [string, BitField])[] =>
    Object.entries<BitField>(SPECIAL_FIELDS[name]).filter(
      // FPCA belongs to both states, and SFPA to none but Secure state.
      ([field, bits]) => field !== 'FPCA' && (field !== 'SFPA' || secure) && hasField(machine, field, bits),
    );
  return BANKED.filter((name) => bankedRegister(machine, `${name}${suffix}`) !== undefined).map(
    (name) => [`${name}${suffix}`, Object.fromEntries(fieldsOf(name))] as const,
  );
}

const SFPA = SPECIAL_FIELDS.control.SFPA;

function readBanked({ cpu }: Machine, { register, secure }: Banked): number {
  const value = cpu.bank(secure)[register];
  return register === 'control' && secure && cpu.secureFloats ? (value | SFPA.mask) >>> 0 : value >>> 0;
}

function writeBanked({ cpu }: Machine, { register, secure }: Banked, value: number): void {
  // SPSEL may change in Thread mode only (B1.4.4).
  const bank = cpu.bank(secure);
  const kept = register === 'control' && cpu.ipsr !== 0 ? (value & ~2) | (bank.control & 2) : value;
  bank[register] = (LIMITS.includes(register) ? kept & ~7 : kept) >>> 0;
  if (register === 'control' && secure && cpu.hasFloats) cpu.secureFloats = (value & SFPA.mask) !== 0;
}

/** A register that is not one of R0 to R15; undefined if there is none of that name. */
export function readSpecial(machine: Machine, name: string): number | undefined {
  const { cpu } = machine;
  if (name === 'apsr') return cpu.apsr >>> 0;
  if (name === 'ipsr') return cpu.ipsr;
  const banked = bankedRegister(machine, name);
  if (banked !== undefined) return readBanked(machine, banked);
  if (!isSpecial(name) || !hasRegister(machine, name)) return undefined;
  const sfpa = name === 'control' && cpu.secure && cpu.secureFloats ? SFPA.mask : 0;
  return (cpu[name] | sfpa) >>> 0;
}

const NUMBERED: Readonly<Record<string, number>> = { fp: 11, ip: 12, sp: 13, lr: 14, pc: 15 };

/** False for a register that there is not. Values are cut to what the register can hold. */
export function writeRegister(machine: Machine, name: string, value: number): boolean {
  const { cpu } = machine;
  const n = NUMBERED[name] ?? (/^r(?:\d|1[0-5])$/.test(name) ? Number(name.slice(1)) : undefined);
  if (n === 15) {
    jump(machine, (value & ~1) >>> 0);
    return true;
  }
  if (n === 13) {
    cpu.sp = value & ~3;
    return true;
  }
  if (n !== undefined) {
    cpu.setReg(n, value >>> 0);
    return true;
  }
  if (name === 'control') {
    // SPSEL may change in Thread mode only (B1.4.4).
    if (cpu.ipsr === 0) cpu.selectStack((value & 2) !== 0);
    if (runsUnprivileged(machine)) cpu.control = (cpu.control & ~1) | (value & 1);
    if (cpu.hasFloats) cpu.floatContextActive = (value & 4) !== 0;
    if (cpu.secure && cpu.hasFloats) cpu.secureFloats = (value & SFPA.mask) !== 0;
    return true;
  }
  const single = /^s(\d+)$/.exec(name);
  if (single !== null && cpu.hasFloats && Number(single[1]) < 32) {
    cpu.setFloat(Number(single[1]), value >>> 0);
    return true;
  }
  const banked = bankedRegister(machine, name);
  if (banked !== undefined) {
    writeBanked(machine, banked, value);
    return true;
  }
  if (!isSpecial(name) || !hasRegister(machine, name)) return false;
  cpu[name] = (LIMITS.includes(name) ? value & ~7 : value) >>> 0;
  return true;
}

/** Flow goes on elsewhere: an IT block and sleep are left behind. */
function jump(machine: Machine, address: number): void {
  const { cpu } = machine;
  if (cpu.pc === address) return;
  cpu.pc = address;
  cpu.itState = 0;
  machine.sleeping = undefined;
}
