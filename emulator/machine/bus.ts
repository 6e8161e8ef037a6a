/**
 * Every access that generated code does not do by itself: checks it with the MPU, finds who answers, and says why nobody did.
 * Stores into predecoded code and accesses to watched ranges come through here, because their rights bytes are cleared.
 */
import type { BoardDescription } from '../board/description.js';
import type { Access, AccessFailure, AccessSize, LoadResult } from '../core/access.js';
import type { CoreMemory } from '../core/memory.js';
import { PROFILES } from '../core/profiles.js';
import { GRANULE_BITS } from '../interpreter/layout.js';
import { check, PPB_END, SYSTEM_SPACE, type MpuContext } from '../mpu/check.js';
import type { MpuView } from '../mpu/view.js';
import type { Peripheral } from '../peripherals/peripheral.js';
import { checkSecurity } from '../security/access.js';
import type { IdauRange } from '../security/attribution.js';
import type { SauView } from '../security/sau.js';
import { CCR } from '../system/scb-registers.js';
import type { CoreSystem } from '../system/core-system.js';
import { bitBandTarget } from './bit-band.js';
import type { Block, GuestMemory, Location } from './guest-memory.js';
import type { RightsTable } from './rights-table.js';

export interface BusOptions {
  readonly board: BoardDescription;
  readonly memory: GuestMemory;
  readonly rights: RightsTable;
  readonly system: CoreSystem;
  readonly peripherals: readonly Peripheral[];
  /** The MPU that decides over code of a security state: the core's own, or one that is always off. */
  mpuOf(secure: boolean): MpuView;
  context(secure: boolean): MpuContext;
  /** SAU and IDAU, of a core with the Security Extension. */
  readonly attribution?: SecurityUnits | undefined;
  /** Predecoded code in this range, guest addresses, has been overwritten. */
  codeWritten(start: number, end: number): void;
  /** Called for every access that was done, for watchpoints. */
  accessed(access: Access): void;
}

/** What decides over the security state of an address. */
export interface SecurityUnits {
  readonly sau: SauView;
  readonly idau: readonly IdauRange[];
}

/** Who asks, as far as the Private Peripheral Bus wants to know. */
type Master = Pick<Access, 'privileged' | 'secure'>;

interface Located<T> {
  readonly found: T;
  /** Bytes from its base. */
  readonly offset: number;
}

type Refusal = 'unmapped' | 'refused' | 'unprivilegedPpb';

export class Bus implements CoreMemory {
  private readonly options: BusOptions;
  private readonly hasBitBand: boolean;

  constructor(options: BusOptions) {
    this.options = options;
    this.hasBitBand = PROFILES[options.board.cpu.core].bitBand;
  }

  load(access: Access): LoadResult {
    const { address, sizeBytes } = access;
    if ((address & (sizeBytes - 1)) !== 0) return this.loadUnaligned(access);
    const denied = this.denied(access);
    if (denied) return denied;
    const value = this.read(address, sizeBytes, access);
    if (typeof value !== 'number') return { kind: 'bus', access, reason: value };
    this.options.accessed(access);
    return value;
  }

  store(access: Access, value: number): AccessFailure | undefined {
    const { address, sizeBytes } = access;
    if ((address & (sizeBytes - 1)) !== 0) return this.storeUnaligned(access, value);
    const denied = this.denied(access);
    if (denied) return denied;
    const refusal = this.write(address, sizeBytes, value, access);
    if (refusal) return { kind: 'bus', access, reason: refusal };
    this.options.accessed(access);
    return undefined;
  }

  /** Byte by byte, as MemU does (B2.3.5), unless CCR.UNALIGN_TRP or an exclusive access forbids it. */
  private trapsUnaligned(access: Access): boolean {
    return access.exclusive || (this.options.system.scb.ccr & CCR.fields.UNALIGN_TRP.mask) !== 0;
  }

  private loadUnaligned(access: Access): LoadResult {
    if (this.trapsUnaligned(access)) return { kind: 'unaligned', access };
    let value = 0;
    for (let i = 0; i < access.sizeBytes; i++) {
      const byte = this.load({ ...access, address: (access.address + i) >>> 0, sizeBytes: 1 });
      if (typeof byte !== 'number') return byte;
      value |= byte << (8 * i);
    }
    return value >>> 0;
  }

