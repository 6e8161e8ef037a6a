/**
 * DebugMonitor by BKPT and by DEMCR.MON_PEND, in every state of priorities and masks, on each architecture that has it. QEMU 7.2
 * has no DEMCR, so the manuals are the source: Armv7-M ARM, C1.4 and C1.6.5; Armv8-M ARM, CanPendMonitorOnEvent and D1.2.
 */
import assert from 'node:assert/strict';
import { isaParts, type CoreName, type CpuDescription } from '../../../emulator/index.js';
import { Armv8m } from '../../../emulator/armv8m/armv8m.js';
import { CpuState, STATE } from '../../../emulator/core/cpu-state.js';
import { EXCEPTION } from '../../../emulator/core/events.js';
import type { CoreExceptions } from '../../../emulator/exceptions/core-exceptions.js';
import { Rig } from './rig.js';

const AIRCR = 0xe000_ed0c;
const ICSR = 0xe000_ed04;
const SHPR1 = 0xe000_ed18;
const SHPR3 = 0xe000_ed20;
const SHCSR = 0xe000_ed24;
const HFSR = 0xe000_ed2c;
const DFSR = 0xe000_ed30;
const DEMCR = 0xe000_edfc;
const DAUTHCTRL = 0xe000_ee04;
const MON_EN = 1 << 16;
const MON_PEND = 1 << 17;
const SDME = 1 << 20;
const DEBUGEVT = 0x8000_0000;
const VECTKEY = 0x05fa_0000;
const PRIS = 1 << 14;
const BFHFNMINS = 1 << 13;
const MONITOR = 0x80;

/** A core to push around. */
interface Bench {
  readonly cpu: CpuState;
  readonly exceptions: CoreExceptions;
  /** An access by the code that runs; `secure` by code of that state. */
  readonly read: (address: number, secure?: boolean) => number;
  readonly write: (address: number, value: number, secure?: boolean) => void;
}

interface Setting {
  readonly title: string;
  readonly core: CoreName;
  readonly security?: boolean;
  /** The code's state, and whether Secure code may be debugged. */
  readonly secure?: boolean;
  readonly sdme?: boolean;
  readonly faultsNs?: boolean;
  readonly pris?: boolean;
}

const EITHER = [false, true] as const;
const SETTINGS: readonly Setting[] = [
  { title: 'Cortex-M3', core: 'cortex-m3' },
  { title: 'Cortex-M4', core: 'cortex-m4' },
  { title: 'Cortex-M33', core: 'cortex-m33' },
  ...EITHER.flatMap((secure) =>
    EITHER.flatMap((sdme) =>
      EITHER.flatMap((faultsNs) =>
        EITHER.map((pris): Setting => {
          const words = [secure ? 'Secure' : 'Non-secure', sdme && 'SDME', faultsNs && 'BFHFNMINS', pris && 'PRIS'];
          const title = `Cortex-M33, ${words.filter(Boolean).join(', ')}`;
          return { title, core: 'cortex-m33', security: true, secure, sdme, faultsNs, pris };
        }),
      ),
    ),
  ),
];

const isV8 = ({ core }: Setting): boolean => core === 'cortex-m33';

function benchOf8({ core, security = false, secure = false }: Setting): Bench {
  const cpu = new CpuState(new ArrayBuffer(STATE.end), isaParts(core));
  const description: CpuDescription = {
    core,
    priorityBits: 8,
    mpuRegions: 0,
    interrupts: 32,
    clockHz: 1_000_000,
    initialVtor: 0,
    ...(security && { security, sauRegions: 0 }),
  };
  const host = {
    now: () => 0,
    pendingChanged: () => undefined,
    rescheduled: () => undefined,
    resetRequested: () => undefined,
    finding: () => undefined,
  };
  const armv8m = new Armv8m({ cpu, description, host, mpuOff: true });
  const exceptions = armv8m.connect({
    memory: { load: () => 0x2000_1001, store: () => undefined },
    clearExclusive: () => undefined,
    stateChanged: () => undefined,
    unpredictable: (message) => assert.fail(message),
  });
  exceptions.reset();
  cpu.secure = secure;
  return {
    cpu,
    exceptions,
    read: (address, state = cpu.secure) => armv8m.system.read(address, 4, true, state) as number,
    write: (address, value, state = cpu.secure) => void armv8m.system.write(address, 4, value >>> 0, true, state),
  };
}

