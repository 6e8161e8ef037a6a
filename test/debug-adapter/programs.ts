/** Programs that are wrong in one way each, made from the demo's ELF file by changing bytes, and tiny programs made by hand. */
import { readFileSync } from 'node:fs';
import { demo } from './rig.js';

/** A copy of the demo, changed. */
function patched(change: (bytes: Buffer, view: DataView) => void): Buffer {
  const bytes = Buffer.from(readFileSync(demo('stack-overflow')));
  change(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  return bytes;
}

/** Replaces a sequence that has to be there exactly once. */
function replace(bytes: Buffer, from: readonly number[], to: readonly number[]): void {
  const at = bytes.indexOf(Buffer.from(from));
  if (at < 0 || bytes.indexOf(Buffer.from(from), at + 1) >= 0) throw new Error('The bytes to replace are not unique.');
  Buffer.from(to).copy(bytes, at);
}

/** Build attributes of the demo: Tag_CPU_arch v7, Tag_CPU_arch_profile M, Tag_THUMB_ISA_use 2 (addenda32, 3.3.6). */
const ATTRIBUTES = [0x06, 0x0a, 0x07, 0x4d, 0x09, 0x02] as const;

/** The demo, which says that it was built for an architecture (Tag_CPU_arch), or else has `rest` for Tag_THUMB_ISA_use. */
export function builtFor(architecture: number, rest: readonly [number, number] = [0x09, 0x02]): Buffer {
  return patched((bytes) => replace(bytes, ATTRIBUTES, [0x06, architecture, ...ATTRIBUTES.slice(2, 4), ...rest]));
}

/** Offset of the first program header (gABI, chapter 4). */
const firstSegment = (view: DataView): number => view.getUint32(28, true);

/** Name → bytes, and what the sentence has to speak of. */
export const BAD_PROGRAMS: Readonly<Record<string, { readonly bytes: () => Buffer; readonly says: RegExp }>> = {
  'an empty file': { bytes: () => Buffer.alloc(0), says: /ELF/ },
  'a text file': { bytes: () => Buffer.from('int main(void) { return 0; }\n'.repeat(10)), says: /ELF/ },
  'a file cut off in its header': { bytes: () => patched(() => undefined).subarray(0, 40), says: /ELF|cut off/ },
  'a file cut off in the middle': { bytes: () => patched(() => undefined).subarray(0, 5000), says: /cut off/ },
  'a program for x86': { bytes: () => patched((_, view) => view.setUint16(18, 3, true)), says: /386|x86/ },
  'a 64-bit program': { bytes: () => patched((bytes) => (bytes[4] = 2)), says: /not a 32-bit ELF file/ },
  'a big-endian program': { bytes: () => patched((bytes) => (bytes[5] = 2)), says: /big-endian/ },
  'an object file': { bytes: () => patched((_, view) => view.setUint16(16, 1, true)), says: /link|object/i },
  'a program for Cortex-A': {
    bytes: () => patched((bytes) => replace(bytes, ATTRIBUTES, [0x06, 0x0a, 0x07, 0x41, 0x09, 0x02])),
    says: /Cortex-A/,
  },
  'a program that does not fit the board': {
    bytes: () =>
      patched((_, view) => {
        view.setUint32(firstSegment(view) + 8, 0x6000_0000, true);
        view.setUint32(firstSegment(view) + 12, 0x6000_0000, true);
      }),
    says: /memory/,
  },
  'a vector table of zeros': {
    bytes: () =>
      patched((bytes, view) => {
        const offset = view.getUint32(firstSegment(view) + 4, true);
        bytes.fill(0, offset, offset + 8);
      }),
    says: /vector table/,
  },
};

/** The demo without section headers: no symbols, no lines. */
export function stripped(): Buffer {
  return patched((_, view) => {
    view.setUint32(32, 0, true);
    view.setUint16(48, 0, true);
    view.setUint16(50, 0, true);
  });
}

const STACK_TOP = 0x2000_1000;
const HEADERS = 52 + 32;

/** An ELF file of one segment at address 0: initial SP, fifteen vectors to `handler` or to `code`, and the code at 0x40. */
export function tinyProgram(code: readonly number[], handler = 0x41): Buffer {
  const image = Buffer.alloc(0x40 + 2 * code.length);
  image.writeUInt32LE(STACK_TOP, 0);
  image.writeUInt32LE(0x41, 4);
  for (let n = 2; n < 16; n++) image.writeUInt32LE(handler, 4 * n);
  code.forEach((half, i) => image.writeUInt16LE(half, 0x40 + 2 * i));

  const header = Buffer.alloc(HEADERS);
  header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  header.writeUInt16LE(2, 16); // ET_EXEC
  header.writeUInt16LE(40, 18); // EM_ARM
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(0x41, 24);
  header.writeUInt32LE(52, 28);
  header.writeUInt32LE(0x0500_0000, 36); // EABI 5
  header.writeUInt16LE(52, 40);
  header.writeUInt16LE(32, 42);
  header.writeUInt16LE(1, 44);
  header.writeUInt16LE(40, 46);
  header.writeUInt32LE(1, 52); // PT_LOAD
  header.writeUInt32LE(HEADERS, 56);
  header.writeUInt32LE(image.length, 68);
  header.writeUInt32LE(image.length, 72);
  header.writeUInt32LE(5, 76);
  return Buffer.concat([header, image]);
}

/** `movs r0, #0; adds r0, #1; b .-2`: for ever. */
export const SPINNING = [0x2000, 0x3001, 0xe7fd] as const;
/** UDF with every vector at the UDF: a fault in HardFault locks up. */
export const LOCKING_UP = [0xde00] as const;
/** `b .`, which a WFI precedes: nothing can wake it. */
export const SLEEPING = [0xbf30, 0xe7fd] as const;
/** BKPT 1, then `b .`. */
export const BREAKING = [0xbe01, 0xe7fe] as const;
