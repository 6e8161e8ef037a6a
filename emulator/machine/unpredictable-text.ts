/** What a finding says of an instruction that the manual calls UNPREDICTABLE. */
import { isWide, type InstructionSet } from '../isa/decode.js';
import { inITBlock, lastInITBlock } from '../isa/it-block.js';
import { unpredictable } from '../isa/unpredictable.js';

const HERE = {
  plain: 'Here it does what its encoding says; a part may do something else.',
  undefined: 'Here it is UNDEFINED; a part may execute it.',
} as const;

/** `bytes` are those from its address on; `undefined` for an instruction that is not UNPREDICTABLE. */
export function unpredictableText(
  bytes: Uint8Array,
  { pc, itState }: { readonly pc: number; readonly itState: number },
  set: InstructionSet,
): string | undefined {
  const first = bytes[0]! | (bytes[1]! << 8);
  const length = isWide(first) ? 4 : 2;
  if (bytes.length < length) return undefined;
  const word = length === 2 ? first : ((first << 16) | bytes[2]! | (bytes[3]! << 8)) >>> 0;
  const found = unpredictable(word, length, { pc, inIT: inITBlock(itState), lastInIT: lastInITBlock(itState) }, set);
  if (found === undefined) return undefined;
  return `UNPREDICTABLE instruction: ${found.why} (Armv7-M ARM, ${found.row.section}). ${HERE[found.here]}`;
}