function benchOf(setting: Setting): Bench {
  if (isV8(setting)) return benchOf8(setting);
  const rig = new Rig({ core: setting.core });
  const { cpu, exceptions } = rig;
  return {
    cpu,
    exceptions,
    read: (address) => rig.read(address),
    write: (address, value) => rig.write(address, value),
  };
}

interface State {
  readonly title: string;
  /** The execution priority that it gives; with PRIS, where it comes from Non-secure state. */
  readonly running: number;
  readonly moved?: number;
  readonly enter: (bench: Bench) => void;
}

function pendSv(priority: number): (bench: Bench) => void {
  return ({ write, exceptions }) => {
    write(SHPR3, priority << 16);
    write(ICSR, 1 << 28);
    exceptions.enter();
  };
}

const STATES: readonly State[] = [
  { title: 'Thread mode', running: 256, enter: () => undefined },
  { title: 'PRIMASK', running: 0, moved: 0x80, enter: ({ cpu }) => void (cpu.primask = 1) },
  { title: 'BASEPRI 0x40', running: 0x40, moved: 0xa0, enter: ({ cpu }) => void (cpu.basepri = 0x40) },
  { title: 'BASEPRI 0x80', running: 0x80, moved: 0xc0, enter: ({ cpu }) => void (cpu.basepri = 0x80) },
  { title: 'BASEPRI 0xc0', running: 0xc0, moved: 0xe0, enter: ({ cpu }) => void (cpu.basepri = 0xc0) },
  { title: 'PendSV of a lower priority', running: 0xc0, moved: 0xe0, enter: pendSv(0xc0) },
  { title: 'PendSV of the same priority', running: 0x80, moved: 0xc0, enter: pendSv(0x80) },
  { title: 'PendSV of a higher priority', running: 0x40, moved: 0xa0, enter: pendSv(0x40) },
  {
    title: 'MemManage',
    running: 0x20,
    moved: 0x90,
    enter: ({ write, exceptions }) => {
      write(SHPR1, 0x20);
      write(SHCSR, 0x0001_2000);
      exceptions.enter();
    },
  },
];

/** What becomes of it, by the rules of the manual. */
function expected(setting: Setting, { running, moved }: State, event: 'BKPT' | 'MON_PEND', enabled: boolean): unknown {
  const { security = false, secure = false, sdme = false, faultsNs = false, pris = false } = setting;
  const priority = pris && !secure ? (moved ?? running) : running;
  const own = pris && !sdme ? MONITOR / 2 + 0x80 : MONITOR;
  const taken = enabled && own < priority;
  if (event === 'MON_PEND') return taken ? ['entered', EXCEPTION.DebugMonitor, security && sdme, 0] : 'pending';
  const allowed = !security || !secure || sdme;
  if (taken && allowed) return ['entered', EXCEPTION.DebugMonitor, security && sdme, 0];
  return ['entered', EXCEPTION.HardFault, security && (secure || !faultsNs), DEBUGEVT];
}