  private storeUnaligned(access: Access, value: number): AccessFailure | undefined {
    if (this.trapsUnaligned(access)) return { kind: 'unaligned', access };
    for (let i = 0; i < access.sizeBytes; i++) {
      const failure = this.store(
        { ...access, address: (access.address + i) >>> 0, sizeBytes: 1 },
        (value >>> (8 * i)) & 0xff,
      );
      if (failure) return failure;
    }
    return undefined;
  }

  /** Why an aligned access is denied, if it is: by security attribution, or by the MPU. The verdict is made only for a denial. */
  private denied(access: Access): AccessFailure | undefined {
    const { kind, secure = false } = access;
    const isLazy = kind === 'lazyStack';
    if (kind !== 'vector' && !isLazy && this.granted(access)) return undefined;
    const violation = this.violation(access);
    if (violation || kind === 'vector') return violation;
    const context = isLazy ? { negativePriority: access.negativePriority === true } : this.options.context(secure);
    const verdict = check(this.options.mpuOf(secure), access, context);
    return verdict.allowed ? undefined : { kind: 'mpu', access, verdict };
  }

  /** What the intervals say, in which attribution and MPU are one. */
  private granted({ kind, address, privileged, secure = false }: Access): boolean {
    const interval = this.options.rights.at(address, secure);
    const rights = privileged ? interval.privileged : interval.unprivileged;
    return kind === 'fetch' ? rights.execute : kind === 'store' || kind === 'stack' ? rights.write : rights.read;
  }

  private violation(access: Access): AccessFailure | undefined {
    if (!this.options.attribution) return undefined;
    const { sau, idau } = this.options.attribution;
    const { address, kind, secure = false } = access;
    const verdict = checkSecurity(sau, idau, { address, fetch: kind === 'fetch', secure });
    if (verdict.allowed) return undefined;
    const { violation, attribution, callable } = verdict;
    return { kind: 'security', access, reason: violation, attribution, callable };
  }

  /** Reads what answers at an aligned address, whatever the MPU says. */
  private read(address: number, size: AccessSize, by: Master): number | Refusal {
    const { memory, system } = this.options;
    const location = memory.locate(address);
    if (location) {
      this.noteWindow(location);
      return memory.read(location.host, size);
    }
    if (address >= SYSTEM_SPACE && address < PPB_END)
      return system.read(address, size, by.privileged, by.secure === true);
    const alias = this.bitBandTarget(address);
    if (alias) {
      const value = this.read((alias.address & -size) >>> 0, size, by);
      return typeof value === 'number' ? (value >>> this.aliasBit(alias, size)) & 1 : value;
    }
    const device = this.deviceAt(address);
    if (device) {
      const value = device.found.read(device.offset, size);
      return value === 'busFault' ? 'refused' : value;
    }
    const silent = this.silent(address);
    return silent === undefined ? 'unmapped' : (silent & (size === 4 ? -1 : (1 << (8 * size)) - 1)) >>> 0;
  }

  /** Memories with several addresses: the one in use is the one that generated code reaches. */
  private noteWindow(location: Location): void {
    const { memory, rights } = this.options;
    const { block, host, base } = location;
    if (block.memory.mirrors === undefined || memory.windowOf(block, host) === base) return;
    if (memory.moveWindow(location)) rights.pageTouched(block, host);
  }

  private write(address: number, size: AccessSize, value: number, by: Master): Refusal | undefined {
    const { memory, system } = this.options;
    const location = memory.locate(address);
    if (location) {
      this.noteWindow(location);
      return this.writeMemory(location.block, location.host, size, value);
    }
    if (address >= SYSTEM_SPACE && address < PPB_END)
      return system.write(address, size, value, by.privileged, by.secure === true);
    const alias = this.bitBandTarget(address);
    if (alias) {
      const target = (alias.address & -size) >>> 0;
      const old = this.read(target, size, by);
      if (typeof old !== 'number') return old;
      const mask = 1 << this.aliasBit(alias, size);
      return this.write(target, size, (value & 1) === 1 ? old | mask : old & ~mask, by);
    }
    const device = this.deviceAt(address);
    if (device) return device.found.write(device.offset, size, value) === 'busFault' ? 'refused' : undefined;
    return this.silent(address) === undefined ? 'unmapped' : undefined;
  }

