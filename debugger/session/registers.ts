/** The core's registers by name: reading, writing, and their fields for people. */
import { bit, bits, type BitField } from '../../base/index.js';
import { ARCHITECTURES, PROFILES, type Machine, type PriorityMask } from '../../emulator/index.js';

/** Special registers in the order in which they are shown, with their fields (Armv7-M ARM, B1.4). */
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
  control: { SPSEL: bit(1), nPRIV: bit(0) },
  primask: {},
  faultmask: {},
  basepri: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, BitField>>>>;

type Special = keyof typeof SPECIAL_FIELDS;

const MASKS: Readonly<Partial<Record<Special, PriorityMask>>> = { faultmask: 'FAULTMASK', basepri: 'BASEPRI' };

function hasRegister({ options }: Machine, name: Special): boolean {
  const mask = MASKS[name];
  const { architecture } = PROFILES[options.board.cpu.core];
  return mask === undefined || ARCHITECTURES[architecture].priorityMasks.includes(mask);
}

/** Whether the core knows unprivileged code: Cortex-M0 and M1 run all of it privileged. */
export function runsUnprivileged({ options }: Machine): boolean {
  return PROFILES[options.board.cpu.core].unprivileged;
}

/** Whether the core has a field: Q, IT and GE of xPSR and nPRIV of CONTROL may be missing. */
function hasField(machine: Machine, field: string, bits: BitField): boolean {
  const { cpu } = machine;
  if (field === 'Q' || field.startsWith('GE')) return (cpu.apsrBits & bits.mask) !== 0;
  if (field.startsWith('ICI/IT')) return cpu.hasIT;
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

/** A register that is not one of R0 to R15; undefined if there is none of that name. */
export function readSpecial(machine: Machine, name: string): number | undefined {
  const { cpu } = machine;
  if (name === 'apsr') return cpu.apsr >>> 0;
  if (name === 'ipsr') return cpu.ipsr;
  return isSpecial(name) && hasRegister(machine, name) ? cpu[name] >>> 0 : undefined;
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
    if (runsUnprivileged(machine)) cpu.control = (cpu.control & 2) | (value & 1);
    return true;
  }
  if (!isSpecial(name) || !hasRegister(machine, name)) return false;
  cpu[name] = value >>> 0;
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
