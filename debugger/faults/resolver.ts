/** A SourceResolver for a loaded program: call stacks by the unwinder, names and lines from DWARF or, without it, from symbols. */
import type { RegisterSnapshot } from '../../emulator/index.js';
import type { DebugView, SourcePlace } from '../dwarf/index.js';
import type { SymbolTable } from '../elf/index.js';
import { programFrames, unwind, type FunctionFrame, type ReadMemory } from '../unwind/index.js';
import type { CallFrame, ReadBytes, SourceLine, SourceResolver } from './context.js';

export interface ResolverOptions {
  readonly symbols: SymbolTable;
  readonly readMemory: ReadBytes;
  /** Absent for a program without debug information. */
  readonly debug?: DebugView;
}

/** All of the bytes or nothing. */
function whole(read: ReadBytes): ReadMemory {
  return (address, length) => {
    const bytes = read(address, length);
    return bytes.length === length ? bytes : undefined;
  };
}

/** Call stacks, functions and lines of one program on one machine. */
export function sourceResolver(options: ResolverOptions): SourceResolver {
  const { debug, symbols, readMemory } = options;
  const information = programFrames(debug, symbols);
  const lineAt = (pc: number): SourceLine | undefined => {
    const found = debug?.lineAt(pc);
    return found === undefined ? undefined : lineOf(found);
  };
  const functionAt = (pc: number): string | undefined => {
    const extent = debug?.framesAt(pc)[0]?.name;
    return extent ?? information.functionAt(pc)?.name;
  };
  const known = new Map<number, readonly CallFrame[]>();
  /** The frames of the source at an address; they do not change, and the same ones are asked for again and again. */
  const framesOf = (address: number): readonly CallFrame[] => {
    let frames = known.get(address);
    if (frames === undefined) known.set(address, (frames = describe(address)));
    return frames;
  };
  const describe = (address: number): readonly CallFrame[] => {
    const source = debug?.framesAt(address) ?? [];
    if (source.length === 0) {
      const name = information.functionAt(address)?.name;
      const line = lineAt(address);
      const named = name === undefined ? {} : { function: name };
      return [{ address, inlined: false, ...named, ...(line === undefined ? {} : { source: line }) }];
    }
    return source.map(({ name, place, inlined }) => ({
      address,
      function: name,
      inlined: inlined !== undefined,
      ...(place === undefined ? {} : { source: lineOf(place) }),
    }));
  };
  const expand = ({ lookupPc, cfa }: FunctionFrame): readonly CallFrame[] => {
    const frames = framesOf(lookupPc);
    return cfa === undefined ? frames : frames.map((frame) => ({ ...frame, cfa }));
  };
  return {
    lineAt,
    functionAt,
    frames: (registers: RegisterSnapshot) =>
      unwind(registers, information, whole(readMemory)).frames.flatMap((frame) =>
        frame.kind === 'function' ? expand(frame) : [],
      ),
  };
}

function lineOf({ file, line, column }: SourcePlace): SourceLine {
  return { path: file.path, line, ...(column === 0 ? {} : { column }) };
}
