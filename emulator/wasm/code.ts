/** Writing WebAssembly: opcodes by name, a function body with labels, and the module around it (core specification, chapter 5). */

import { encodeUtf8 } from '../../base/index.js';

export const OPCODE = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  load32: 0x28,
  load64: 0x29,
  load8s: 0x2c,
  load8u: 0x2d,
  load16s: 0x2e,
  load16u: 0x2f,
  store32: 0x36,
  store64: 0x37,
  store8: 0x3a,
  store16: 0x3b,
  const32: 0x41,
  const64: 0x42,
  eqz: 0x45,
  eq: 0x46,
  ne: 0x47,
  ltS: 0x48,
  ltU: 0x49,
  gtS: 0x4a,
  gtU: 0x4b,
  leS: 0x4c,
  leU: 0x4d,
  geS: 0x4e,
  geU: 0x4f,
  ltS64: 0x53,
  geS64: 0x59,
  clz: 0x67,
  ctz: 0x68,
  add: 0x6a,
  sub: 0x6b,
  mul: 0x6c,
  divS: 0x6d,
  divU: 0x6e,
  and: 0x71,
  or: 0x72,
  xor: 0x73,
  shl: 0x74,
  shrS: 0x75,
  shrU: 0x76,
  rotr: 0x78,
  add64: 0x7c,
  mul64: 0x7e,
  and64: 0x83,
  or64: 0x84,
  shl64: 0x86,
  shrU64: 0x88,
  wrap64: 0xa7,
  extendS64: 0xac,
  extendU64: 0xad,
  extend8: 0xc0,
  extend16: 0xc1,
} as const;

export type ValueType = 'i32' | 'i64';
const TYPE_CODE: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e };
const EMPTY_BLOCK = 0x40;

function pushUnsigned(out: number[], value: number): void {
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    out.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
}

function pushSigned(out: number[], value: number): void {
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
      out.push(low);
      return;
    }
    out.push(low | 0x80);
  }
}

/** A local variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** The body of one function. Labels are names; the depth of a branch is counted here. */
export class Code {
  readonly bytes: number[] = [];
  private readonly labels: string[] = [];
  private readonly localTypes: ValueType[] = [];
  private readonly parameterCount: number;
  private readonly free: Record<ValueType, Local[]> = { i32: [], i64: [] };

  constructor(parameterCount: number) {
    this.parameterCount = parameterCount;
  }

  parameter(index: number): Local {
    return { index, type: 'i32' };
  }

  /** A local that nobody else uses. */
  local(type: ValueType = 'i32'): Local {
    const reused = this.free[type].pop();
    if (reused) return reused;
    this.localTypes.push(type);
    return { index: this.parameterCount + this.localTypes.length - 1, type };
  }

  /** Gives a local back, for the next `local()`. */
  release(local: Local): void {
    this.free[local.type].push(local);
  }

  op(...names: (keyof typeof OPCODE)[]): void {
    for (const name of names) this.bytes.push(OPCODE[name]);
  }

  get(local: Local): void {
    this.bytes.push(OPCODE.localGet);
    pushUnsigned(this.bytes, local.index);
  }

  set(local: Local): void {
    this.bytes.push(OPCODE.localSet);
    pushUnsigned(this.bytes, local.index);
  }

  tee(local: Local): void {
    this.bytes.push(OPCODE.localTee);
    pushUnsigned(this.bytes, local.index);
  }

  const(value: number): void {
    this.bytes.push(OPCODE.const32);
    pushSigned(this.bytes, value);
  }

  const64(value: number): void {
    this.bytes.push(OPCODE.const64);
    pushSigned(this.bytes, value);
  }

  /** A load or store; the alignment hint is the natural one where the caller knows it holds. */
  memory(name: keyof typeof OPCODE, offset: number, alignment = 0): void {
    this.bytes.push(OPCODE[name], alignment);
    pushUnsigned(this.bytes, offset);
  }

