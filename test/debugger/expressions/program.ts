/** A program as gdb-multiarch described it (gold/*.program.json), as the context of expressions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CType, EvaluationContext, Language, TypedValue } from '../../../debugger/index.js';
import { root } from '../../support/root.js';

type JsonNode = { readonly kind: string } & Readonly<Record<string, unknown>>;

interface JsonMember {
  readonly name: string;
  readonly type: number;
  readonly offsetBytes: number;
  readonly inheritance: boolean;
  readonly static: boolean;
  readonly bitField?: { readonly bitOffset: number; readonly bitSize: number };
}

interface JsonProgram {
  readonly language: Language;
  readonly memory: readonly { readonly address: number; readonly bytes: string }[];
  readonly symbols: readonly { readonly address: number; readonly size: number; readonly name: string }[];
  readonly variables: Readonly<Record<string, { readonly type: number; readonly address: number }>>;
  readonly types: Readonly<Record<string, number>>;
  readonly nodes: readonly JsonNode[];
}

export function goldFile(name: string): string {
  return join(root, 'test/debugger/expressions/gold', name);
}

/** The types of a program by number. */
class TypeTable {
  private readonly nodes: readonly JsonNode[];
  private readonly made = new Map<number, CType>();

  constructor(nodes: readonly JsonNode[]) {
    this.nodes = nodes;
  }

  get(index: number): CType {
    const known = this.made.get(index) ?? this.make(this.nodes[index]!);
    this.made.set(index, known);
    return known;
  }

  *named(): Iterable<[string, CType]> {
    for (const [index, node] of this.nodes.entries()) {
      if (typeof node['name'] === 'string' && node['name'] !== '') yield [node['name'], this.get(index)];
    }
  }

  private make(node: JsonNode): CType {
    const at = (field: string) => () => this.get(node[field] as number);
    const resolved: Record<string, unknown> = { ...node };
    if ('target' in node) resolved['target'] = at('target');
    if ('element' in node) resolved['element'] = at('element');
    if ('result' in node) resolved['result'] = at('result');
    if ('parameters' in node) resolved['parameters'] = () => (node['parameters'] as number[]).map((i) => this.get(i));
    if ('enumerators' in node) {
      const rows = node['enumerators'] as { name: string; value: string }[];
      resolved['enumerators'] = () => rows.map(({ name, value }) => ({ name, value: BigInt(value) }));
    }
    if ('members' in node) {
      const rows = node['members'] as readonly JsonMember[];
      resolved['members'] = () => rows.map((row) => ({ ...row, type: () => this.get(row.type) }));
    }
    return resolved as unknown as CType;
  }
}

/** Memory that can be written, so that tests may look at what an assignment did. */
class Memory {
  private readonly parts: readonly { readonly address: number; readonly bytes: Uint8Array }[];

  constructor(parts: JsonProgram['memory']) {
    this.parts = parts.map(({ address, bytes }) => ({ address, bytes: Uint8Array.from(Buffer.from(bytes, 'base64')) }));
  }

  slice(address: number, length: number): Uint8Array | undefined {
    const found = this.parts.find((part) => address >= part.address && address < part.address + part.bytes.length);
    const offset = found === undefined ? 0 : address - found.address;
    const slice = found?.bytes.subarray(offset, offset + length);
    return slice?.length === length ? slice : undefined;
  }
}

/** The context that a program's gold file describes, without a frame: registers come from `registers`. */
export function loadProgram(name: string, registers: Record<string, number> = {}): EvaluationContext {
  const program = JSON.parse(readFileSync(goldFile(`${name}.program.json`), 'utf8')) as JsonProgram;
  const table = new TypeTable(program.nodes);
  const memory = new Memory(program.memory);
  const types = new Map<string, CType>(table.named());
  for (const [typeName, index] of Object.entries(program.types)) types.set(typeName, table.get(index));
  const enumerators = new Map<string, TypedValue>();
  for (const type of types.values()) {
    if (type.kind !== 'enum') continue;
    for (const { name: enumerator, value } of type.enumerators()) {
      const bytes = Uint8Array.from([Number(BigInt.asUintN(8, value)), 0, 0, 0]).subarray(0, type.sizeBytes);
      enumerators.set(enumerator, { type, location: { kind: 'bytes', bytes } });
    }
  }
  const unsigned: CType = { kind: 'base', name: 'unsigned int', sizeBytes: 4, encoding: 'unsigned' };
  return {
    language: program.language,
    findVariable(text) {
      const plain = text.replace(/^(?:'[^']*\.c')?::/, '');
      const found = Object.hasOwn(program.variables, plain) ? program.variables[plain] : undefined;
      if (found === undefined) return program.language === 'c' ? enumerators.get(plain) : undefined;
      return { type: table.get(found.type), location: { kind: 'memory', address: found.address } };
    },
    findType: (text) => types.get(text),
    register(text) {
      const value = Object.hasOwn(registers, text) ? registers[text] : undefined;
      return value === undefined ? undefined : { value, type: unsigned };
    },
    writeRegister(text, value) {
      if (!Object.hasOwn(registers, text)) return false;
      registers[text] = value;
      return true;
    },
    readMemory: (address, length) => memory.slice(address, length)?.slice(),
    writeMemory(address, bytes) {
      const place = memory.slice(address, bytes.length);
      place?.set(bytes);
      return place !== undefined;
    },
    symbolAt(address) {
      const covers = (symbol: { address: number; size: number }) =>
        address >= symbol.address && address < symbol.address + symbol.size;
      const found = program.symbols.find(covers);
      return found === undefined ? undefined : { name: found.name, offsetBytes: address - found.address };
    },
  };
}
