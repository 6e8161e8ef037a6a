/** All breakpoints of a session: where they are, which of them an address or a watched range belongs to, and their counts. */
import { hex32 } from '../../base/index.js';
import type { Machine, Watchpoint } from '../../emulator/index.js';
import type {
  BreakpointOptions,
  BreakpointStatus,
  DataBreakpointRequest,
  FunctionBreakpointRequest,
  InstructionBreakpointRequest,
  SourceBreakpointRequest,
} from './breakpoint-types.js';
import { parseDataId } from './data-id.js';
import { readWhole } from './frame-context.js';
import { parseHitCondition, type HitCondition } from './hit-condition.js';
import type { Program } from './program.js';
import type { SourcePaths } from './source-paths.js';

export interface Breakpoint {
  readonly status: BreakpointStatus;
  readonly kind: 'source' | 'function' | 'instruction' | 'data';
  readonly options: BreakpointOptions;
  readonly hitCondition: HitCondition | undefined;
  hits: number;
}

export interface DataBreakpoint extends Breakpoint {
  readonly kind: 'data';
  readonly watchpoint: Watchpoint;
  readonly label: string;
  /** What the range held when it was last looked at. */
  last: Uint8Array | undefined;
}

/** What identifies a request, so that one that stays keeps its id and its count. */
type Key = string;

interface Place {
  readonly addresses: readonly number[];
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly message?: string;
}

export class Breakpoints {
  private readonly program: Program;
  private readonly paths: SourcePaths;
  private nextId = 1;
  private readonly bySource = new Map<string, readonly Breakpoint[]>();
  private functions: readonly Breakpoint[] = [];
  private instructions: readonly Breakpoint[] = [];
  private data: readonly DataBreakpoint[] = [];
  private readonly keys = new Map<Key, Breakpoint>();
  private byAddress: ReadonlyMap<number, readonly Breakpoint[]> = new Map();

  constructor(program: Program, paths: SourcePaths) {
    this.program = program;
    this.paths = paths;
  }

  /** Every address at which some breakpoint stops. */
  get addresses(): ReadonlySet<number> {
    return new Set(this.byAddress.keys());
  }

  at(address: number): readonly Breakpoint[] {
    return this.byAddress.get(address) ?? [];
  }

  get dataBreakpoints(): readonly DataBreakpoint[] {
    return this.data;
  }

  get watchpoints(): readonly Watchpoint[] {
    return this.data.filter(({ status }) => status.verified).map(({ watchpoint }) => watchpoint);
  }

  /** A restart counts from the beginning. */
  restarted(machine: Machine): void {
    for (const breakpoint of this.keys.values()) breakpoint.hits = 0;
    this.refresh(machine);
  }

  /** Looks at watched ranges again, because they may have changed without the program. */
  refresh(machine: Machine): void {
    for (const one of this.data) {
      one.last = readWhole(machine, one.watchpoint.start, one.watchpoint.end - one.watchpoint.start);
    }
  }

  setSource(path: string, requests: readonly SourceBreakpointRequest[]): readonly BreakpointStatus[] {
    const made = requests.map((request) =>
      this.make('source', `${path}:${request.line}:${request.column ?? 0}`, request, this.placeOfLine(path, request)),
    );
    this.bySource.set(path, made);
    return this.changed(made);
  }

  setFunctions(requests: readonly FunctionBreakpointRequest[]): readonly BreakpointStatus[] {
    this.functions = requests.map((request) => {
      const addresses = this.program.addressesOfFunction(request.name);
      const message = `There is no function named ${request.name} with code in ${this.program.elf.name}.`;
      const place = addresses.length > 0 ? this.described(addresses) : { addresses, message };
      return this.make('function', `function ${request.name}`, request, place);
    });
    return this.changed(this.functions);
  }

  setInstructions(requests: readonly InstructionBreakpointRequest[], machine: Machine): readonly BreakpointStatus[] {
    this.instructions = requests.map((request) => {
      const address = (request.address & ~1) >>> 0;
      const exists = machine.readMemory(address, 2).length === 2;
      const place = exists
        ? this.described([address])
        : { addresses: [], message: `Nothing answers at ${hex32(address)}.` };
      return this.make('instruction', `instruction ${address}`, request, place);
    });
    return this.changed(this.instructions);
  }