  open(kind: 'block' | 'loop' | 'if', label = '', result?: ValueType): void {
    this.bytes.push(OPCODE[kind], result === undefined ? EMPTY_BLOCK : TYPE_CODE[result]);
    this.labels.push(label);
  }

  end(): void {
    this.bytes.push(OPCODE.end);
    this.labels.pop();
  }

  private depth(label: string): number {
    const index = this.labels.lastIndexOf(label);
    if (index < 0) throw new Error(`no label ${label}`);
    return this.labels.length - 1 - index;
  }

  br(label: string): void {
    this.bytes.push(OPCODE.br);
    pushUnsigned(this.bytes, this.depth(label));
  }

  brIf(label: string): void {
    this.bytes.push(OPCODE.brIf);
    pushUnsigned(this.bytes, this.depth(label));
  }

  /** Branches to `labels[value]`, or to the last of them. */
  brTable(labels: readonly string[]): void {
    this.bytes.push(OPCODE.brTable);
    pushUnsigned(this.bytes, labels.length - 1);
    for (const label of labels) pushUnsigned(this.bytes, this.depth(label));
  }

  /** memory.copy: takes where to, where from, and how many bytes. */
  copyMemory(): void {
    this.bytes.push(0xfc, 0x0a, 0, 0);
  }

  call(functionIndex: number): void {
    this.bytes.push(OPCODE.call);
    pushUnsigned(this.bytes, functionIndex);
  }

  /** Declarations of the locals, the code, and the final `end`. */
  body(): number[] {
    const declarations: number[] = [];
    pushUnsigned(declarations, this.localTypes.length);
    for (const type of this.localTypes) declarations.push(1, TYPE_CODE[type]);
    const out: number[] = [];
    pushUnsigned(out, declarations.length + this.bytes.length + 1);
    for (const byte of declarations) out.push(byte);
    for (const byte of this.bytes) out.push(byte);
    out.push(OPCODE.end);
    return out;
  }
}

export interface ImportedFunction {
  readonly name: string;
  readonly parameters: number;
  readonly result: boolean;
}

export interface ModuleFunction {
  readonly parameters: number;
  /** Exported under this name, if any. */
  readonly exportName?: string;
  /** From `Code.body()`. */
  readonly body: number[];
}

/** A module with one memory import, function imports, and functions that take and return i32. */
export function moduleBytes(imports: readonly ImportedFunction[], functions: readonly ModuleFunction[]): Uint8Array {
  const out: number[] = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const section = (id: number, content: number[]): void => {
    out.push(id);
    pushUnsigned(out, content.length);
    for (const byte of content) out.push(byte);
  };
  const name = (text: string): number[] => [text.length, ...encodeUtf8(text)];
  const signature = (count: number, returns: boolean): number[] => [
    0x60,
    count,
    ...Array.from({ length: count }, () => TYPE_CODE.i32),
    ...(returns ? [1, TYPE_CODE.i32] : [0]),
  ];
  section(1, [
    imports.length + functions.length,
    ...imports.flatMap((f) => signature(f.parameters, f.result)),
    ...functions.flatMap((f) => signature(f.parameters, true)),
  ]);
  section(2, [
    imports.length + 1,
    ...imports.flatMap((f, i) => [...name('core'), ...name(f.name), 0, i]),
    ...name('core'),
    ...name('memory'),
    2,
    0,
    1,
  ]);
  section(3, [functions.length, ...functions.map((_, i) => imports.length + i)]);
  const exported = functions.flatMap((f, i) =>
    f.exportName === undefined ? [] : [...name(f.exportName), 0, imports.length + i],
  );
  section(7, [functions.filter((f) => f.exportName !== undefined).length, ...exported]);
  const code: number[] = [functions.length];
  for (const { body } of functions) for (const byte of body) code.push(byte);
  section(10, code);
  return Uint8Array.from(out);
}
