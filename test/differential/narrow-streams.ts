/** The random streams, run by guest/stream-v6.s, whose ends on QEMU are committed. */
import { readGold, writeGold } from './gold.js';
import { qemuEngine } from './qemu.js';
import { buildStreamImage, type StreamImage } from './stream-image.js';
import { parseResults, type StreamResult } from './stream-results.js';
import { CORTEX_M0, CORTEX_M0PLUS, CORTEX_M1, CORTEX_M23, type Target } from './targets.js';

const BLOCKS = 2000;
const BLOCK_BYTES = 12;

export interface NarrowStreams {
  readonly target: Target;
  /** One image of a micro:bit holds few blocks, so the gold may be of several. */
  readonly seeds: readonly number[];
}

/** The Cortex-M1 ends as the Cortex-M0 did, so they share their gold. */
export const NARROW_STREAMS: readonly NarrowStreams[] = [
  { target: CORTEX_M0, seeds: [1, 2, 3, 4] },
  { target: CORTEX_M1, seeds: [1, 2, 3, 4] },
  { target: CORTEX_M0PLUS, seeds: [1] },
  { target: CORTEX_M23, seeds: [1, 2] },
];

export function imageOf({ streamRows, layout }: Target, seed: number): StreamImage {
  return buildStreamImage(streamRows, seed, BLOCKS, layout);
}

/** QEMU's results on the image of `seeds[part]`. */
export function goldResults({ gold }: Target, part: number): readonly StreamResult[] {
  const bytes = readGold(`${gold}stream.z`).subarray(part * BLOCKS * BLOCK_BYTES, (part + 1) * BLOCKS * BLOCK_BYTES);
  return parseResults(bytes, BLOCKS);
}

export function makeGold({ target, seeds }: NarrowStreams): void {
  const qemu = qemuEngine(target);
  writeGold(`${target.gold}stream.z`, Buffer.concat(seeds.map((seed) => qemu.run(imageOf(target, seed).elf))));
}
