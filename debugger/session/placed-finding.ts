/** What the machine remarks on a run, with the place in the program: instruction, function and line. */
import { hex32, type Finding } from '../../base/index.js';
import type { Machine, MachineFinding } from '../../emulator/index.js';
import type { SourcePlace } from '../dwarf/index.js';
import type { SessionSource } from './data-types.js';
import { instructionText } from './disassembly.js';
import type { Program } from './program.js';

/** A remark on what the program does at one instruction. */
export interface PlacedFinding extends Finding {
  /** `main.c:12, in fill (0x00000412: str r0, [r1])`, as much of it as is known. */
  readonly where: string;
  readonly pc: number;
  /** Retired instructions when it was found. */
  readonly retired: number;
  readonly function?: string;
  /** The source file, after `sourceFileMap`, and the line in it. */
  readonly path?: string;
  readonly line?: number;
  /** In the assembler's text. */
  readonly instruction?: string;
}

export function placedFinding(
  { code, message, pc, retired }: MachineFinding,
  machine: Machine,
  program: Program,
  resolve: (place: SourcePlace) => SessionSource,
): PlacedFinding {
  const row = program.debug.lineAt(pc);
  const place = row === undefined || row.line === 0 ? undefined : row;
  const name = program.debug.functionAt(pc)?.name ?? program.symbolAt(pc)?.name;
  const instruction = instructionText(machine, program, pc);
  const source = place === undefined ? undefined : resolve(place);
  const parts = [
    ...(place === undefined || source === undefined ? [] : [`${source.name}:${place.line}`]),
    ...(name === undefined ? [] : [`in ${name}`]),
  ];
  const address = instruction === undefined ? hex32(pc) : `${hex32(pc)}: ${instruction}`;
  return {
    code,
    severity: 'warning',
    message,
    where: parts.length === 0 ? address : `${parts.join(', ')} (${address})`,
    pc,
    retired,
    ...(name === undefined ? {} : { function: name }),
    ...(place === undefined || source === undefined ? {} : { path: source.path, line: place.line }),
    ...(instruction === undefined ? {} : { instruction }),
  };
}