  private bitBandTarget(address: number): ReturnType<typeof bitBandTarget> {
    return this.hasBitBand ? bitBandTarget(address) : undefined;
  }

  /** The bit of an alias within an access of `size` bytes at the aligned target. */
  private aliasBit(alias: { readonly address: number; readonly bit: number }, size: AccessSize): number {
    return (alias.address & (size - 1)) * 8 + alias.bit;
  }

  private writeMemory(block: Block, host: number, size: AccessSize, value: number): Refusal | undefined {
    switch (block.memory.store) {
      case 'ignore':
        return undefined;
      case 'busFault':
        return 'refused';
      case 'write':
        this.put(block, host, size, value);
        return undefined;
    }
  }

  /** Writes bytes of a memory and forgets the code that stood there, under every address that it has. */
  private put(block: Block, host: number, size: AccessSize, value: number): void {
    const { memory, rights } = this.options;
    memory.write(host, size, value);
    if (memory.touch(host)) rights.pageTouched(block, host);
    if (memory.holdsCode[host >>> GRANULE_BITS] === 0) return;
    const offset = host - block.host;
    for (const base of [block.memory.base, ...(block.memory.mirrors ?? [])])
      this.options.codeWritten(base + offset, base + offset + size);
  }

  /**
   * The peripheral at an address or, where the board mirrors its peripherals, at that of its mirror. What stands at the address
   * itself, a stub too, comes first.
   */
  private deviceAt(address: number): Located<Peripheral> | undefined {
    const { peripherals, board } = this.options;
    const { deviceMirror = 0, stubs } = board;
    const own = located(peripherals, address);
    if (own !== undefined || deviceMirror === 0 || located(stubs, address) !== undefined) return own;
    return located(peripherals, (address ^ deviceMirror) >>> 0);
  }

  /** What reads give where nothing is modelled; undefined where they fail. */
  private silent(address: number): number | undefined {
    const { board } = this.options;
    const stub = located(board.stubs, address);
    if (stub !== undefined) return stub.found.value ?? 0;
    return board.unmapped === 'ignore' ? 0 : undefined;
  }

  /** One byte as a debugger sees it: no checks, no side effects. `undefined` where nothing answers. */
  peek(address: number): number | undefined {
    const { memory, system } = this.options;
    const location = memory.locate(address);
    if (location) return memory.bytes[location.host];
    if (address >= SYSTEM_SPACE && address < PPB_END) return system.peek(address, 1);
    const alias = this.bitBandTarget(address);
    if (alias) {
      const byte = this.peek(alias.address);
      return byte === undefined ? undefined : (address & 3) === 0 ? (byte >>> alias.bit) & 1 : 0;
    }
    const device = this.deviceAt(address);
    if (device) {
      const word = device.found.peek(device.offset & ~3, 4);
      return word === undefined ? undefined : (word >>> (8 * (address & 3))) & 0xff;
    }
    const silent = this.silent(address);
    return silent === undefined ? undefined : (silent >>> (8 * (address & 3))) & 0xff;
  }

  /** Four bytes as `peek` sees them, little-endian. `undefined` where one of them is not there. */
  peekWord(address: number): number | undefined {
    let value = 0;
    for (let i = 3; i >= 0; i--) {
      const byte = this.peek((address + i) >>> 0);
      if (byte === undefined) return undefined;
      value = (value << 8) | byte;
    }
    return value >>> 0;
  }

  /** Writes as a debugger does: past the MPU, and into memories whose stores are ignored. False where nothing takes it. */
  poke(address: number, size: AccessSize, value: number): boolean {
    const location = this.options.memory.locate(address);
    if (location) {
      this.put(location.block, location.host, size, value);
      return true;
    }
    return this.write(address, size, value, { privileged: true, secure: this.options.memory.cpu.secure }) === undefined;
  }
}

/** The one that an address lies in. */
function located<T extends { readonly base: number; readonly sizeBytes: number }>(
  all: readonly T[],
  address: number,
): Located<T> | undefined {
  const found = all.find(({ base, sizeBytes }) => address >= base && address < base + sizeBytes);
  return found && { found, offset: address - found.base };
}
