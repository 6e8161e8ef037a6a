/** Whether a core can run an ELF file, by the file's build attributes. */
import type { ElfFile } from './elf-file.js';

interface CoreAbilities {
  readonly label: string;
  readonly option: string;
  /** Values of Tag_CPU_arch that run on the core whatever else the file says. */
  readonly architectures: readonly string[];
  readonly hasFloat: boolean;
}

/** Armv7-M includes all of Armv6-M (Armv7-M ARM, A4 and D7), so v6-M files run on a Cortex-M3. */
const CORES = {
  'cortex-m3': {
    label: 'Cortex-M3',
    option: '-mcpu=cortex-m3',
    architectures: ['v6-M', 'v6S-M', 'v7'],
    hasFloat: false,
  },
} as const satisfies Readonly<Record<string, CoreAbilities>>;

export type CoreName = keyof typeof CORES;

const PROFILE_M = 0x4d;

/** A sentence that says why `core` cannot run the file and what to do, or `undefined` when it can. */
export function coreMismatch(elf: ElfFile, core: CoreName): string | undefined {
  const abilities: CoreAbilities = CORES[core];
  const { attributes } = elf;
  if (!attributes.present) return undefined;
  const advice = `Build it with ${abilities.option}, or choose a board with that core.`;
  const architecture = attributes.describe('Tag_CPU_arch');
  const profile = attributes.number('Tag_CPU_arch_profile');
  if (!abilities.architectures.includes(architecture)) {
    const thumbOnly =
      attributes.number('Tag_ARM_ISA_use') === 0 && ['v4T', 'v5T', 'v5TE', 'v5TEJ'].includes(architecture);
    if (!thumbOnly)
      return `${elf.name} is built for Arm ${architecture} (Tag_CPU_arch), which a ${abilities.label} does not execute. ${advice}`;
  }
  if (profile !== 0 && profile !== PROFILE_M) {
    const text = attributes.describe('Tag_CPU_arch_profile');
    return `${elf.name} is built for the ${text} profile (Tag_CPU_arch_profile), not for a ${abilities.label}. ${advice}`;
  }
  if (attributes.number('Tag_ABI_VFP_args') === 1 && !abilities.hasFloat) {
    return `${elf.name} passes floating-point arguments in VFP registers (Tag_ABI_VFP_args), which a ${abilities.label} does not have. Build it with -mfloat-abi=soft.`;
  }
  if (attributes.number('Tag_FP_arch') !== 0 && !abilities.hasFloat) {
    const unit = attributes.describe('Tag_FP_arch');
    return `${elf.name} uses the floating-point unit ${unit} (Tag_FP_arch), which a ${abilities.label} does not have. Build it with -mfloat-abi=soft.`;
  }
  if (attributes.number('Tag_ARM_ISA_use') !== 0) {
    return `${elf.name} contains Arm-state instructions (Tag_ARM_ISA_use), and a ${abilities.label} executes Thumb only. Build it with -mthumb.`;
  }
  if (attributes.number('Tag_DSP_extension') !== 0) {
    return `${elf.name} uses the DSP extension (Tag_DSP_extension), which a ${abilities.label} does not have. ${advice}`;
  }
  return undefined;
}
