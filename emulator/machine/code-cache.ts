/**
 * Predecoded instructions: a record for each halfword of a page, made when execution first reaches it. Pages exist once for
 * each privilege, because a fetch is checked when it is decoded. Instructions of IT blocks stand in slots of their own, so
 * that the same address can mean different things.
 */
import type { AccessFailure } from '../core/access.js';
import {
  CODE_PAGE_BYTES,
  CODE_PAGES,
  CODE_POOL,
  CODE_TABLES,
  type CodeKind,
  CONTROL,
  GRANULE_BITS,
  guardOp,
  IT_POOL,
  IT_SLOT_BYTES,
  IT_SLOTS,
  OP,
  PAGE_BITS,
  PAGE_BYTES,
  RECORD,
  RECORD_BYTES,
} from '../interpreter/layout.js';
import { bind, nearKey, recordShape, slotUse, type Binding } from '../interpreter/shapes.js';
import { decode, isWide, type Instruction, type InstructionSet } from '../isa/decode.js';
import { FLOAT_OPERANDS } from '../isa/operands.js';
import { advanceIT, conditionOf, inITBlock, lastInITBlock, startIT } from '../isa/it-block.js';
import type { GuestMemory } from './guest-memory.js';

/** What decoding needs of the machine. */
export interface CodeSource {
  /** The encodings that the core has. */
  readonly instructionSet: InstructionSet;
  /** A halfword as an instruction fetch sees it, checked, at the current privilege. */
  fetch(address: number): number | AccessFailure;
  /** Stores to this granule (a host address) must be reported from now on. */
  markCode(granule: number): void;
  /** Gives the granules in [start, end) (guest addresses) their plain rights back. */
  unmarkCode(start: number, end: number): void;
  /** The host address behind a guest address, if memory is there. */
  hostOf(address: number): number | undefined;
  readonly handlers: Readonly<Record<string, number>>;
}

interface Page {
  readonly guest: number;
  readonly kind: CodeKind;
  /** Address of its bytes in the shared memory, if memory is there. */
  readonly host: number | undefined;
  readonly records: number;
  /** One byte for each granule: whether instructions of it have been decoded. */
  readonly granules: Uint8Array;
}

interface Slot {
  readonly pc: number;
  readonly itState: number;
  readonly kind: CodeKind;
  readonly index: number;
}

/** What a row and shape need at run time. */
interface Prepared extends Binding {
  readonly op: number;
  /** The handler for a target in the same page, if it is a direct branch. */
  readonly nearOp: number | undefined;
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

/** Register lists with SP or PC in places that only an UNPREDICTABLE instruction has. */
const oddList = (instruction: Instruction): boolean => {
  const list = instruction.operands.list;
  if (list === undefined) return false;
  const isStore = /^(STM|PUSH)/.test(instruction.row.name);
  return (list & 0x2000) !== 0 || (isStore && (list & 0x8000) !== 0);
};

const GRANULE_BYTES = 1 << GRANULE_BITS;
const PAGE_RECORDS = PAGE_BYTES / 2;

export class CodeCache {
  /** Addresses that stop before they execute. */
  breakpoints: ReadonlySet<number> = new Set();
  private readonly memory: GuestMemory;
  private readonly source: CodeSource;
  private readonly halfwords: Uint16Array;
  private readonly pages = new Map<string, Page>();
  /** The pages with memory behind them, by the number of their host page; one for each kind and mirror. */
  private readonly hosted = new Map<number, Page[]>();
  private readonly slots = new Map<string, Slot>();
  private nextSlot = 0;
  /** ITSTATE of each record in the pool of IT slots. */
  private readonly itStates = new Uint8Array(IT_SLOTS * (IT_SLOT_BYTES / RECORD_BYTES));
  private readonly prepared = new Map<string, Prepared>();
  /** What stands behind a record of OP.system: an instruction that generated code leaves to TypeScript. */
  private readonly instructions = new Map<number, Instruction>();

  constructor(memory: GuestMemory, source: CodeSource) {
    this.memory = memory;
    this.source = source;
    this.halfwords = new Uint16Array(memory.wasm.buffer);
  }

