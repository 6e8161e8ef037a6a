/** Tells firmware from other files by its first bytes (ELF-32 header: System V ABI, chapter 4; EM_ARM: ELF for Arm). */

/** How many bytes of a file `isArmFirmware` wants to see. */
export const ELF_MAGIC_BYTES = 20;

const ELFCLASS32 = 1;
const ELFDATA2LSB = 1;
const ET_EXEC = 2;
const EM_ARM = 40;

/** Whether a file that starts with these bytes is a linked, little-endian, 32-bit ELF program for Arm. */
export function isArmFirmware(bytes: Uint8Array): boolean {
  if (bytes.length < ELF_MAGIC_BYTES) return false;
  const magic = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  const half = (offset: number): number => bytes[offset]! | (bytes[offset + 1]! << 8);
  return magic && bytes[4] === ELFCLASS32 && bytes[5] === ELFDATA2LSB && half(16) === ET_EXEC && half(18) === EM_ARM;
}

/** Names of files that are never firmware, so that a search need not open them all. */
export const NEVER_FIRMWARE =
  /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|s|rs|py|js|mjs|cjs|ts|json|md|txt|rst|html|css|xml|ya?ml|toml|cmake|ninja|mk|make|d|o|obj|a|lib|ld|map|lst|hex|svd|dts|dtsi|overlay|png|jpe?g|gif|svg|pdf|zip|gz|vsix)$/i;
