/**
 * The debug information of several files of one run. Who asks about an address is answered by the file that holds it; who asks
 * for a name, by all of them, the one with the address nearby first.
 */
import type { Finding } from '../../base/index.js';
import type { ElfFile } from '../elf/index.js';
import type { CType, ValueLocation } from '../types/c-type.js';
import type { BreakpointPlace } from './breakpoints.js';
import { openDebugInformation, type DebugInformation, type DebugView } from './debug-information.js';
import type { FrameContext } from './frame-context.js';
import type { SourceFrame } from './frames.js';
import type { DebugFunction, InlinedCall } from './functions.js';
import type { LineLocation, SourceFile } from './line-table.js';
import type { AddressRange } from './ranges.js';
import type { UnwindRow } from './unwind-rows.js';
import type { UnwoundFrame } from './unwind.js';
import type { Variable } from './variables.js';

interface Part {
  readonly elf: ElfFile;
  readonly debug: DebugInformation;
}

/** Of one file it is that file's own. */
export function openDebugInformationOf(first: ElfFile, others: readonly ElfFile[]): DebugView {
  if (others.length === 0) return openDebugInformation(first);
  return new CombinedDebugInformation([first, ...others].map((elf) => ({ elf, debug: openDebugInformation(elf) })));
}

class CombinedDebugInformation implements DebugView {
  private readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  /** Of the file that holds an address; the first one's where none does. */
  private at(address: number): DebugInformation {
    return (this.parts.find(({ elf }) => holds(elf, address)) ?? this.parts[0]!).debug;
  }

  /** All, the one that holds an address first. */
  private from(near: number | undefined): readonly DebugInformation[] {
    const all = this.parts.map(({ debug }) => debug);
    if (near === undefined) return all;
    const first = this.at(near);
    return [first, ...all.filter((debug) => debug !== first)];
  }

  private every<T>(ask: (debug: DebugInformation) => readonly T[]): T[] {
    return this.parts.flatMap(({ debug }) => ask(debug));
  }

  private answers<T>(ask: (debug: DebugInformation) => T | undefined, near?: number): T[] {
    return this.from(near)
      .map(ask)
      .filter((answer) => answer !== undefined);
  }

  get findings(): readonly Finding[] {
    return this.every((debug) => debug.findings);
  }

  get isPresent(): boolean {
    return this.parts.some(({ debug }) => debug.isPresent);
  }

  lineAt(pc: number): LineLocation | undefined {
    return this.at(pc).lineAt(pc);
  }

  linesAt(pc: number): LineLocation[] {
    return this.at(pc).linesAt(pc);
  }

  files(): SourceFile[] {
    const byPath = new Map<string, SourceFile>();
    for (const file of this.every((debug) => debug.files())) if (!byPath.has(file.path)) byPath.set(file.path, file);
    return [...byPath.values()];
  }

  matchFile(path: string): string[] {
    return [...new Set(this.every((debug) => debug.matchFile(path)))];
  }

  rangesOfLine(path: string, line: number): AddressRange[] {
    return this.every((debug) => debug.rangesOfLine(path, line));
  }

  /** A source that several files were built from: where it has code of the line, or of the closest one after it. */
  breakpointsOfLine(path: string, line: number): BreakpointPlace[] {
    const places = this.every((debug) => debug.breakpointsOfLine(path, line));
    const closest = Math.min(...places.map((place) => place.line));
    return places.filter((place) => place.line === closest);
  }

  functionAt(pc: number): DebugFunction | undefined {
    return this.at(pc).functionAt(pc);
  }

  functionsNamed(name: string): DebugFunction[] {
    return this.every((debug) => debug.functionsNamed(name));
  }

  bodyOf(found: DebugFunction): number {
    return this.at(found.entryPc).bodyOf(found);
  }

  pastPrologue(found: DebugFunction): number {
    return this.at(found.entryPc).pastPrologue(found);
  }

  breakpointsOfFunction(name: string): number[] {
    return this.every((debug) => debug.breakpointsOfFunction(name)).sort((a, b) => a - b);
  }

  inlinedAt(pc: number): InlinedCall[] {
    return this.at(pc).inlinedAt(pc);
  }

  framesAt(pc: number): SourceFrame[] {
    return this.at(pc).framesAt(pc);
  }

  global(name: string, near?: number): Variable | undefined {
    return this.globalsNamed(name, near)[0];
  }

  /** One that another file only declares is found where it is defined. */
  globalsNamed(name: string, near?: number): Variable[] {
    const found = this.from(near).flatMap((debug) => debug.globalsNamed(name, near));
    return found.sort((a, b) => Number(a.address === undefined) - Number(b.address === undefined));
  }

  globals(): Variable[] {
    return this.every((debug) => debug.globals());
  }

  typeNamed(name: string): CType | undefined {
    return this.answers((debug) => debug.typeNamed(name))[0];
  }

  functionType(found: DebugFunction): CType {
    return this.at(found.entryPc).functionType(found);
  }

  enumerationWith(enumerator: string, near?: number): CType | undefined {
    return this.answers((debug) => debug.enumerationWith(enumerator, near), near)[0];
  }

  variableNames(): string[] {
    return [...new Set(this.every((debug) => debug.variableNames()))];
  }

  unwindRow(pc: number): UnwindRow | undefined {
    return this.at(pc).unwindRow(pc);
  }

  cfa(context: FrameContext): number | undefined {
    return this.at(context.pc).cfa(context);
  }

  unwind(context: FrameContext): UnwoundFrame | undefined {
    return this.at(context.pc).unwind(context);
  }

  tailCalls(returnAddress: number, pc: number): readonly number[] {
    const caller = this.at(returnAddress);
    return caller === this.at(pc) ? caller.tailCalls(returnAddress, pc) : [];
  }

  callFrameValue(expression: Uint8Array, context: FrameContext, initial: readonly number[]): number | undefined {
    return this.at(context.pc).callFrameValue(expression, context, initial);
  }

  evaluate(expression: Uint8Array, context: FrameContext): ValueLocation {
    return this.at(context.pc).evaluate(expression, context);
  }
}

function holds(elf: ElfFile, address: number): boolean {
  return elf.sections.some((part) => part.allocated && address >= part.address && address - part.address < part.size);
}