  /** Puts the cursor on (pc, itState), for the next entry into generated code. */
  place(pc: number, itState: number, kind: CodeKind): void {
    const page = this.page(pc, kind);
    if (inITBlock(itState)) {
      const slot = this.slot(pc, itState, kind);
      this.setCursor(this.slotAddress(slot), pc);
    } else this.setCursor(page.records + ((pc & (PAGE_BYTES - 1)) / 2) * RECORD_BYTES, pc);
  }

  private setCursor(record: number, pc: number): void {
    this.memory.setControl(CONTROL.cursor, record);
    this.memory.setControl(CONTROL.delta, pc - (record >>> 3));
  }

  /** ITSTATE of the instruction at the cursor. */
  itStateAt(cursor: number): number {
    return cursor >= IT_POOL && cursor < CODE_POOL ? this.itStates[(cursor - IT_POOL) / RECORD_BYTES]! : 0;
  }

  /** The instruction at an address, as a fetch at the current privilege finds it; `undefined` is UNDEFINED. */
  instructionAt(pc: number, itState: number): Instruction | AccessFailure | undefined {
    const first = this.source.fetch(pc);
    if (typeof first !== 'number') return first;
    const second = isWide(first) ? this.source.fetch((pc + 2) >>> 0) : 0;
    if (typeof second !== 'number') return second;
    return decode(
      first,
      second,
      { pc, inIT: inITBlock(itState), lastInIT: lastInITBlock(itState) },
      this.source.instructionSet,
    );
  }

  /** Decodes the instruction at the cursor into its record. A failed fetch is the result, nothing is recorded then. */
  decodeAt(cursor: number, pc: number, kind: CodeKind): Instruction | AccessFailure | undefined {
    const itState = this.itStateAt(cursor);
    const instruction = this.instructionAt(pc, itState);
    if (instruction !== undefined && 'kind' in instruction) return instruction;
    const length = instruction?.length ?? this.undefinedLength(pc);
    this.mark(pc, length, kind);
    const record = this.write(cursor, instruction, length, itState, kind);
    if (instruction && this.halfwords[(record + RECORD.op) >> 1] === OP.system)
      this.instructions.set(record, instruction);
    if (this.breakpoints.has(pc)) this.put(cursor, OP.breakpoint);
    if (inITBlock(itState)) this.prepareNext(record + (length / 2) * RECORD_BYTES, advanceIT(itState));
    return instruction;
  }

  private undefinedLength(pc: number): 2 | 4 {
    const first = this.source.fetch(pc);
    return typeof first === 'number' && isWide(first) ? 4 : 2;
  }

  /** The instruction of a decoded record that generated code leaves to TypeScript, if it is one. */
  decodedAt(cursor: number): Instruction | undefined {
    return this.instructions.get(cursor);
  }

  /** The record after an instruction of an IT block: the next of the block, or the way back. */
  private prepareNext(cursor: number, itState: number): void {
    this.itStates[(cursor - IT_POOL) / RECORD_BYTES] = itState;
    this.put(cursor, inITBlock(itState) ? OP.undecoded : OP.onward);
  }

  private put(cursor: number, op: number): void {
    this.halfwords[(cursor + RECORD.op) >> 1] = op;
  }

  /** Writes a record, behind a guard where a condition decides. The record of the instruction itself is the result. */
  private write(
    cursor: number,
    instruction: Instruction | undefined,
    length: 2 | 4,
    itState: number,
    kind: CodeKind,
  ): number {
    const cond = conditionOf(itState);
    // BKPT executes whatever its condition says (A7.7.17).
    const guarded = cond < 14 && instruction?.row.name !== 'BKPT_T1';
    const record = guarded ? cursor + RECORD_BYTES : cursor;
    if (guarded) {
      this.put(cursor, guardOp(cond, length));
      this.itStates[(record - IT_POOL) / RECORD_BYTES] = itState;
    }
    if (instruction === undefined) this.put(record, OP.system);
    else if (instruction.row.name === 'IT_T1' && !inITBlock(itState)) this.writeIT(record, instruction, kind);
    else this.put(record, this.fill(record, instruction));
    return record;
  }

  private writeIT(cursor: number, instruction: Instruction, kind: CodeKind): void {
    const code = instruction.operands.code ?? 0;
    const pc = (instruction.pc + 2) >>> 0;
    const slot = this.slotAddress(this.slot(pc, startIT(code >>> 4, code & 15), kind));
    this.putWord(cursor, 0, slot);
    this.putWord(cursor, 1, pc - (slot >>> 3));
    this.put(cursor, OP.enterIT);
  }

