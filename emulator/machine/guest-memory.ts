/** The guest's memories inside the one WebAssembly memory, and the table that leads generated code to them. */
import type { BoardDescription, MemoryDescription } from '../board/description.js';
import { CpuState } from '../core/cpu-state.js';
import { isaParts } from '../core/profiles.js';
import {
  CODE_PAGE_BYTES,
  CODE_PAGES,
  CODE_POOL,
  DATA_TABLE,
  GRANULE_BITS,
  GUEST,
  NOWHERE,
  PAGE_BITS,
  PAGE_BYTES,
  RIGHTS,
  TABLE_BYTES,
} from '../interpreter/layout.js';

/** A memory of the board, and where its bytes stand. */
export interface Block {
  readonly memory: MemoryDescription;
  /** Address in the WebAssembly memory. */
  readonly host: number;
  /** The base addresses at which it answers. */
  readonly addresses: readonly number[];
}

/** Where a guest address leads. */
export interface Location {
  readonly block: Block;
  /** Address in the WebAssembly memory. */
  readonly host: number;
  /** The base address, of those that the memory has, through which it was found. */
  readonly base: number;
}

/** Accesses to a page through another address of its memory before generated code gets to it there. */
const PATIENCE = 8;

const WASM_PAGE = 0x1_0000;

export class GuestMemory {
  readonly wasm: WebAssembly.Memory;
  readonly cpu: CpuState;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly rights: Uint8Array;
  /** One byte for each byte of `rights`: whether predecoded code stands in the granule. */
  readonly holdsCode: Uint8Array;
  readonly blocks: readonly Block[];
  /** One byte for each page of the memories: whether anything was ever written there. All others hold zeros. */
  private readonly touched: Uint8Array;
  /** For each page, at which of its memory's addresses generated code reaches it, and how often it was missed elsewhere. */
  private readonly windows: Uint8Array;
  private readonly misses: Uint8Array;
  private readonly table: Int32Array;

  constructor(board: BoardDescription) {
    let host = GUEST;
    this.blocks = board.memories.map((memory) => {
      const block = { memory, host, addresses: [memory.base, ...(memory.mirrors ?? [])] };
      host += Math.ceil(memory.sizeBytes / PAGE_BYTES) * PAGE_BYTES;
      return block;
    });
    // Growing would detach every view, so the memory has its final size from the start.
    const pages = Math.ceil(host / WASM_PAGE);
    this.wasm = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { buffer } = this.wasm;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.rights = new Uint8Array(buffer, RIGHTS, Math.ceil(host / (1 << GRANULE_BITS)));
    this.holdsCode = new Uint8Array(this.rights.length);
    this.cpu = new CpuState(buffer, isaParts(board.cpu.core, board.cpu));
    this.touched = new Uint8Array((host - GUEST) >>> PAGE_BITS);
    this.windows = new Uint8Array(this.touched.length);
    this.misses = new Uint8Array(this.touched.length);
    this.table = new Int32Array(buffer, DATA_TABLE, TABLE_BYTES / 4);
    this.fillTable();
  }

  /** A page that several memories share stays unmapped: its accesses take the slow path. */
  private fillTable(): void {
    const { table } = this;
    for (let page = 0; page < table.length; page++) table[page] = nowhere(page);
    const owners = new Map<number, number>();
    const each = (visit: (page: number, block: Block) => void): void => {
      for (const block of this.blocks) {
        const { base, sizeBytes } = block.memory;
        for (let page = base >>> PAGE_BITS; page * PAGE_BYTES < base + sizeBytes; page++) visit(page, block);
      }
    };
    each((page) => owners.set(page, (owners.get(page) ?? 0) + 1));
    each((page, block) => {
      const aligned = (block.memory.base & (PAGE_BYTES - 1)) === 0;
      if (owners.get(page) === 1 && aligned) table[page] = block.host - block.memory.base;
    });
  }

  /** A word that the running code and the machine share. */
  control(offset: number): number {
    return this.words[offset >> 2]!;
  }

  setControl(offset: number, value: number): void {
    this.words[offset >> 2] = value;
  }

