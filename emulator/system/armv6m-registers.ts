/**
 * Which memory-mapped registers Armv6-M has, and which of their fields, as data (Armv6-M ARM, DDI 0419E, B3.2 to B3.5). What
 * is not here reads as zero and drops writes. All of them take whole words only.
 */
import type { BitField } from '../../base/index.js';
import { PMSAV6 } from '../mpu/pmsa.js';
import type { RegisterBinding, RegisterDescription } from './register.js';

interface Shape {
  /** Section of the Armv6-M ARM. */
  readonly section: string;
  /** Fields that have other bits than Armv7-M's. */
  readonly fields?: Readonly<Record<string, BitField>>;
  /** Those that Armv7-M has and Armv6-M does not. */
  readonly without?: readonly string[];
}

/** By the register's name; `*` stands for a number. */
const SHAPES: Readonly<Record<string, Shape>> = {
  CPUID: { section: 'B3.2.3' },
  ICSR: { section: 'B3.2.4', without: ['RETTOBASE'] },
  VTOR: { section: 'B3.2.5' },
  AIRCR: { section: 'B3.2.6', without: ['PRIGROUP', 'VECTRESET'] },
  SCR: { section: 'B3.2.7' },
  CCR: { section: 'B3.2.8', without: ['BFHFNMIGN', 'DIV_0_TRP', 'USERSETMPEND', 'NONBASETHRDENA'] },
  SHPR2: { section: 'B3.2.9' },
  SHPR3: { section: 'B3.2.10', without: ['PRI_12_DebugMonitor'] },
  SYST_CSR: { section: 'B3.3.3' },
  SYST_RVR: { section: 'B3.3.4' },
  SYST_CVR: { section: 'B3.3.5' },
  SYST_CALIB: { section: 'B3.3.6' },
  'NVIC_ISER*': { section: 'B3.4.3' },
  'NVIC_ICER*': { section: 'B3.4.4' },
  'NVIC_ISPR*': { section: 'B3.4.5' },
  'NVIC_ICPR*': { section: 'B3.4.6' },
  'NVIC_IPR*': { section: 'B3.4.7' },
  MPU_TYPE: { section: 'B3.5.4' },
  MPU_CTRL: { section: 'B3.5.5' },
  MPU_RNR: { section: 'B3.5.6' },
  MPU_RBAR: { section: 'B3.5.7', fields: { ADDR: PMSAV6.address } },
  MPU_RASR: { section: 'B3.5.8', without: ['TEX'] },
};

function shapeOf(name: string): Shape | undefined {
  return SHAPES[name] ?? SHAPES[name.replace(/\d+$/, '*')];
}

function describe(
  description: RegisterDescription,
  { section, fields = {}, without = [] }: Shape,
): RegisterDescription {
  const kept = Object.entries(description.fields).filter(([field]) => !without.includes(field));
  return { ...description, section, fields: { ...Object.fromEntries(kept), ...fields } };
}

/** A register of Armv7-M as Armv6-M has it: other fields read as zero and drop writes; undefined where there is none. */
export function asArmv6m(binding: RegisterBinding): RegisterBinding | undefined {
  const shape = shapeOf(binding.description.name);
  if (shape === undefined) return undefined;
  const description = describe(binding.description, shape);
  const missing = shape.without?.map((field) => binding.description.fields[field]!.mask) ?? [];
  const mask = ~missing.reduce((bits, one) => bits | one, 0);
  return {
    description,
    peek: () => (binding.peek() & mask) >>> 0,
    read: () => ((binding.read?.() ?? binding.peek()) & mask) >>> 0,
    ...(binding.write && { write: (value, lanes) => binding.write!((value & mask) >>> 0, lanes) }),
  };
}
