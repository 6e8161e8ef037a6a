/** A program's run as QEMU did it and its frames as GDB unwound them (gold/frames-*.json), stop by stop. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreState, FrameInformation, FunctionExtent, ReadMemory, UnwindRow } from '../../../debugger/index.js';
import { root } from '../../support/root.js';

/** Kind, PC, SP, R4 to R11 (in the file: left out where they are those of the frame inside). */
export type GoldFrame = readonly ['function' | 'exception', number, number, ...number[]];

interface JsonStop {
  readonly r: readonly number[];
  readonly xpsr: number;
  readonly msp: number;
  readonly psp: number;
  readonly changes: readonly (readonly [address: number, word: number])[];
  readonly frames: readonly GoldFrame[];
}

interface JsonRecording {
  readonly code: string;
  readonly functions: readonly FunctionExtent[];
  readonly rows: readonly (readonly [number, number, number, number, Readonly<Record<string, number>>])[];
  readonly stops: readonly JsonStop[];
}

export interface Stop {
  readonly state: CoreState;
  readonly read: ReadMemory;
  readonly frames: readonly GoldFrame[];
}

const STACKS = 0x2000_1000;
const STACKS_BYTES = 0xc00;

function completed(frames: readonly GoldFrame[]): readonly GoldFrame[] {
  let saved: readonly number[] = [];
  return frames.map(([kind, pc, sp, ...own]) => {
    if (own.length > 0) saved = own;
    return [kind, pc, sp, ...saved];
  });
}

export class Recording {
  readonly functions: readonly FunctionExtent[];
  /** The program, from address 0. */
  readonly code: Uint8Array;
  private readonly json: JsonRecording;

  constructor(level: string) {
    const text = readFileSync(join(root, `test/debugger/unwind/gold/frames-${level}.json`), 'utf8');
    this.json = JSON.parse(text) as JsonRecording;
    this.functions = this.json.functions;
    this.code = Uint8Array.from(Buffer.from(this.json.code, 'base64'));
  }

  /** The stops in order; a stop's `read` holds until the next is asked for. */
  *stops(): Iterable<Stop> {
    const stacks = new DataView(new ArrayBuffer(STACKS_BYTES));
    const part = (bytes: Uint8Array, base: number, address: number, length: number): Uint8Array | undefined => {
      const slice = address < base ? undefined : bytes.subarray(address - base, address - base + length);
      return slice?.length === length ? slice : undefined;
    };
    const read: ReadMemory = (address, length) =>
      part(this.code, 0, address, length) ?? part(new Uint8Array(stacks.buffer), STACKS, address, length);
    for (const { changes, frames, ...registers } of this.json.stops) {
      for (const [address, word] of changes) stacks.setUint32(address - STACKS, word, true);
      const onPsp = (registers.xpsr & 0x1ff) === 0 && registers.r[13] === registers.psp;
      yield { state: { ...registers, control: onPsp ? 2 : 0 }, read, frames: completed(frames) };
    }
  }

  functionAt(pc: number): FunctionExtent | undefined {
    return this.functions.find((extent) => pc >= extent.start && pc < extent.end);
  }

  /** What the program says of itself; with `only`, call frame information for those functions alone. */
  information(only?: readonly string[]): FrameInformation {
    const rules = (pc: number): UnwindRow | undefined => {
      const row = this.json.rows.find(([start, end]) => pc >= start && pc < end);
      const name = this.functionAt(pc)?.name;
      if (row === undefined || (only !== undefined && (name === undefined || !only.includes(name)))) return undefined;
      const saved = Object.entries(row[4]).map(([n, offset]) => [Number(n), { kind: 'offset', offset }] as const);
      return { cfa: { kind: 'register', register: row[2], offset: row[3] }, registers: new Map(saved) };
    };
    return { rules, functionAt: (pc) => this.functionAt(pc), tailCalls: () => [] };
  }
}
