/** What the code of an ELF file needs of a core, by the file's build attributes, and which encodings it is made of. */
import {
  instructionSet,
  isaParts,
  type CoreName,
  type CpuDescription,
  type InstructionSet,
  type IsaPart,
} from '../../emulator/index.js';
import type { AttributeName, BuildAttributes } from './attributes.js';
import type { ElfFile } from './elf-file.js';

/** Something that the file was built with. */
export interface Need {
  /** As it goes on from “is built for”, with the attribute that says so. */
  readonly words: string;
  /** What of the instruction set it takes; `undefined` for what no core has that is known here. */
  readonly parts: readonly IsaPart[] | undefined;
  readonly kind: 'architecture' | 'float' | 'armState' | 'extension';
}

/** A core as far as the instruction set hangs on it. */
export type Core = Pick<CpuDescription, 'core' | 'fpu' | 'dsp' | 'security'>;

/** Tag_CPU_arch of the M profile (ABI addenda, 3.3.5.2), and what such code may use. */
const ARCHITECTURES: Readonly<Record<string, readonly IsaPart[]>> = {
  'v6-M': ['base'],
  'v6S-M': ['base'],
  v7: ['base', 'extended', 'main'],
  'v7E-M': ['base', 'extended', 'main', 'dsp'],
  'v8-M.baseline': ['base', 'extended', 'v8'],
  'v8-M.mainline': ['base', 'extended', 'main', 'v8', 'v8main'],
};

/** Older than any Cortex-M, but their Thumb code is Armv6-M's. */
const THUMB_1: readonly string[] = ['v4T', 'v5T', 'v5TE', 'v5TEJ'];

/** Tag_FP_arch from which on the unit is FPv5, Tag_ABI_HardFP_use and Tag_ABI_VFP_args (ABI addenda, 3.3.6). */
const FPV5 = 7;
const SINGLE_ONLY = 1;
const VFP_REGISTERS = 1;
/** Tag_PAC_extension: with instructions that are no hints, which older cores would pass over. */
const PAC_BEYOND_HINTS = 2;

const EXTENSIONS: readonly {
  readonly tag: AttributeName;
  readonly words: string;
  readonly from?: number;
  readonly parts?: readonly IsaPart[];
}[] = [
  { tag: 'Tag_DSP_extension', words: 'the DSP extension', parts: ['dsp'] },
  { tag: 'Tag_MVE_arch', words: 'the M-profile Vector Extension' },
  { tag: 'Tag_Advanced_SIMD_arch', words: 'Advanced SIMD' },
  { tag: 'Tag_PAC_extension', words: 'pointer authentication', from: PAC_BEYOND_HINTS },
];

/** All that the file was built with. Empty where it has no build attributes. */
export function needsOf({ attributes }: Pick<ElfFile, 'attributes'>): readonly Need[] {
  if (!attributes.present) return [];
  const used = EXTENSIONS.filter(({ tag, from = 1 }) => attributes.number(tag) >= from);
  const armState = { words: 'Arm state (Tag_ARM_ISA_use)', parts: undefined, kind: 'armState' } as const;
  return [
    architecture(attributes),
    ...floats(attributes),
    ...used.map(({ tag, words, parts }) => ({ words: `${words} (${tag})`, parts, kind: 'extension' }) as const),
    ...(attributes.number('Tag_ARM_ISA_use') === 0 ? [] : [armState]),
  ];
}

function architecture(attributes: BuildAttributes): Need {
  const name = attributes.describe('Tag_CPU_arch');
  const also = attributes.describe('Tag_also_compatible_with');
  const isThumb1 = attributes.number('Tag_ARM_ISA_use') === 0 && THUMB_1.includes(name);
  return {
    words: `Arm${name === 'v7' ? 'v7-M' : name} (Tag_CPU_arch)`,
    parts: ARCHITECTURES[name] ?? ARCHITECTURES[isThumb1 ? 'v6-M' : also],
    kind: 'architecture',
  };
}

function floats(attributes: BuildAttributes): readonly Need[] {
  const needs: Need[] = [];
  const unit = attributes.number('Tag_FP_arch');
  if (unit !== 0) {
    const isSingle = attributes.number('Tag_ABI_HardFP_use') === SINGLE_ONLY;
    const words = `${isSingle ? 'single' : 'double'}-precision floating-point instructions (Tag_FP_arch: ${attributes.describe('Tag_FP_arch')})`;
    const parts: readonly IsaPart[] = [
      'fp',
      ...(unit >= FPV5 ? (['fp5'] as const) : []),
      ...(isSingle ? [] : (['fpDouble'] as const)),
    ];
    needs.push({ words, parts, kind: 'float' });
  }
  if (attributes.number('Tag_ABI_VFP_args') === VFP_REGISTERS)
    needs.push({ words: 'arguments in floating-point registers (Tag_ABI_VFP_args)', parts: ['fp'], kind: 'float' });
  return needs;
}

/** Those of a file's needs that a core does not have. */
export function lackedBy(core: Core, needs: readonly Need[]): readonly Need[] {
  const has = isaParts(core.core, core);
  return needs.filter(({ parts }) => parts?.every((part) => has.includes(part)) !== true);
}

/** Whose encodings the code of a file is read with where no board says which core executes it; Armv7-M's if not here. */
const READ_AS: Readonly<Record<string, CoreName>> = { 'v7E-M': 'cortex-m4' };

/** The encodings that a file's code is made of, by its build attributes. */
export function encodingsOf({ attributes }: ElfFile): InstructionSet {
  return instructionSet(isaParts(READ_AS[attributes.describe('Tag_CPU_arch')] ?? 'cortex-m3'));
}