function observed(setting: Setting, state: State, event: 'BKPT' | 'MON_PEND', enabled: boolean): unknown {
  const bench = benchOf(setting);
  const { cpu, exceptions, read, write } = bench;
  const { security = false, sdme = false, faultsNs = false, pris = false } = setting;
  if (security) {
    write(AIRCR, VECTKEY + (pris ? PRIS : 0) + (faultsNs ? BFHFNMINS : 0), true);
    if (sdme) write(DAUTHCTRL, 3, true);
    assert.equal(read(DEMCR, true) & SDME, sdme ? SDME : 0);
  }
  state.enter(bench);
  const privileged = security;
  write(SHPR3, read(SHPR3, privileged) + MONITOR, privileged);
  write(DEMCR, enabled ? MON_EN : 0, privileged);
  if (event === 'MON_PEND') {
    write(DEMCR, (enabled ? MON_EN : 0) + MON_PEND, privileged);
    if (exceptions.pendingToTake() === undefined) {
      assert.equal(read(DEMCR, privileged) & MON_PEND, MON_PEND);
      return 'pending';
    }
    const outcome = exceptions.enter();
    assert.equal(read(DEMCR, privileged) & MON_PEND, 0);
    return [outcome.kind, cpu.ipsr, cpu.secure, read(HFSR, privileged)];
  }
  const outcome = exceptions.raise({ kind: 'bkpt' });
  assert.equal(read(DFSR, privileged), 2);
  return [outcome.kind, cpu.ipsr, cpu.secure, read(HFSR, privileged)];
}

describe('DebugMonitor', () => {
  for (const setting of SETTINGS)
    it(`of ${setting.title}, in ${STATES.length} states, enabled or not, by BKPT and by MON_PEND`, () => {
      for (const state of STATES)
        for (const event of ['BKPT', 'MON_PEND'] as const)
          for (const enabled of EITHER)
            assert.deepEqual(
              observed(setting, state, event, enabled),
              expected(setting, state, event, enabled),
              `${event} in ${state.title}, ${enabled ? 'enabled' : 'disabled'}`,
            );
    });

  for (const setting of SETTINGS.filter(({ pris }) => pris !== true))
    it(`of ${setting.title}: a BKPT at the priority of HardFault or with FAULTMASK locks up`, () => {
      for (const enabled of EITHER) {
        const bench = benchOf(setting);
        const { security = false, secure = false, faultsNs = false, sdme = false } = setting;
        if (security) bench.write(AIRCR, VECTKEY + (faultsNs ? BFHFNMINS : 0), true);
        if (sdme) bench.write(DAUTHCTRL, 3, true);
        bench.write(DEMCR, enabled ? MON_EN : 0, security);
        bench.cpu.faultmask = 1;
        const outcome = bench.exceptions.raise({ kind: 'bkpt' });
        // FAULTMASK_NS without BFHFNMINS is priority 0 only, and a HardFault still comes.
        const limited = security && !secure && !faultsNs;
        assert.equal(outcome.kind, limited ? 'entered' : 'lockup');
        if (limited) assert.deepEqual([bench.cpu.ipsr, bench.cpu.secure], [EXCEPTION.HardFault, true]);
      }
    });

  it('that is active keeps its state when debugging of Secure code is switched on, and changes it behind its return', () => {
    const bench = benchOf8({ title: '', core: 'cortex-m33', security: true, secure: false });
    bench.write(DEMCR, MON_EN + MON_PEND, true);
    bench.exceptions.enter();
    assert.deepEqual([bench.cpu.ipsr, bench.cpu.secure], [EXCEPTION.DebugMonitor, false]);
    bench.write(DAUTHCTRL, 3, true);
    assert.equal(bench.read(DEMCR, true) & SDME, 0);
    bench.write(SHCSR, 0, false);
    assert.equal(bench.read(DEMCR, true) & SDME, SDME);
  });

  it('that targets Secure state shows Non-secure code nothing of it, and hears nothing', () => {
    const bench = benchOf8({ title: '', core: 'cortex-m33', security: true, secure: true });
    bench.write(DAUTHCTRL, 3, true);
    bench.write(DEMCR, MON_EN, true);
    assert.equal(bench.read(DEMCR, false) & (MON_EN | MON_PEND), 0);
    bench.write(DEMCR, 0, false);
    assert.equal(bench.read(DEMCR, true) & MON_EN, MON_EN);
    assert.equal(bench.read(DAUTHCTRL, false), 0);
  });
});
