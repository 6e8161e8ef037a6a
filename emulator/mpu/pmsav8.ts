/**
 * The Protected Memory System Architecture v8: its registers and the regions that they describe (Armv8-M ARM, DDI 0553). One
 * object is one bank: a core with the Security Extension has two. What the regions mean for an access is in check.ts.
 */
import { hex32 } from '../../base/index.js';
import type { RegisterBinding } from '../system/register.js';
import { attributeByte, memoryAttribute } from './mair.js';
import { PMSAV8, type LimitPmsa } from './pmsa.js';
import { PMSAV8_RBAR, PMSAV8_REGISTERS, PMSAV8_RLAR, type Pmsav8Register } from './pmsav8-registers.js';
import { MPU_CTRL, MPU_RNR, MPU_TYPE } from './registers.js';
import type { LimitMpuView, LimitRegion, MpuFindingCode } from './view.js';

const CTRL = MPU_CTRL.fields;
const RBAR = PMSAV8_RBAR.fields;
const RLAR = PMSAV8_RLAR.fields;
const CTRL_MASK = CTRL.ENABLE.mask | CTRL.HFNMIENA.mask | CTRL.PRIVDEFENA.mask;
const RLAR_MASK = (RLAR.LIMIT.mask | RLAR.AttrIndx.mask | RLAR.EN.mask) >>> 0;
/** Bits of an address below BASE and LIMIT. */
const BELOW = 0x1f;
const RESERVED_SH = 0b01;

export interface Pmsav8Options {
  /** `PMSAV8` if absent. */
  readonly pmsa?: LimitPmsa;
  /** 0, 4, 8, 12 or 16. */
  readonly regionCount: number;
  finding?(code: MpuFindingCode, message: string): void;
}

interface SavedMpu {
  readonly ctrl: number;
  readonly rnr: number;
  readonly rbar: readonly number[];
  readonly rlar: readonly number[];
  readonly mair: readonly [number, number];
}

export class Pmsav8 implements LimitMpuView {
  readonly by = 'limit';
  readonly pmsa: LimitPmsa;
  readonly regionCount: number;
  /** Goes up with every write that may change a right. */
  version = 0;
  private readonly finding: (code: MpuFindingCode, message: string) => void;
  private readonly rbar: Uint32Array;
  private readonly rlar: Uint32Array;
  private attributes: readonly [number, number] = [0, 0];
  private control = 0;
  private number = 0;
  private view: readonly LimitRegion[] | undefined;
  private readonly reported = new Set<string>();

  constructor(options: Pmsav8Options) {
    this.pmsa = options.pmsa ?? PMSAV8;
    this.regionCount = options.regionCount;
    this.finding = options.finding?.bind(options) ?? ((): void => undefined);
    this.rbar = new Uint32Array(options.regionCount);
    this.rlar = new Uint32Array(options.regionCount);
  }

  get ctrl(): number {
    return this.control;
  }

  get rnr(): number {
    return this.number;
  }

  get mair(): readonly [number, number] {
    return this.attributes;
  }

  get enabled(): boolean {
    return (this.control & CTRL.ENABLE.mask) !== 0;
  }

  get hfnmiena(): boolean {
    return (this.control & CTRL.HFNMIENA.mask) !== 0;
  }

  get privdefena(): boolean {
    return (this.control & CTRL.PRIVDEFENA.mask) !== 0;
  }

  regions(): readonly LimitRegion[] {
    this.view ??= Object.freeze(Array.from(this.rbar, (rbar, n) => describe(n, rbar, this.rlar[n]!, this.attributes)));
    return this.view;
  }

  /**
   * The registers with their meaning, at `base`, where MPU_TYPE stands: 0xE000_ED90, or 0xE002_ED90 for the bank that Secure
   * code sees as the Non-secure one. Without an MPU they read as zero.
   */
  bindings(base: number = MPU_TYPE.address): readonly RegisterBinding[] {
    return PMSAV8_REGISTERS.map(({ description, register }) => ({
      description: { ...description, address: description.address - MPU_TYPE.address + base },
      narrow: false,
      peek: () => this.readWord(register),
      write: (value: number) => this.writeWord(register, value >>> 0),
    }));
  }

  /** Reads at `offset` bytes from MPU_TYPE (0 to 0x34), aligned to `sizeBytes`: the bytes addressed; gaps read as zero. */
  read(offset: number, sizeBytes: 1 | 2 | 4): number {
    const register = registerAt(offset);
    const word = register === undefined ? 0 : this.readWord(register);
    const mask = sizeBytes === 4 ? 0xffff_ffff : (1 << (8 * sizeBytes)) - 1;
    return ((word >>> (8 * (offset & 3))) & mask) >>> 0;
  }

  /** Writes at `offset` bytes from MPU_TYPE. Narrow writes are unpredictable: dropped, as QEMU 7.2 does. */
  write(offset: number, sizeBytes: 1 | 2 | 4, value: number): void {
    const register = registerAt(offset);
    if (register === undefined) return;
    if (sizeBytes === 4) {
      this.writeWord(register, value >>> 0);
      return;
    }
    this.finding(
      'mpu-narrow-write',
      `A ${sizeBytes === 1 ? 'byte' : 'halfword'} write to ${hex32(MPU_TYPE.address + offset)} is unpredictable and was dropped: ` +
        `the registers of PMSAv8 take whole words only.`,
    );
  }

