/** An MPU that is never on, for runs that ask what would happen without it. */
import type { LimitPmsa, SizePmsa } from './pmsa.js';
import type { LimitMpuView, LimitRegion, MpuView, SizeMpuView, SizeRegion } from './view.js';

class Off<View extends MpuView> {
  readonly enabled = false;
  protected readonly mpu: View;

  constructor(mpu: View) {
    this.mpu = mpu;
  }

  get regionCount(): number {
    return this.mpu.regionCount;
  }

  get hfnmiena(): boolean {
    return this.mpu.hfnmiena;
  }

  get privdefena(): boolean {
    return this.mpu.privdefena;
  }

  get ctrl(): number {
    return this.mpu.ctrl;
  }

  get rnr(): number {
    return this.mpu.rnr;
  }
}

class OffBySize extends Off<SizeMpuView> implements SizeMpuView {
  readonly by = 'size';

  get pmsa(): SizePmsa {
    return this.mpu.pmsa;
  }

  regions(): readonly SizeRegion[] {
    return this.mpu.regions();
  }
}

class OffByLimit extends Off<LimitMpuView> implements LimitMpuView {
  readonly by = 'limit';

  get pmsa(): LimitPmsa {
    return this.mpu.pmsa;
  }

  get mair(): readonly [number, number] {
    return this.mpu.mair;
  }

  regions(): readonly LimitRegion[] {
    return this.mpu.regions();
  }
}

/** The registers of `mpu`, with ENABLE = 0. */
export function offView(mpu: MpuView): MpuView {
  return mpu.by === 'size' ? new OffBySize(mpu) : new OffByLimit(mpu);
}
