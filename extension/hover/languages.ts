/** The languages that firmware is written in, by their identifiers in VS Code and in the usual assembly extensions. */
export const FIRMWARE_LANGUAGES = ['c', 'cpp', 'rust', 'arm', 'asm', 'asm-collection', 'gas'] as const;
