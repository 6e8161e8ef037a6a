/** What is said of a program that was built for another core, word for word: attributes of the ABI addenda, 3.3.6. */
import assert from 'node:assert/strict';
import { parseAttributes } from '../../../debugger/elf/attributes.js';
import { coreFindings } from '../../../debugger/launch/core-warning.js';
import { findBoard } from '../../../debugger/launch/index.js';
import { boardNames } from '../../../boards/index.js';
import type { BoardDescription } from '../../../emulator/index.js';

type Board = Pick<BoardDescription, 'name' | 'cpu'>;

function attributes(pairs: readonly number[]): ReturnType<typeof parseAttributes> {
  const name = [...Buffer.from('aeabi'), 0];
  const part = [1, pairs.length + 5, 0, 0, 0, ...pairs];
  return parseAttributes(Uint8Array.from([0x41, part.length + name.length + 4, 0, 0, 0, ...name, ...part]));
}

const M = [7, 0x4d];
const ARCHITECTURE = { v6SM: [6, 12], v7M: [6, 10], v7EM: [6, 13], v8M: [6, 17], v81M: [6, 21] };
/** As GCC has them for -mfloat-abi=hard: Tag_FP_arch, Tag_ABI_HardFP_use where single, Tag_ABI_VFP_args. */
const FPV4_SP = [10, 6, 27, 1, 28, 1];
const FPV5_DP = [10, 8, 28, 1];

const other = (name: string, change: Partial<BoardDescription['cpu']>): Board => ({
  name: 'mine.dts',
  cpu: { ...findBoard(name).cpu, ...change },
});

const SAYS: readonly (readonly [title: string, board: Board, pairs: readonly number[], message: string])[] = [
  [
    'Armv7-M on a Cortex-M0',
    findBoard('microbit'),
    [...ARCHITECTURE.v7M, ...M],
    'f.elf is built for Armv7-M (Tag_CPU_arch), but microbit has a Cortex-M0 (Armv6-M). ' +
      'The first instruction that this core does not have is a HardFault. ' +
      'Choose the board lm3s6965evb or mps2-an385, give your devicetree’s core compatible = "arm,cortex-m3", or build it with -mcpu=cortex-m0.',
  ],
  [
    'a Cortex-M4 with hard float on a Cortex-M3',
    findBoard('mps2-an385'),
    [...ARCHITECTURE.v7EM, ...M, ...FPV4_SP],
    'f.elf is built for Armv7E-M (Tag_CPU_arch), single-precision floating-point instructions (Tag_FP_arch: VFPv4-D16) and ' +
      'arguments in floating-point registers (Tag_ABI_VFP_args), but mps2-an385 has a Cortex-M3 (Armv7-M). ' +
      'The first instruction that this core does not have is UNDEFINED: a UsageFault, or a HardFault where that is not enabled. ' +
      'Choose the board mps2-an386, give your devicetree’s core compatible = "arm,cortex-m4f", or build it with -mcpu=cortex-m3 -mfloat-abi=soft.',
  ],
  [
    'hard float on a Cortex-M4 without an FPU',
    other('mps2-an385', { core: 'cortex-m4' }),
    [...ARCHITECTURE.v7EM, ...M, ...FPV4_SP],
    'f.elf is built for single-precision floating-point instructions (Tag_FP_arch: VFPv4-D16) and arguments in floating-point ' +
      'registers (Tag_ABI_VFP_args), but mine.dts has a Cortex-M4 (Armv7E-M, no FPU). ' +
      'The first instruction that this core does not have is UNDEFINED: a UsageFault, or a HardFault where that is not enabled. ' +
      'Choose the board mps2-an386, give your devicetree’s core compatible = "arm,cortex-m4f", or build it with -mcpu=cortex-m4 -mfloat-abi=soft.',
  ],
  [
    'double precision on a unit of single precision',
    findBoard('mps2-an386'),
    [...ARCHITECTURE.v7EM, ...M, ...FPV5_DP],
    'f.elf is built for double-precision floating-point instructions (Tag_FP_arch: FPv5/FP-D16 for Armv8), ' +
      'but mps2-an386 has a Cortex-M4 (Armv7E-M, FPV4-SP-D16). ' +
      'The first instruction that this core does not have is UNDEFINED: a UsageFault, or a HardFault where that is not enabled. ' +
      'Choose the board mps2-an500, give your devicetree’s core compatible = "arm,cortex-m7", or build it with -mcpu=cortex-m4 -mfpu=fpv4-sp-d16.',
  ],
  [
    'Arm state',
    findBoard('mps2-an385'),
    [...ARCHITECTURE.v7M, ...M, 8, 1],
    'f.elf is built for Arm state (Tag_ARM_ISA_use), but mps2-an385 has a Cortex-M3 (Armv7-M). ' +
      'The first branch to Arm code is a UsageFault (INVSTATE), or a HardFault where that is not enabled. ' +
      'Ringfence emulates no core that has all of it: build it with -mcpu=cortex-m3 -mthumb.',
  ],
  [
    'the DSP extension on a Cortex-M33 without it',
    other('mps2-an385', { core: 'cortex-m33' }),
    [...ARCHITECTURE.v8M, ...M, 46, 1],
    'f.elf is built for the DSP extension (Tag_DSP_extension), but mine.dts has a Cortex-M33 (Armv8-M Mainline, no FPU). ' +
      'The first instruction that this core does not have is UNDEFINED: a UsageFault, or a HardFault where that is not enabled. ' +
      'Ringfence emulates no core that has all of it: build it with -mcpu=cortex-m33+nodsp.',
  ],
  [
    'MVE',
    findBoard('mps2-an500'),
    [...ARCHITECTURE.v81M, ...M, 48, 1],
    'f.elf is built for Armv8.1-M.mainline (Tag_CPU_arch) and the M-profile Vector Extension (Tag_MVE_arch), ' +
      'but mps2-an500 has a Cortex-M7 (Armv7E-M, FPV5-D16). ' +
      'The first instruction that this core does not have is UNDEFINED: a UsageFault, or a HardFault where that is not enabled. ' +
      'Ringfence emulates no core that has all of it: build it with -mcpu=cortex-m7.',
  ],
];

describe('a program that was built for another core', () => {
  for (const [title, board, pairs, message] of SAYS) {
    it(title, () => {
      const findings = coreFindings({ name: 'f.elf', attributes: attributes(pairs) }, board);
      assert.deepEqual(findings, [{ code: 'elf-other-core', severity: 'warning', message, where: 'f.elf' }]);
    });
  }

  it('is none where the core has all of it, or nothing is known', () => {
    const told = (board: Board, ...pairs: number[]): number =>
      coreFindings({ name: 'f.elf', attributes: attributes(pairs) }, board).length;
    for (const name of boardNames) assert.equal(told(findBoard(name), ...ARCHITECTURE.v6SM, ...M), 0, name);
    assert.equal(told(findBoard('mps2-an386'), ...ARCHITECTURE.v7EM, ...M, ...FPV4_SP), 0);
    assert.equal(told(findBoard('mps2-an500'), ...ARCHITECTURE.v7EM, ...M, ...FPV5_DP), 0);
    const none = { name: 'f.elf', attributes: parseAttributes(undefined) };
    for (const name of boardNames) assert.deepEqual(coreFindings(none, findBoard(name)), []);
  });
});