  private putWord(cursor: number, slot: number, value: number): void {
    this.memory.words[(cursor + RECORD.words + 4 * slot) >> 2] = value;
  }

  /** Operands into the record; the handler, or `system` for what generated code has no handler for. */
  private fill(cursor: number, instruction: Instruction): number {
    const prepared = this.prepare(instruction);
    const operands = instruction.operands as Readonly<Record<string, number>>;
    let odd = oddList(instruction);
    prepared.registerSlots.forEach((name, slot) => {
      const register = operands[name]!;
      this.memory.bytes[cursor + RECORD.registers + slot] = register * 4;
      if (FLOAT_OPERANDS.has(name)) return;
      if (register === 15 && prepared.reads.has(slot)) odd = true;
      if ((register === 13 || register === 15) && prepared.writes.has(slot)) odd = true;
    });
    prepared.wordSlots.forEach((name, slot) => this.putWord(cursor, slot, operands[name]!));
    if (odd) return OP.system;
    const near = prepared.nearOp === undefined ? undefined : this.nearTarget(cursor, instruction);
    if (near === undefined) return prepared.op;
    this.putWord(cursor, prepared.wordSlots.indexOf('target'), near);
    return prepared.nearOp!;
  }

  /** The record of a branch's target, if both stand in one page (and the branch in no IT slot). */
  private nearTarget(cursor: number, { pc, operands }: Instruction): number | undefined {
    const target = (operands.target ?? 0) >>> 0;
    if (cursor < CODE_POOL || target >>> PAGE_BITS !== pc >>> PAGE_BITS) return undefined;
    return cursor + ((target - pc) / 2) * RECORD_BYTES;
  }

  private prepare(instruction: Instruction): Prepared {
    const { row, operands, length } = instruction;
    const binding = bind(row, operands);
    let prepared = this.prepared.get(binding.key);
    if (prepared === undefined) {
      const { read, written } = slotUse(recordShape(row, operands, length));
      const op = this.source.handlers[binding.key] ?? OP.system;
      const nearOp = this.source.handlers[nearKey(binding.key)];
      prepared = { ...binding, op, nearOp, reads: read, writes: written };
      this.prepared.set(binding.key, prepared);
    }
    return prepared;
  }

  private tableWord(page: number, kind: CodeKind): number {
    return (CODE_TABLES[kind] >> 2) + page;
  }

  private page(pc: number, kind: CodeKind): Page {
    const number = pc >>> PAGE_BITS;
    const key = `${kind}:${number}`;
    let page = this.pages.get(key);
    if (page) return page;
    // The pool is emptied between instructions only (see `makeRoom`).
    const guest = number * PAGE_BYTES;
    const records = CODE_POOL + this.pages.size * CODE_PAGE_BYTES;
    const granules = new Uint8Array(PAGE_BYTES >> GRANULE_BITS);
    page = { guest, kind, host: this.source.hostOf(guest), records, granules };
    this.memory.bytes.fill(0, records, records + CODE_PAGE_BYTES);
    for (let i = 0; i < 2; i++) this.put(records + (PAGE_RECORDS + i) * RECORD_BYTES, OP.onward);
    this.pages.set(key, page);
    if (page.host !== undefined) this.rememberHost(page, page.host >>> PAGE_BITS);
    this.memory.words[this.tableWord(number, kind)] = records;
    return page;
  }

  private rememberHost(page: Page, number: number): void {
    const pages = this.hosted.get(number);
    if (pages) pages.push(page);
    else this.hosted.set(number, [page]);
  }

  /** The pages in and around a range of host addresses: one whose memory begins within a page may reach into the next. */
  private *hostedPages(start: number, end: number): Iterable<Page> {
    const [first, last] = [(start >>> PAGE_BITS) - 1, (end - 1) >>> PAGE_BITS];
    if (last - first < this.hosted.size) {
      for (let number = first; number <= last; number++) yield* this.hosted.get(number) ?? [];
    } else for (const [number, pages] of this.hosted) if (number >= first && number <= last) yield* pages;
  }

  private slotAddress(slot: Slot): number {
    return IT_POOL + slot.index * IT_SLOT_BYTES;
  }

