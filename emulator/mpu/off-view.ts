/** An MPU that is never on, for runs that ask what would happen without it. */
import type { MpuView } from './pmsav7.js';

/** The registers of `mpu`, with ENABLE = 0. */
export function offView(mpu: MpuView): MpuView {
  return {
    pmsa: mpu.pmsa,
    regionCount: mpu.regionCount,
    enabled: false,
    get hfnmiena() {
      return mpu.hfnmiena;
    },
    get privdefena() {
      return mpu.privdefena;
    },
    get ctrl() {
      return mpu.ctrl;
    },
    get rnr() {
      return mpu.rnr;
    },
    regions: () => mpu.regions(),
  };
}
