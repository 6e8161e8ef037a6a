/** Every encoding that random streams are made of, beside IT. Own work from the manual, so that it can contradict. */
import { DATA_ROWS } from './stream-rows-data.js';
import { FLOW_ROWS } from './stream-rows-flow.js';
import { MEMORY_ROWS } from './stream-rows-memory.js';
import type { StreamRow } from './stream-row.js';

export const STREAM_ROWS: readonly StreamRow[] = [...DATA_ROWS, ...MEMORY_ROWS, ...FLOW_ROWS];
