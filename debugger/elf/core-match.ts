/** Whether a core can run an ELF file, and which encodings it is made of, by the file's build attributes. */
import {
  instructionSet,
  isaParts,
  PROFILES,
  type Architecture,
  type CoreName,
  type CpuDescription,
  type InstructionSet,
} from '../../emulator/index.js';
import type { ElfFile } from './elf-file.js';

/** Values of Tag_CPU_arch that a core of an architecture runs (Armv7-M ARM, A4 and D7; Armv8-M ARM, A1.2). */
const RUNS: Readonly<Record<Architecture, readonly string[]>> = {
  'armv6-m': ['v6-M', 'v6S-M'],
  'armv7-m': ['v6-M', 'v6S-M', 'v7'],
  'armv7e-m': ['v6-M', 'v6S-M', 'v7', 'v7E-M'],
  'armv8-m.base': ['v6-M', 'v6S-M', 'v8-M.baseline'],
  'armv8-m.main': ['v6-M', 'v6S-M', 'v7', 'v7E-M', 'v8-M.baseline', 'v8-M.mainline'],
};

/** Whose encodings the code of a file is read with where no board says which core executes it; Armv7-M's if not here. */
const READ_AS: Readonly<Record<string, CoreName>> = { 'v7E-M': 'cortex-m4' };

/** The encodings that a file's code is made of, by its build attributes. */
export function encodingsOf({ attributes }: ElfFile): InstructionSet {
  return instructionSet(isaParts(READ_AS[attributes.describe('Tag_CPU_arch')] ?? 'cortex-m3'));
}

const PROFILE_M = 0x4d;

type Core = Pick<CpuDescription, 'core' | 'fpu' | 'dsp' | 'security'>;

/** A sentence that says why `core` cannot run the file and what to do, or `undefined` when it can. */
export function coreMismatch(elf: ElfFile, cpu: Core): string | undefined {
  const { title, architecture: ours } = PROFILES[cpu.core];
  const parts = isaParts(cpu.core, cpu);
  const { attributes } = elf;
  if (!attributes.present) return undefined;
  const advice = `Build it with -mcpu=${cpu.core}, or choose a board with that core.`;
  const architecture = attributes.describe('Tag_CPU_arch');
  const profile = attributes.number('Tag_CPU_arch_profile');
  if (!RUNS[ours].includes(architecture)) {
    const thumbOnly =
      attributes.number('Tag_ARM_ISA_use') === 0 && ['v4T', 'v5T', 'v5TE', 'v5TEJ'].includes(architecture);
    if (!thumbOnly)
      return `${elf.name} is built for Arm ${architecture} (Tag_CPU_arch), which a ${title} does not execute. ${advice}`;
  }
  if (profile !== 0 && profile !== PROFILE_M) {
    const text = attributes.describe('Tag_CPU_arch_profile');
    return `${elf.name} is built for the ${text} profile (Tag_CPU_arch_profile), not for a ${title}. ${advice}`;
  }
  if (attributes.number('Tag_ABI_VFP_args') === 1 && !parts.includes('fp')) {
    return `${elf.name} passes floating-point arguments in VFP registers (Tag_ABI_VFP_args), which a ${title} does not have. Build it with -mfloat-abi=soft.`;
  }
  if (attributes.number('Tag_FP_arch') !== 0 && !parts.includes('fp')) {
    const unit = attributes.describe('Tag_FP_arch');
    return `${elf.name} uses the floating-point unit ${unit} (Tag_FP_arch), which a ${title} does not have. Build it with -mfloat-abi=soft.`;
  }
  if (attributes.number('Tag_ARM_ISA_use') !== 0) {
    return `${elf.name} contains Arm-state instructions (Tag_ARM_ISA_use), and a ${title} executes Thumb only. Build it with -mthumb.`;
  }
  if (attributes.number('Tag_DSP_extension') !== 0 && !parts.includes('dsp')) {
    return `${elf.name} uses the DSP extension (Tag_DSP_extension), which a ${title} does not have. ${advice}`;
  }
  return undefined;
}
