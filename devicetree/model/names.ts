/** Where a node's name stands. */
import type { SourceRange } from '../source/index.js';
import { nameOf } from './merge-state.js';
import type { DevicetreeNode } from './types.js';

/** The name in the node's first definition, or its reference there; undefined for a node that no source defines. */
export function nodeNameRange(node: DevicetreeNode): SourceRange | undefined {
  const first = node.definitions[0];
  return first === undefined ? undefined : nameOf(first).range;
}