  setData(requests: readonly DataBreakpointRequest[], machine: Machine): readonly BreakpointStatus[] {
    this.data = requests.map((request) => this.makeData(request, machine));
    return this.data.map(({ status }) => status);
  }

  private makeData(request: DataBreakpointRequest, machine: Machine): DataBreakpoint {
    const access = request.access ?? 'write';
    const parsed = parseDataId(request.dataId);
    const message = `“${request.dataId}” names no range of memory: ask for a data breakpoint on a variable again.`;
    const place = parsed === undefined ? { addresses: [], message } : { addresses: [parsed.address] };
    const made = this.make('data', `data ${request.dataId} ${access}`, request, place);
    const start = parsed?.address ?? 0;
    const end = start + (parsed?.sizeBytes ?? 0);
    const watchpoint = { id: made.status.id, start, end, read: access !== 'write', write: access !== 'read' };
    const label = parsed?.label ?? hex32(start);
    return Object.assign(made, {
      kind: 'data' as const,
      watchpoint,
      label,
      last: readWhole(machine, start, end - start),
    });
  }

  private placeOfLine(path: string, request: SourceBreakpointRequest): Place {
    for (const candidate of this.paths.candidates(path)) {
      const places = this.program.debug.breakpointsOfLine(candidate, request.line);
      const [first] = places;
      if (first === undefined) continue;
      const { path: resolved } = this.paths.resolve(first.file);
      const column = first.column === 0 ? {} : { column: first.column };
      return { addresses: places.map(({ address }) => address), path: resolved, line: first.line, ...column };
    }
    const known = this.paths.candidates(path).some((one) => this.program.debug.matchFile(one).length > 0);
    const name = path.split(/[\\/]/).at(-1) ?? path;
    const message = !this.program.debug.isPresent
      ? `${this.program.elf.name} has no debug information: build it with -g.`
      : known
        ? `${name} has no code at line ${request.line} or after it.`
        : `No part of ${this.program.elf.name} was built from ${name}.`;
    return { addresses: [], message };
  }

  private described(addresses: readonly number[]): Place {
    const line = this.program.debug.lineAt(addresses[0]!);
    if (line === undefined || line.line === 0) return { addresses };
    const column = line.column === 0 ? {} : { column: line.column };
    return { addresses, path: this.paths.resolve(line.file).path, line: line.line, ...column };
  }

  private make(kind: Breakpoint['kind'], place: Key, request: BreakpointOptions, found: Place): Breakpoint {
    const { condition, hitCondition, logMessage } = request;
    const key = [place, condition, hitCondition, logMessage].join('\u0000');
    const known = this.keys.get(key);
    const id = known?.status.id ?? this.nextId++;
    const parsed = hitCondition === undefined ? undefined : parseHitCondition(hitCondition);
    const isBad = hitCondition !== undefined && hitCondition.trim() !== '' && parsed === undefined;
    const message = isBad
      ? `“${hitCondition}” is no hit condition: write a number, or one of ==, >, >=, <, <=, % and a number.`
      : found.message;
    const { path, line, column } = found;
    const status: BreakpointStatus = {
      id,
      verified: found.addresses.length > 0 && !isBad,
      addresses: isBad ? [] : found.addresses,
      ...(message === undefined ? {} : { message }),
      ...(path === undefined ? {} : { path }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    };
    const options = { ...given({ condition }), ...given({ hitCondition }), ...given({ logMessage }) };
    const made: Breakpoint = { status, kind, options, hitCondition: parsed, hits: known?.hits ?? 0 };
    this.keys.set(key, made);
    return made;
  }

  private changed(made: readonly Breakpoint[]): readonly BreakpointStatus[] {
    const map = new Map<number, Breakpoint[]>();
    for (const one of [...[...this.bySource.values()].flat(), ...this.functions, ...this.instructions]) {
      for (const address of one.status.addresses) map.set(address, [...(map.get(address) ?? []), one]);
    }
    this.byAddress = map;
    return made.map(({ status }) => status);
  }
}

/** Only what is there and not blank. */
function given(option: Readonly<Record<string, string | undefined>>): BreakpointOptions {
  const [entry] = Object.entries(option);
  return entry?.[1] === undefined || entry[1].trim() === '' ? {} : { [entry[0]]: entry[1] };
}
