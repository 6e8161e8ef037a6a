/** The Security Attribution Unit: its registers and the regions that they describe. What they mean is in attribution.ts. */
import { hex32 } from '../../base/index.js';
import type { RegisterBinding } from '../system/register.js';
import { SAU_CTRL, SAU_RBAR, SAU_REGISTERS, SAU_RLAR, SAU_RNR, SAU_TYPE } from './registers.js';

const CTRL = SAU_CTRL.fields;
const RLAR = SAU_RLAR.fields;
const RLAR_MASK = (RLAR.LADDR.mask | RLAR.NSC.mask | RLAR.ENABLE.mask) >>> 0;

/** One region of the SAU. Everything outside of all regions is Secure. */
export interface SauRegion {
  readonly number: number;
  readonly enabled: boolean;
  /** Non-secure callable, which is Secure; otherwise the region is Non-secure. */
  readonly nsc: boolean;
  /** First address covered. */
  readonly base: number;
  /** Last address covered; less than `base` where firmware wrote it so, and then the region matches nothing. */
  readonly limit: number;
  readonly rbar: number;
  readonly rlar: number;
}

/** What views and checks see of the SAU. Reading disturbs nothing, SAU_RNR included. */
export interface SauView {
  readonly regionCount: number;
  readonly enabled: boolean;
  /** While the SAU is off, everything is Non-secure as far as it is concerned. */
  readonly allns: boolean;
  readonly ctrl: number;
  readonly rnr: number;
  regions(): readonly SauRegion[];
}

export type SauFindingCode = 'sau-no-such-region' | 'sau-limit-below-base';

export interface SauOptions {
  /** 0 to 8. */
  readonly regionCount: number;
  finding?(code: SauFindingCode, message: string): void;
}

interface SavedSau {
  readonly ctrl: number;
  readonly rnr: number;
  readonly rbar: readonly number[];
  readonly rlar: readonly number[];
}

type SauRegister = 'ctrl' | 'type' | 'rnr' | 'rbar' | 'rlar';
const KINDS: readonly SauRegister[] = ['ctrl', 'type', 'rnr', 'rbar', 'rlar'];

export class Sau implements SauView {
  readonly regionCount: number;
  /** Goes up with every write that may change an attribution. */
  version = 0;
  private readonly finding: (code: SauFindingCode, message: string) => void;
  private readonly rbar: Uint32Array;
  private readonly rlar: Uint32Array;
  private control = 0;
  private number = 0;
  private view: readonly SauRegion[] | undefined;

  constructor(options: SauOptions) {
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

  get enabled(): boolean {
    return (this.control & CTRL.ENABLE.mask) !== 0;
  }

  get allns(): boolean {
    return (this.control & CTRL.ALLNS.mask) !== 0;
  }

  regions(): readonly SauRegion[] {
    this.view ??= Object.freeze(Array.from(this.rbar, (rbar, n) => describe(n, rbar, this.rlar[n]!)));
    return this.view;
  }

  /** The registers with their meaning, for the System Control Space of Secure code. */
  bindings(): readonly RegisterBinding[] {
    return SAU_REGISTERS.map((description, n) => ({
      description,
      narrow: false,
      peek: () => this.readWord(KINDS[n]!),
      write: (value: number) => this.writeWord(KINDS[n]!, value >>> 0),
    }));
  }

  /** Reads the word at `offset` bytes from SAU_CTRL, 0 to 0x10. */
  read(offset: number): number {
    const register = KINDS[offset >> 2];
    return register === undefined ? 0 : this.readWord(register);
  }

  /** Writes a word at `offset` bytes from SAU_CTRL. */
  write(offset: number, value: number): void {
    const register = KINDS[offset >> 2];
    if (register !== undefined) this.writeWord(register, value >>> 0);
  }

  /** SAU_CTRL is 0 out of reset, the rest UNKNOWN; zero (disabled) keeps runs deterministic. */
  reset(): void {
    this.control = 0;
    this.number = 0;
    this.rbar.fill(0);
    this.rlar.fill(0);
    this.touched();
  }

  save(): unknown {
    const saved: SavedSau = { ctrl: this.control, rnr: this.number, rbar: [...this.rbar], rlar: [...this.rlar] };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedSau;
    this.control = saved.ctrl;
    this.number = saved.rnr;
    this.rbar.set(saved.rbar);
    this.rlar.set(saved.rlar);
    this.touched();
  }

  private readWord(register: SauRegister): number {
    switch (register) {
      case 'ctrl':
        return this.control;
      case 'type':
        return SAU_TYPE.fields.SREGION.set(0, this.regionCount);
      case 'rnr':
        return this.number;
      case 'rbar':
        return this.rbar[this.number] ?? 0;
      case 'rlar':
        return this.rlar[this.number] ?? 0;
    }
  }

  private writeWord(register: SauRegister, value: number): void {
    switch (register) {
      case 'type':
        return;
      case 'ctrl':
        // Without regions there is nothing to enable, and ENABLE reads as zero.
        this.control = value & (CTRL.ALLNS.mask | (this.regionCount === 0 ? 0 : CTRL.ENABLE.mask));
        this.touched();
        if (this.enabled) this.regions().forEach((region) => this.inspect(region));
        return;
      case 'rnr':
        this.select(value & SAU_RNR.fields.REGION.mask);
        return;
      case 'rbar':
        this.rbar[this.number] = value & SAU_RBAR.fields.BADDR.mask;
        this.touched();
        return;
      case 'rlar':
        this.rlar[this.number] = value & RLAR_MASK;
        this.touched();
        if (this.enabled && this.regionCount > 0) this.inspect(this.regions()[this.number]!);
        return;
    }
  }

  /** Moves SAU_RNR. A region that does not exist is unpredictable: the write is dropped, as QEMU 7.2 does. */
  private select(region: number): void {
    if (region < this.regionCount) {
      this.number = region;
      return;
    }
    this.finding(
      'sau-no-such-region',
      `SAU region ${region} was selected, but this SAU has ${this.regionCount}: the write was dropped.`,
    );
  }

  private touched(): void {
    this.version++;
    this.view = undefined;
  }

  private inspect({ enabled, number, base, limit }: SauRegion): void {
    if (!enabled || limit >= base) return;
    this.finding(
      'sau-limit-below-base',
      `SAU region ${number}: limit ${hex32(limit)} is below base ${hex32(base)}; the region never matches.`,
    );
  }
}

function describe(number: number, rbar: number, rlar: number): SauRegion {
  return Object.freeze({
    number,
    enabled: RLAR.ENABLE.get(rlar) !== 0,
    nsc: RLAR.NSC.get(rlar) !== 0,
    base: rbar,
    limit: (rlar | 0x1f) >>> 0,
    rbar,
    rlar,
  });
}
