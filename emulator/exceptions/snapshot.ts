/** A copy of everything that a program can see of the core's registers. */
import type { CpuState } from '../core/cpu-state.js';
import type { RegisterSnapshot } from '../core/events.js';

export function snapshotRegisters(cpu: CpuState): RegisterSnapshot {
  return Object.freeze({
    r: Object.freeze(Array.from({ length: 16 }, (_, n) => cpu.reg(n))),
    xpsr: cpu.xpsr,
    msp: cpu.msp,
    psp: cpu.psp,
    control: cpu.control,
    primask: cpu.primask,
    faultmask: cpu.faultmask,
    basepri: cpu.basepri,
    ...(cpu.hasFloats
      ? {
          floats: Object.freeze({
            s: Object.freeze(Array.from({ length: 32 }, (_, n) => cpu.float(n))),
            fpscr: cpu.fpscr,
          }),
        }
      : {}),
    ...(cpu.hasLimits ? { limits: Object.freeze({ msplim: cpu.msplim, psplim: cpu.psplim }) } : {}),
    ...(cpu.hasSecurity
      ? {
          security: Object.freeze({
            secure: cpu.secure,
            sfpa: cpu.secureFloats,
            other: Object.freeze({ ...cpu.bank(!cpu.secure) }),
          }),
        }
      : {}),
  });
}
