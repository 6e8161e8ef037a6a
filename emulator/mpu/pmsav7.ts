/**
 * The Protected Memory System Architecture v7: its registers and the regions that they describe (Armv7-M ARM, B3.5), and with
 * other data (pmsa.ts) that of v6. What the regions mean for an access is in check.ts.
 */
import { hex32, hex8 } from '../../base/index.js';
import type { RegisterBinding } from '../system/register.js';
import { replaceBits } from '../system/register.js';
import { leastBytes, PMSAV7, type SizePmsa } from './pmsa.js';
import { MPU_CTRL, MPU_RASR, MPU_RBAR, MPU_REGISTERS, MPU_RNR, MPU_TYPE } from './registers.js';
import type { MpuFindingCode, SizeMpuView, SizeRegion } from './view.js';

const CTRL = MPU_CTRL.fields;
const RASR = MPU_RASR.fields;

export interface Pmsav7Options {
  /** `PMSAV7` if absent. */
  readonly pmsa?: SizePmsa;
  readonly regionCount: number;
  finding?(code: MpuFindingCode, message: string): void;
}

interface SavedMpu {
  readonly ctrl: number;
  readonly rnr: number;
  readonly rbar: readonly number[];
  readonly rasr: readonly number[];
}

export class Pmsav7 implements SizeMpuView {
  readonly by = 'size';
  readonly pmsa: SizePmsa;
  readonly regionCount: number;
  /** Goes up with every write that may change a right. */
  version = 0;
  private readonly finding: (code: MpuFindingCode, message: string) => void;
  private readonly rbar: Uint32Array;
  private readonly rasr: Uint32Array;
  private control = 0;
  private number = 0;
  private view: readonly SizeRegion[] | undefined;
  private readonly reported = new Set<string>();

