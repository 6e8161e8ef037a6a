/** Every encoding that random streams are made of, beside IT. Own work from the manual, so that it can contradict. */
import { DATA_ROWS } from './stream-rows-data.js';
import { FLOW_ROWS } from './stream-rows-flow.js';
import { MEMORY_ROWS } from './stream-rows-memory.js';
import { bad, type StreamRow } from './stream-row.js';

export const STREAM_ROWS: readonly StreamRow[] = [...DATA_ROWS, ...MEMORY_ROWS, ...FLOW_ROWS];

/** Encodings that the rows above draw seldom: further ones of a long stream. */
export const SELDOM_ROWS: readonly StreamRow[] = [
  { name: 'DBG', pattern: '1111001110101111 10000000 1111 hhhh', privileged: true },
  { name: 'ADDW_SP', pattern: '11110 i 100000 1101 0 iii dddd iiiiiiii', unpredictable: (f) => bad(f['d']) },
  { name: 'SUBW_SP', pattern: '11110 i 101010 1101 0 iii dddd iiiiiiii', unpredictable: (f) => bad(f['d']) },
];
