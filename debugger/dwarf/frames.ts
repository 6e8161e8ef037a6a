/** What stands at an address: the function and the calls inlined there as frames, with their blocks and variables. */
import { DW_TAG } from './constants.js';
import type { Entry } from './unit.js';
import type { DebugFunction, FunctionTable, InlinedCall } from './functions.js';
import type { LineTable, SourcePlace } from './line-table.js';
import { type AddressRange, rangesOf } from './ranges.js';
import type { Variable, VariableReader } from './variables.js';

/** A block of a function: variables of inner blocks hide those of outer ones. */
export interface VariableBlock {
  readonly ranges: readonly AddressRange[];
  readonly variables: readonly Variable[];
}

/** A frame as the source has it: an inlined call is a frame of its own, on the same stack frame as its caller. */
export interface SourceFrame {
  readonly name: string;
  readonly shortName: string;
  readonly linkageName: string | undefined;
  /** The line being executed, or the line of the call that the next inner frame stands for. */
  readonly place: SourcePlace | undefined;
  /** The function that the code is in; for an inlined call, the one it was inlined into. */
  readonly function: DebugFunction;
  readonly inlined: InlinedCall | undefined;
  /** Innermost first; the last one holds the parameters. */
  blocks(): VariableBlock[];
}

/** Frames at an address, the innermost first; none outside of known functions. */
export function framesAt(
  pc: number,
  functions: FunctionTable,
  lines: LineTable,
  variables: VariableReader,
): SourceFrame[] {
  const around = functions.functionAt(pc);
  if (around === undefined) return [];
  const groups: Entry[][] = [];
  for (const scope of functions.scopesAt(pc)) {
    if (scope.tag === DW_TAG.lexical_block) groups.at(-1)?.push(scope);
    else groups.push([scope]);
  }
  let place: SourcePlace | undefined = lines.lineAt(pc);
  return groups.reverse().map((scopes) => {
    const [head] = scopes;
    const inlined = head!.tag === DW_TAG.inlined_subroutine ? functions.inlinedCall(head!) : undefined;
    const { name, shortName, linkageName } = inlined ?? around;
    const here = place;
    place = inlined?.call;
    const blocks = (): VariableBlock[] =>
      [...scopes].reverse().map((scope) => ({ ranges: rangesOf(scope), variables: variables.ofScope(scope) }));
    return { name, shortName, linkageName, place: here, function: around, inlined, blocks };
  });
}
