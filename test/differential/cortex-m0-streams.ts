/** The random streams of the Cortex-M0 whose ends on QEMU are committed. */
import { readGold } from './gold.js';
import { buildStreamImage, type StreamImage } from './stream-image.js';
import { parseResults, type StreamResult } from './stream-results.js';
import { CORTEX_M0 } from './targets.js';

/** One image holds few blocks, so the gold is of several. */
export const SEEDS: readonly number[] = [1, 2, 3, 4];
const BLOCKS = 2000;
const BLOCK_BYTES = 12;

export function imageOf(seed: number): StreamImage {
  return buildStreamImage(CORTEX_M0.streamRows, seed, BLOCKS, CORTEX_M0.layout);
}

/** QEMU's results on the image of `SEEDS[part]`. */
export function goldResults(part: number): readonly StreamResult[] {
  const bytes = readGold('cortex-m0/stream.z').subarray(part * BLOCKS * BLOCK_BYTES, (part + 1) * BLOCKS * BLOCK_BYTES);
  return parseResults(bytes, BLOCKS);
}
