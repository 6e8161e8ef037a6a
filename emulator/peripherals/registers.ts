/** Devices as register tables: what stands at which offset is data, what an access means is the device's class. */
import type { BusResult, Peripheral, PeripheralHost } from './peripheral.js';

/** One register. What is not in a device's table reads as 0 and drops what is stored there. */
export interface RegisterRow<Name extends string = string> {
  readonly name: Name;
  readonly offset: number;
  readonly access: 'RW' | 'RO' | 'WO';
  /** Bits that a write can reach; the others are dropped before the device sees the value. All, if absent. */
  readonly writable?: number;
}

/** Constant registers, by offset. */
export type FixedRegisters = ReadonlyMap<number, number>;

/** Bytes of the peripheral and component identification, one a word, from `firstOffset` up. */
export function identification(firstOffset: number, bytes: readonly number[]): FixedRegisters {
  return new Map(bytes.map((byte, i) => [firstOffset + 4 * i, byte]));
}

/** PCellID0 to PCellID3, the same in every PrimeCell and CMSDK component. */
export const COMPONENT_ID = [0x0d, 0xf0, 0x05, 0xb1] as const;

const ACCESS_MASK = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

/**
 * The part that all our devices share: a page of 4 KiB, found by offset. A byte or halfword access to a register's own
 * offset sees and sets its low bits (a store zero-extends); the other lanes of a register read as 0 and drop stores.
 */
export abstract class RegisterDevice<Name extends string> implements Peripheral {
  readonly name: string;
  readonly base: number;
  readonly sizeBytes = 0x1000;
  protected readonly host: PeripheralHost;
  private readonly rows: ReadonlyMap<number, RegisterRow<Name>>;
  private readonly fixed: FixedRegisters;

  protected constructor(
    place: { readonly name: string; readonly base: number },
    host: PeripheralHost,
    rows: readonly RegisterRow<Name>[],
    fixed: FixedRegisters,
  ) {
    this.name = place.name;
    this.base = place.base;
    this.host = host;
    this.rows = new Map(rows.map((row) => [row.offset, row]));
    this.fixed = fixed;
  }

  /** What the register shows at `host.now()`; no side effect. */
  protected abstract valueOf(name: Name): number;
  /** The register is written; `value` is already cut to its writable bits. */
  protected abstract writeRegister(name: Name, value: number): void;
  /** What reading does besides giving a value; called after the value was taken. */
  protected afterRead(_name: Name): void {
    // Most registers do not mind being read.
  }
  /** Makes happen what was due up to `host.now()`, whether or not the machine has called `event` yet. */
  protected abstract catchUp(): void;

  abstract nextEvent(): number;
  abstract reset(): void;
  abstract save(): unknown;
  abstract restore(state: unknown): void;

  event(): void {
    this.catchUp();
  }

  read(offset: number, sizeBytes: 1 | 2 | 4): BusResult {
    const row = this.rows.get(offset);
    if (row === undefined || row.access === 'WO') return this.peek(offset, sizeBytes);
    this.catchUp();
    const value = this.valueOf(row.name) & ACCESS_MASK[sizeBytes];
    this.afterRead(row.name);
    return value >>> 0;
  }

  write(offset: number, sizeBytes: 1 | 2 | 4, value: number): undefined {
    const row = this.rows.get(offset);
    if (row === undefined || row.access === 'RO') return;
    this.catchUp();
    this.writeRegister(row.name, (value & ACCESS_MASK[sizeBytes] & (row.writable ?? 0xffff_ffff)) >>> 0);
  }

  peek(offset: number, sizeBytes: 1 | 2 | 4): number {
    const row = this.rows.get(offset);
    if (row === undefined) return (this.fixed.get(offset) ?? 0) & ACCESS_MASK[sizeBytes];
    return row.access === 'WO' ? 0 : (this.valueOf(row.name) & ACCESS_MASK[sizeBytes]) >>> 0;
  }
}