  constructor(options: Pmsav7Options) {
    this.pmsa = options.pmsa ?? PMSAV7;
    this.regionCount = options.regionCount;
    this.finding = options.finding?.bind(options) ?? ((): void => undefined);
    this.rbar = new Uint32Array(options.regionCount);
    this.rasr = new Uint32Array(options.regionCount);
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

  get hfnmiena(): boolean {
    return (this.control & CTRL.HFNMIENA.mask) !== 0;
  }

  get privdefena(): boolean {
    return (this.control & CTRL.PRIVDEFENA.mask) !== 0;
  }

  regions(): readonly SizeRegion[] {
    this.view ??= Object.freeze(Array.from(this.rbar, (rbar, n) => describeRegion(n, rbar, this.rasr[n]!, this.pmsa)));
    return this.view;
  }

  /** The registers with their meaning, for the System Control Space. Without an MPU they read as zero (B3.5.5). */
  bindings(): readonly RegisterBinding[] {
    return MPU_REGISTERS.map((description) => {
      const register = registerAt(description.address);
      return {
        description,
        narrow: register === 'rasr' && this.pmsa.narrowRasr,
        peek: () => this.readWord(register),
        write: (value: number, lanes: number) => this.writeWord(register, value, lanes),
      };
    });
  }

  /**
   * Reads at `offset` bytes from MPU_TYPE (0 to 0x28), aligned to `sizeBytes`. Narrow reads, which only MPU_RASR promises, give
   * the bytes addressed of every register.
   */
  read(offset: number, sizeBytes: 1 | 2 | 4): number {
    const word = this.readWord(registerAt(MPU_TYPE.address + (offset & ~3)));
    const mask = sizeBytes === 4 ? 0xffff_ffff : (1 << (8 * sizeBytes)) - 1;
    return ((word >>> (8 * (offset & 3))) & mask) >>> 0;
  }

  /** Writes at `offset` bytes from MPU_TYPE. Narrow writes reach MPU_RASR only; elsewhere they are unpredictable: dropped. */
  write(offset: number, sizeBytes: 1 | 2 | 4, value: number): void {
    const register = registerAt(MPU_TYPE.address + (offset & ~3));
    if (sizeBytes !== 4 && !(register === 'rasr' && this.pmsa.narrowRasr)) {
      this.finding(
        'mpu-narrow-write',
        `A ${sizeBytes === 1 ? 'byte' : 'halfword'} write to ${hex32(MPU_TYPE.address + offset)} is unpredictable and was dropped: ` +
          `only MPU_RASR takes byte and halfword writes.`,
      );
      return;
    }
    const shift = 8 * (offset & 3);
    const lanes = sizeBytes === 4 ? 0xffff_ffff : (((1 << (8 * sizeBytes)) - 1) << shift) >>> 0;
    this.writeWord(register, ((value << shift) & lanes) >>> 0, lanes);
  }

  reset(): void {
    this.control = 0;
    this.number = 0;
    // B3.5.8 and B3.5.9: unknown out of reset; zero (disabled) keeps runs deterministic.
    this.rbar.fill(0);
    this.rasr.fill(0);
    this.reported.clear();
    this.touched();
  }

  save(): unknown {
    const saved: SavedMpu = { ctrl: this.control, rnr: this.number, rbar: [...this.rbar], rasr: [...this.rasr] };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedMpu;
    this.control = saved.ctrl;
    this.number = saved.rnr;
    this.rbar.set(saved.rbar);
    this.rasr.set(saved.rasr);
    this.touched();
  }

  private readWord(register: MpuRegister): number {
    if (this.regionCount === 0) return 0;
    switch (register) {
      case 'type':
        return MPU_TYPE.fields.DREGION.set(0, this.regionCount);
      case 'ctrl':
        return this.control;
      case 'rnr':
        return this.number;
      case 'rbar':
        return readableRbar(this.number, this.rbar[this.number]!);
      case 'rasr':
        return this.rasr[this.number]!;
      case 'none':
        return 0;
    }
  }

  private writeWord(register: MpuRegister, value: number, lanes: number): void {
    if (this.regionCount === 0) return;
    switch (register) {
      case 'ctrl':
        this.writeControl(value);
        return;
      case 'rnr':
        this.select(value & MPU_RNR.fields.REGION.mask);
        return;
      case 'rbar':
        if (MPU_RBAR.fields.VALID.get(value) !== 0 && !this.select(MPU_RBAR.fields.REGION.get(value))) return;
        this.rbar[this.number] = value & this.pmsa.address.mask;
        this.touched();
        return;
      case 'rasr':
        this.rasr[this.number] = replaceBits(this.rasr[this.number]!, value, lanes & this.pmsa.rasr);
        this.touched();
        if (this.enabled) this.inspect(this.regions()[this.number]!);
        return;
      case 'type':
      case 'none':
        return;
    }
  }

  private writeControl(value: number): void {
    this.control = value & (CTRL.ENABLE.mask | CTRL.HFNMIENA.mask | CTRL.PRIVDEFENA.mask);
    this.touched();
    if (this.hfnmiena && !this.enabled) {
      this.finding('mpu-hfnmiena-alone', 'MPU_CTRL.HFNMIENA = 1 with ENABLE = 0 is unpredictable: the MPU stays off.');
    }
    if (this.enabled) this.regions().forEach((region) => this.inspect(region));
  }

  /** Moves MPU_RNR. A region that does not exist is unpredictable (B3.5.7): the write is dropped, as QEMU 7.2 does. */
  private select(region: number): boolean {
    if (region < this.regionCount) {
      this.number = region;
      return true;
    }
    this.finding(
      'mpu-no-such-region',
      `Region ${region} was selected, but this MPU has ${this.regionCount}: the write was dropped.`,
    );
    return false;
  }

  private touched(): void {
    this.version++;
    this.view = undefined;
  }

  /**
   * Looks at a region that is in force. Not called for a write to MPU_RBAR, which the write to MPU_RASR completes: between the
   * two a new base stands beside an old size in every driver.
   */
  private inspect(region: SizeRegion): void {
    if (!region.enabled) return;
    const { number, sizeBytes } = region;
    const address = (region.rbar & this.pmsa.address.mask) >>> 0;
    if (!region.usable) {
      this.report(
        region,
        'mpu-size-too-small',
        `MPU region ${number}: ${sizeBytes} bytes is less than ${leastBytes(this.pmsa)}; the region never matches.`,
      );
      return;
    }
    if (address !== region.base) {
      this.report(
        region,
        'mpu-base-misaligned',
        `MPU region ${number}: base ${hex32(address)} is no multiple of its size ${sizeText(sizeBytes)}; ` +
          `it is masked down to ${hex32(region.base)}, so the region covers ${hex32(region.base)} to ${hex32(region.base + sizeBytes - 1)}.`,
      );
    }
    if (region.ap === 0b100) {
      this.report(
        region,
        'mpu-reserved-permission',
        `MPU region ${number}: AP = 0b100 is reserved; every access is denied.`,
      );
    }
    if (region.srd !== 0 && sizeBytes < 256) {
      this.report(
        region,
        'mpu-small-region-subregions',
        `MPU region ${number}: subregions exist from 256 bytes on; SRD = ${hex8(region.srd)} is ignored in ${sizeBytes} bytes.`,
      );
    }
  }

  private report(region: SizeRegion, code: MpuFindingCode, message: string): void {
    const key = `${code} ${region.number} ${region.rbar} ${region.rasr}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.finding(code, message);
  }
}

type MpuRegister = 'type' | 'ctrl' | 'rnr' | 'rbar' | 'rasr' | 'none';

function registerAt(address: number): MpuRegister {
  const index = (address - MPU_TYPE.address) >> 2;
  if (index < 3) return (['type', 'ctrl', 'rnr'] as const)[index] ?? 'none';
  if (index > 10) return 'none';
  return index % 2 === 1 ? 'rbar' : 'rasr';
}

function readableRbar(number: number, address: number): number {
  return MPU_RBAR.fields.REGION.set(address, number);
}

function describeRegion(number: number, rbar: number, rasr: number, { leastSize }: SizePmsa): SizeRegion {
  const size = RASR.SIZE.get(rasr);
  const sizeBytes = 2 ** (size + 1);
  const enabled = RASR.ENABLE.get(rasr) !== 0;
  return Object.freeze({
    by: 'size',
    number,
    enabled,
    usable: enabled && size >= leastSize,
    // Masked down to a multiple of the size, as parts do it (B3.5.3 compares the bits above the size only).
    base: size === 31 ? 0 : (rbar & -sizeBytes) >>> 0,
    sizeBytes,
    ap: RASR.AP.get(rasr),
    xn: RASR.XN.get(rasr) !== 0,
    tex: RASR.TEX.get(rasr),
    s: RASR.S.get(rasr) !== 0,
    c: RASR.C.get(rasr) !== 0,
    b: RASR.B.get(rasr) !== 0,
    srd: RASR.SRD.get(rasr),
    // ADDR as written, VALID = 0, REGION = the region's number (B3.5.8).
    rbar: readableRbar(number, rbar),
    rasr,
  });
}

function sizeText(sizeBytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const step = Math.min(3, Math.floor(Math.log2(sizeBytes) / 10));
  return `${sizeBytes / 2 ** (10 * step)} ${units[step]!}`;
}
