/** Bit-band aliases of Cortex-M3 (Cortex-M3 TRM, 3.7; Armv7-M ARM, B3.1): one word of the alias is one bit of the region. */

const ALIASES = [
  { alias: 0x2200_0000, region: 0x2000_0000 },
  { alias: 0x4200_0000, region: 0x4000_0000 },
] as const;
const ALIAS_BYTES = 0x0200_0000;

/** The byte and bit that an address of an alias stands for. The MPU checks the alias address, not this one. */
export function bitBandTarget(address: number): { readonly address: number; readonly bit: number } | undefined {
  for (const { alias, region } of ALIASES) {
    const offset = address - alias;
    if (offset >= 0 && offset < ALIAS_BYTES) return { address: region + (offset >>> 5), bit: (offset >>> 2) & 7 };
  }
  return undefined;
}
