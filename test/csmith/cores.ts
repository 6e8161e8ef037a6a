/** The cores that random programs run on: one row each, with QEMU's machine, the compiler's flags and where memory lies. */
import { boardNames } from '../../boards/index.js';
import { isEmulated, type CoreName, type CoreOptions } from '../../emulator/index.js';

interface Memory {
  readonly address: number;
  readonly sizeBytes: number;
}

export interface CsmithCore {
  readonly core: CoreName;
  readonly options: CoreOptions;
  /** The name of QEMU's machine and of our board. */
  readonly machine: string;
  /** For arm-none-eabi-gcc. */
  readonly flags: readonly string[];
  readonly rom: Memory;
  readonly ram: Memory;
  /** At the lower end of RAM, so that a stack that does not suffice leaves RAM. */
  readonly stackBytes: number;
}

const MPS2 = {
  rom: { address: 0, sizeBytes: 0x40_0000 },
  ram: { address: 0x2000_0000, sizeBytes: 0x40_0000 },
  stackBytes: 0x4_0000,
} as const;

export const CORES: readonly CsmithCore[] = [
  {
    core: 'cortex-m0',
    options: {},
    machine: 'microbit',
    flags: ['-mcpu=cortex-m0'],
    rom: { address: 0, sizeBytes: 0x4_0000 },
    ram: { address: 0x2000_0000, sizeBytes: 0x4000 },
    stackBytes: 0x2000,
  },
  { ...MPS2, core: 'cortex-m3', options: {}, machine: 'mps2-an385', flags: ['-mcpu=cortex-m3'] },
  {
    ...MPS2,
    core: 'cortex-m4',
    options: { fpu: 'fpv4-sp-d16' },
    machine: 'mps2-an386',
    flags: ['-mcpu=cortex-m4', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'],
  },
  {
    core: 'cortex-m33',
    options: { fpu: 'fpv5-sp-d16', dsp: true, security: true },
    machine: 'mps2-an505',
    flags: ['-mcpu=cortex-m33', '-mfloat-abi=hard', '-mfpu=fpv5-sp-d16'],
    // It starts in Secure state: the Secure aliases of SSRAM1, and of SSRAM2 and 3.
    rom: { address: 0x1000_0000, sizeBytes: 0x40_0000 },
    ram: { address: 0x3800_0000, sizeBytes: 0x20_0000 },
    stackBytes: 0x4_0000,
  },
];

/** Whether Ringfence runs it today: core, options and board. QEMU and the compiler do in any case. */
export function isRunnable({ core, options, machine }: CsmithCore): boolean {
  return isEmulated(core, options) && boardNames.includes(machine);
}
