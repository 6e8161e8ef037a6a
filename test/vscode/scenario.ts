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

/** The demo in which a task writes past its buffer into a guard (firmware/demos/guarded-task). */
const GUARDED_TASK: Scenario = {
  configuration: 'Task overruns into its guard (MPS2 AN385)',
  source: 'main.c',
  breakpointAt: 'uint32_t count = 0;',
  faultAt: 'records[count] = *record;',
  exception: { id: 'MemManage', description: /region|guard/i },
  evaluate: { expression: 'memory', result: /0x2[0-9a-f]{7}/ },
  mpuRegions: [/ \| denied the access · /, /^MPU_RASR \| 0x[0-9a-f]{8}$/, /^MPU_CTRL \| 0x0000000[57] · on$/],
  locks: [],
  fault: [/^MemManage/, /^DACCVIOL/],
};

export const SCENARIOS: Readonly<Record<'fake' | 'real', Scenario>> = { fake: FAKE, real: GUARDED_TASK };
