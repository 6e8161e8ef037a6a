/** Registers of the System Control Space that only identify the core, and what they read as on each (Armv7-M ARM, B3.2.2, B4.1). */
import { bits } from '../../base/index.js';
import type { CoreName } from '../core/profiles.js';
import type { RegisterDescription } from './register.js';

/** In the order of their addresses; the values below have the same order. */
const NAMES: readonly (readonly [name: string, address: number])[] = [
  ['ID_PFR0', 0xe000_ed40],
  ['ID_PFR1', 0xe000_ed44],
  ['ID_DFR0', 0xe000_ed48],
  ['ID_AFR0', 0xe000_ed4c],
  ['ID_MMFR0', 0xe000_ed50],
  ['ID_MMFR1', 0xe000_ed54],
  ['ID_MMFR2', 0xe000_ed58],
  ['ID_MMFR3', 0xe000_ed5c],
  ['ID_ISAR0', 0xe000_ed60],
  ['ID_ISAR1', 0xe000_ed64],
  ['ID_ISAR2', 0xe000_ed68],
  ['ID_ISAR3', 0xe000_ed6c],
  ['ID_ISAR4', 0xe000_ed70],
  ['PID4', 0xe000_efd0],
  ['PID0', 0xe000_efe0],
  ['PID1', 0xe000_efe4],
  ['PID2', 0xe000_efe8],
  ['PID3', 0xe000_efec],
  ['CID0', 0xe000_eff0],
  ['CID1', 0xe000_eff4],
  ['CID2', 0xe000_eff8],
  ['CID3', 0xe000_effc],
];

export const IDENTIFICATION: readonly RegisterDescription[] = NAMES.map(([name, address]) => ({
  name,
  title: 'Identification register',
  address,
  section: name.startsWith('ID_') ? 'B4.1' : 'B3.2.2',
  access: 'read-only',
  fields: { VALUE: bits(31, 0) },
}));

const PFR_DFR_AFR = [0x0000_0030, 0x0000_0200, 0x0010_0000, 0] as const;
const CID = [0x0d, 0xe0, 0x05, 0xb1] as const;

/** As qemu-system-arm 7.2 -M mps2-an385 reads them: firmware must not see the difference. */
const CORTEX_M3: readonly number[] = [
  ...PFR_DFR_AFR,
  ...[0x0000_0030, 0, 0, 0],
  ...[0x0114_1110, 0x0211_1000, 0x2111_2231, 0x0111_1110, 0x0131_0102],
  ...[0, 0, 0xb0, 0x1b, 0],
  ...CID,
];

/**
 * Cortex-M4 TRM (DDI 0439D), table 4-1, and as parts read PID. QEMU 7.2 gives the values of its Cortex-M3, in which
 * ID_ISAR1, 2 and 3 know nothing of the DSP extension.
 */
const CORTEX_M4: readonly number[] = [
  ...PFR_DFR_AFR,
  ...[0x0010_0030, 0, 0x0100_0000, 0],
  ...[0x0114_1110, 0x0211_2000, 0x2123_2231, 0x0111_1131, 0x0131_0132],
  ...[0x04, 0x0c, 0xb0, 0x0b, 0],
  ...CID,
];

/** Cortex-M7 TRM (DDI 0489), table 4-1, which QEMU 7.2 has too, and as parts read PID. */
const CORTEX_M7: readonly number[] = [
  ...PFR_DFR_AFR,
  ...[0x0010_0030, 0, 0x0100_0000, 0],
  ...[0x0110_1110, 0x0211_2000, 0x2023_2231, 0x0111_1131, 0x0131_0132],
  ...[0x04, 0x0c, 0xb0, 0x0b, 0],
  ...CID,
];

const VALUES: Readonly<Partial<Record<CoreName, readonly number[]>>> = {
  'cortex-m3': CORTEX_M3,
  'cortex-m4': CORTEX_M4,
  'cortex-m7': CORTEX_M7,
};

/** What each register of `IDENTIFICATION` reads as on a core, in the same order; zeros where nothing is known. */
export function identificationOf(core: CoreName): readonly number[] {
  return VALUES[core] ?? NAMES.map(() => 0);
}
