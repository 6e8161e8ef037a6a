/** How the core's TypeScript half reaches memory: every access is checked, nothing is done halfway. */
import type { Access, AccessFailure, LoadResult } from './access.js';

export interface CoreMemory {
  /** The value, zero-extended, or why there is none. A refused access has no side effect. */
  load(access: Access): LoadResult;
  /** `undefined` when the store was done (or silently dropped, where the memory does that). */
  store(access: Access, value: number): AccessFailure | undefined;
}
