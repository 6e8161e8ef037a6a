/** What a session in VS Code is expected to show: one scenario for the fake adapter, one for the real one. */
export interface Scenario {
  /** Configuration of the workspace's launch.json. */
  readonly configuration: string;
  /** Source file, from the workspace folder. */
  readonly source: string;
  /** Part of the line that gets a breakpoint, and of the line that faults later. */
  readonly breakpointAt: string;
  readonly faultAt: string;
  readonly exception: { readonly id: string; readonly description: RegExp };
  /** An expression at the breakpoint, and its value. */
  readonly evaluate: { readonly expression: string; readonly result: RegExp };
  /** What some row of each view says, as `label | description`. */
  readonly mpuRegions: readonly RegExp[];
  readonly locks: readonly RegExp[];
  readonly fault: readonly RegExp[];
}

const FAKE: Scenario = {
  configuration: 'Fake',
  source: 'main.c',
  breakpointAt: 'unsigned total',
  faultAt: '*calibration.target = total',
  exception: { id: 'MemManage', description: /^Store of 4 bytes to 0x08000000 denied: region 0 is read-only\.$/ },
  evaluate: { expression: 'calibration.value', result: /^42 / },
  mpuRegions: [/^0: 0x00000000 – 0x1fffffff \| denied the access · 512 MB/, /^MPU_RASR \| 0x0602f039$/],
  locks: [/^RAM execution \| held once · protection on$/, /^ROM write \| not linked · protection on$/],
  fault: [/^MemManage \| /, /^Store of 4 bytes to 0x08000000 \| main\.c:12$/],
};

/** The demo that writes to a table in ROM without the lock for it (firmware/demos/mbed-rom-write). */
const ROM_WRITE: Scenario = {
  configuration: 'ROM write without the lock (MPS2 AN385)',
  source: 'sensor_node.cpp',
  breakpointAt: 'alarms_++;',
  faultAt: 'row->limit = limit;',
  exception: { id: 'MemManage', description: /^MemManage fault: write to read-only region 0$/ },
  evaluate: { expression: 'reading.filtered', result: /^851$/ },
  mpuRegions: [
    /^0: 0x00000000 – 0x1fffffff \| denied the access · 512 MB · read-only, execute · 4 of 8 subregions$/,
    /^MPU_RASR \| 0x0602f039$/,
    /^7 \| disabled$/,
    /^MPU_CTRL \| 0x00000007 · on$/,
  ],
  locks: [
    /^RAM execution \| held once · protection off$/,
    /^Counter \| 1 \(peak 2\) · mem_xn_lock$/,
    /^RamRoutine::self_test \| ram_routine\.cpp:37 · mbed_mpu_manager_lock_ram_execution$/,
    /^ROM write \| free · protection on$/,
    /^Held by \| nobody$/,
  ],
  fault: [
    /^MemManage/,
    /^MMFSR\.DACCVIOL \| /,
    /store of 4 bytes at 0x00000c08/,
    /^Region 0 is read-only for privileged code/,
    /^The ROM write lock is not held/,
    /^If the write is meant, take the lock around it/,
  ],
};

export const SCENARIOS: Readonly<Record<'fake' | 'real', Scenario>> = { fake: FAKE, real: ROM_WRITE };