  /** The memory at an address, through a mirror too. */
  locate(address: number): Location | undefined {
    for (const block of this.blocks) {
      const { base, sizeBytes, mirrors } = block.memory;
      let offset = address - base;
      if (offset >= 0 && offset < sizeBytes) return { block, host: block.host + offset, base };
      for (const mirror of mirrors ?? []) {
        offset = address - mirror;
        if (offset >= 0 && offset < sizeBytes) return { block, host: block.host + offset, base: mirror };
      }
    }
    return undefined;
  }

  /** The base address through which generated code reaches the page of a host address. */
  windowOf(block: Block, host: number): number {
    return block.addresses[this.windows[(host - GUEST) >>> PAGE_BITS]!]!;
  }

  /**
   * An access came through an address of a memory at which generated code does not reach the page. After some of them it does,
   * and no longer at the other address: true then, and the page's rights are to be filled anew.
   */
  moveWindow({ block, host, base }: Location): boolean {
    const page = (host - GUEST) >>> PAGE_BITS;
    if (++this.misses[page]! < PATIENCE) return false;
    this.misses[page] = 0;
    const offset = (host & -PAGE_BYTES) - block.host;
    const old = (this.windowOf(block, host) + offset) >>> PAGE_BITS;
    const next = (base + offset) >>> PAGE_BITS;
    if ((base & (PAGE_BYTES - 1)) !== 0 || this.table[next] !== nowhere(next)) return false;
    this.table[old] = nowhere(old);
    this.table[next] = block.host - base;
    this.windows[page] = block.addresses.indexOf(base);
    return true;
  }

  isTouched(host: number): boolean {
    return this.touched[(host - GUEST) >>> PAGE_BITS] === 1;
  }

  /** Notes that the page is written to; true the first time. */
  touch(host: number): boolean {
    const page = (host - GUEST) >>> PAGE_BITS;
    if (this.touched[page] === 1) return false;
    this.touched[page] = 1;
    return true;
  }

  /** Makes every memory zero, as if nothing had been written. */
  clear(): void {
    for (const { block, offset, sizeBytes } of this.touchedPages()) {
      const start = block.host + offset;
      this.bytes.fill(0, start, start + sizeBytes);
    }
    this.touched.fill(0);
  }

  /** Puts bytes into a memory, past everything that keeps an eye on its contents. */
  load(block: Block, offset: number, bytes: Uint8Array): void {
    const start = block.host + offset;
    for (let page = start & -PAGE_BYTES; page < start + bytes.length; page += PAGE_BYTES) this.touch(page);
    this.bytes.set(bytes, start);
  }

  /** The pages that may hold anything but zeros, by block. */
  *touchedPages(): Iterable<{ readonly block: Block; readonly offset: number; readonly sizeBytes: number }> {
    for (const block of this.blocks) {
      const last = (block.host - GUEST + block.memory.sizeBytes - 1) >>> PAGE_BITS;
      const first = (block.host - GUEST) >>> PAGE_BITS;
      for (
        let page = this.touched.indexOf(1, first);
        page !== -1 && page <= last;
        page = this.touched.indexOf(1, page + 1)
      ) {
        const offset = (page - first) * PAGE_BYTES;
        yield { block, offset, sizeBytes: Math.min(PAGE_BYTES, block.memory.sizeBytes - offset) };
      }
    }
  }

  /** Whether there are only zeros in a range of whole words. */
  isZero(host: number, sizeBytes: number): boolean {
    const end = (host + sizeBytes) >> 2;
    for (let i = host >> 2; i < end; i++) if (this.words[i] !== 0) return false;
    return true;
  }

  /** Little-endian, zero-extended; the bytes must lie in one memory. */
  read(host: number, size: 1 | 2 | 4): number {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = (value << 8) | this.bytes[host + i]!;
    return value >>> 0;
  }

  write(host: number, size: 1 | 2 | 4, value: number): void {
    for (let i = 0; i < size; i++) this.bytes[host + i] = value >>> (8 * i);
  }
}

/** The table's entry for a page where no memory answers. */
function nowhere(page: number): number {
  return (NOWHERE - page * PAGE_BYTES) | 0;
}

/** First byte after the pool of predecoded code: where the guest may begin. */
export const CODE_POOL_END = CODE_POOL + CODE_PAGES * CODE_PAGE_BYTES;
