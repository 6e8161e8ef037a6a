/** Which instructions only calculate: no access to memory, no branch, nothing of the core. */
import type { Recorded } from '../../../emulator/record/nodes.js';

export function isCalculation({ flow, effects }: Recorded): boolean {
  return flow === undefined && effects.every(({ kind }) => kind === 'divisionTraps' || kind === 'floatCheck');
}