  private slot(pc: number, itState: number, kind: CodeKind): Slot {
    const key = `${kind}:${pc}:${itState}`;
    let slot = this.slots.get(key);
    if (slot) return slot;
    // The pool is emptied between instructions only (see `makeRoom`).
    slot = { pc, itState, kind, index: this.nextSlot++ };
    this.slots.set(key, slot);
    this.prepareNext(this.slotAddress(slot), itState);
    return slot;
  }

  /**
   * Empties everything when a pool is nearly used; for the machine, between instructions. One instruction needs two pages
   * (it may stand in both) and two slots.
   */
  makeRoom(): void {
    if (this.nextSlot > IT_SLOTS - 2 || this.pages.size > CODE_PAGES - 2) this.clear();
  }

  /** Forgets all code. */
  clear(): void {
    for (const page of this.pages.values()) {
      this.memory.words[this.tableWord(page.guest >>> PAGE_BITS, page.kind)] = 0;
      this.source.unmarkCode(page.guest, page.guest + PAGE_BYTES);
    }
    this.pages.clear();
    this.hosted.clear();
    this.slots.clear();
    this.instructions.clear();
    this.nextSlot = 0;
  }

  private mark(pc: number, length: number, kind: CodeKind): void {
    for (const address of [pc, (pc + length - 1) >>> 0]) {
      const page = this.page(address, kind);
      const granule = (address & (PAGE_BYTES - 1)) >>> GRANULE_BITS;
      if (page.granules[granule] === 1) continue;
      page.granules[granule] = 1;
      const host = this.source.hostOf(address);
      if (host !== undefined) this.source.markCode(host & -GRANULE_BYTES);
    }
  }

  /** Host addresses of granules with code, in a range of host addresses. */
  *granules(start: number, end: number): Iterable<number> {
    for (const { host, granules } of this.hostedPages(start, end)) {
      if (host === undefined || host >= end || host + PAGE_BYTES <= start) continue;
      const first = Math.max(start - host, 0) >>> GRANULE_BITS;
      for (let g = granules.indexOf(1, first); g !== -1; g = granules.indexOf(1, g + 1)) {
        const address = host + (g << GRANULE_BITS);
        if (address >= end) break;
        yield address;
      }
    }
  }

  /** Forgets the code in [start, end), guest addresses: it changed, or may no longer be executed. */
  invalidate(start: number, end: number): void {
    this.instructions.clear();
    const from = Math.floor(start / GRANULE_BYTES) * GRANULE_BYTES;
    const to = Math.ceil(end / GRANULE_BYTES) * GRANULE_BYTES;
    // Only granules that held code get their rights back: mostly there are none.
    let low = Infinity;
    let high = 0;
    for (const page of this.pages.values()) {
      if (page.guest > to || page.guest + PAGE_BYTES < from) continue;
      // A 32-bit instruction may begin in the halfword before.
      if (from > page.guest && from <= page.guest + PAGE_BYTES) this.forgetRecords(page, from - 2 - page.guest, 2);
      const first = Math.max(from - page.guest, 0) >>> GRANULE_BITS;
      const last = Math.min(to - page.guest, PAGE_BYTES) / GRANULE_BYTES;
      for (let g = page.granules.indexOf(1, first); g !== -1 && g < last; g = page.granules.indexOf(1, g + 1)) {
        this.forgetRecords(page, g * GRANULE_BYTES, GRANULE_BYTES);
        page.granules[g] = 0;
        low = Math.min(low, page.guest + g * GRANULE_BYTES);
        high = Math.max(high, page.guest + (g + 1) * GRANULE_BYTES);
      }
    }
    for (const [key, slot] of this.slots) {
      if (slot.pc >= to || slot.pc + 16 <= from) continue;
      this.slots.delete(key);
      this.forgetRecord((slot.pc - 2) >>> 0, slot.kind);
    }
    if (low < high) this.source.unmarkCode(low, high);
  }

  /** Makes the records of some bytes of a page undecoded. */
  private forgetRecords(page: Page, offset: number, bytes: number): void {
    const records = page.records + (offset / 2) * RECORD_BYTES;
    this.memory.bytes.fill(0, records, records + (bytes / 2) * RECORD_BYTES);
  }

  private forgetRecord(pc: number, kind: CodeKind): void {
    const page = this.pages.get(`${kind}:${pc >>> PAGE_BITS}`);
    if (page) this.put(page.records + ((pc & (PAGE_BYTES - 1)) / 2) * RECORD_BYTES, OP.undecoded);
  }
}
