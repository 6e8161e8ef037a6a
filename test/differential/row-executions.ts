/** How often each encoding of the emulator's tables ran in a random stream, and which of them a stream cannot hold. */
import { rowOf } from '../../emulator/isa/decode.js';
import type { StreamImage } from './stream-image.js';
import { ranInstructions, type StreamResult } from './stream-results.js';
import { instructionsOf, type Target } from './targets.js';

/** Rows that streams leave out, with the reason; the directed guests run those that can be run. */
export const NOT_IN_STREAMS: ReadonlyMap<string, string> = new Map([
  ['BKPT_T1', 'asks semihosting at the end of every guest'],
  ['WFI_T1', 'sleeps until an interrupt, and streams have none: guest/directed/system.s'],
  ['WFI_T2', 'as WFI_T1'],
  ['WFE_T1', 'sleeps until an event; QEMU goes on at once: guest/directed/system.s'],
  ['WFE_T2', 'as WFE_T1'],
  ['LDRD_lit_T1_pre', 'UNPREDICTABLE with every operand (A7.7.51)'],
  ['LDRD_lit_T1_post', 'UNPREDICTABLE with every operand (A7.7.51)'],
]);

/** Executions by the name of the row; only what surely ran counts. Every row of the target has an entry. */
export function rowExecutions(
  target: Target,
  image: StreamImage,
  results: readonly StreamResult[],
): Map<string, number> {
  const set = instructionsOf(target);
  const counts = new Map(set.rows.map(({ name }) => [name, 0]));
  for (const [first, second] of ranInstructions(image, results)) {
    const word = second === undefined ? first! : ((first! << 16) | second) >>> 0;
    const name = rowOf(word, second === undefined ? 2 : 4, set)?.name;
    if (name !== undefined) counts.set(name, counts.get(name)! + 1);
  }
  return counts;
}