  /** Everything is UNKNOWN out of reset but MPU_CTRL; zero (disabled) keeps runs deterministic. */
  reset(): void {
    this.control = 0;
    this.number = 0;
    this.rbar.fill(0);
    this.rlar.fill(0);
    this.attributes = [0, 0];
    this.reported.clear();
    this.touched();
  }

  save(): unknown {
    const saved: SavedMpu = {
      ctrl: this.control,
      rnr: this.number,
      rbar: [...this.rbar],
      rlar: [...this.rlar],
      mair: this.attributes,
    };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedMpu;
    this.control = saved.ctrl;
    this.number = saved.rnr;
    this.rbar.set(saved.rbar);
    this.rlar.set(saved.rlar);
    this.attributes = saved.mair;
    this.touched();
  }

  /** The region that a window shows; undefined where the alias registers do not exist. */
  private regionOf(alias: number): number | undefined {
    if (alias === 0) return this.number;
    return this.pmsa.aliases ? (this.number & ~3) + alias : undefined;
  }

  private readWord(register: Pmsav8Register): number {
    if (this.regionCount === 0) return 0;
    switch (register.kind) {
      case 'type':
        return MPU_TYPE.fields.DREGION.set(0, this.regionCount);
      case 'ctrl':
        return this.control;
      case 'rnr':
        return this.number;
      case 'mair':
        return this.attributes[register.index];
      case 'rbar':
      case 'rlar': {
        const region = this.regionOf(register.alias);
        return region === undefined ? 0 : this[register.kind][region]!;
      }
    }
  }

  private writeWord(register: Pmsav8Register, value: number): void {
    if (this.regionCount === 0) return;
    switch (register.kind) {
      case 'type':
        return;
      case 'ctrl':
        this.writeControl(value);
        return;
      case 'rnr':
        this.select(value & MPU_RNR.fields.REGION.mask);
        return;
      case 'mair':
        this.attributes = register.index === 0 ? [value, this.attributes[1]] : [this.attributes[0], value];
        this.view = undefined;
        return;
      case 'rbar':
      case 'rlar':
        this.writeRegion(register.kind, this.regionOf(register.alias), value);
        return;
    }
  }

  private writeRegion(kind: 'rbar' | 'rlar', region: number | undefined, value: number): void {
    if (region === undefined) return;
    this[kind][region] = kind === 'rlar' ? value & RLAR_MASK : value;
    this.touched();
    // A write to MPU_RBAR is completed by that to MPU_RLAR: between the two a new base stands beside an old limit.
    if (kind === 'rlar' && this.enabled) this.inspect(this.regions()[region]!);
  }

  private writeControl(value: number): void {
    this.control = value & CTRL_MASK;
    this.touched();
    if (this.hfnmiena && !this.enabled)
      this.finding('mpu-hfnmiena-alone', 'MPU_CTRL.HFNMIENA = 1 with ENABLE = 0 is unpredictable: the MPU stays off.');
    if (this.enabled) this.regions().forEach((region) => this.inspect(region));
  }

  /** Moves MPU_RNR. A region that does not exist is unpredictable: the write is dropped, as QEMU 7.2 does. */
  private select(region: number): void {
    if (region < this.regionCount) {
      this.number = region;
      return;
    }
    this.finding(
      'mpu-no-such-region',
      `Region ${region} was selected, but this MPU has ${this.regionCount}: the write was dropped.`,
    );
  }

  private touched(): void {
    this.version++;
    this.view = undefined;
  }

  /** Looks at a region that is in force. Overlaps are no finding: they are how guards are made. */
  private inspect(region: LimitRegion): void {
    if (!region.enabled) return;
    const { number, base, limit, memory } = region;
    if (!region.usable)
      this.report(
        region,
        'mpu-limit-below-base',
        `MPU region ${number}: limit ${hex32(limit)} is below base ${hex32(base)}; the region never matches.`,
      );
    if (region.sh === RESERVED_SH)
      this.report(region, 'mpu-reserved-shareability', `MPU region ${number}: SH = 0b01 is reserved.`);
    if (memory.type === 'reserved')
      this.report(
        region,
        'mpu-reserved-attribute',
        `MPU region ${number}: AttrIndx = ${region.attrIndx} selects the memory attribute ` +
          `0x${memory.byte.toString(16).padStart(2, '0')}, which is reserved.`,
      );
  }

  private report(region: LimitRegion, code: MpuFindingCode, message: string): void {
    const key = `${code} ${region.number} ${region.rbar} ${region.rlar}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.finding(code, message);
  }
}

function registerAt(offset: number): Pmsav8Register | undefined {
  return PMSAV8_REGISTERS.find(({ description }) => description.address === MPU_TYPE.address + (offset & ~3))?.register;
}

function describe(number: number, rbar: number, rlar: number, mair: readonly [number, number]): LimitRegion {
  const base = (rbar & RBAR.BASE.mask) >>> 0;
  const limit = (rlar | BELOW) >>> 0;
  const enabled = RLAR.EN.get(rlar) !== 0;
  const attrIndx = RLAR.AttrIndx.get(rlar);
  return Object.freeze({
    by: 'limit',
    number,
    enabled,
    usable: enabled && limit >= base,
    base,
    sizeBytes: Math.max(0, limit + 1 - base),
    limit,
    ap: RBAR.AP.get(rbar),
    xn: RBAR.XN.get(rbar) !== 0,
    sh: RBAR.SH.get(rbar),
    attrIndx,
    memory: memoryAttribute(attributeByte(mair, attrIndx)),
    rbar,
    rlar,
  });
}
