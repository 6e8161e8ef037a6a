/** What the fake adapter answers, and what the tests of rows start from: one fault, one held lock, one disagreement. */
import type {
  ExplainAccessBody,
  FaultCausesBody,
  LocksBody,
  MemoryMapBody,
  MpuRegionBody,
  MpuRegionsBody,
  SourceLocation,
} from '../../../protocol/index.js';

export const BREAKPOINT_LINE = 11;
export const FAULT_LINE = 12;

/** What evaluating `crash` throws, out of the worker. */
export const CRASH = 'crashed on purpose';

function line(file: string, number: number): SourceLocation {
  return { path: file, line: number };
}

/** Values of Mbed OS's v7-M driver as QEMU reads them back. */
export function mpuRegions(file: string, faulted: boolean): MpuRegionsBody {
  const rom: MpuRegionBody = {
    number: 0,
    enabled: true,
    base: '0x00000000',
    end: '0x1fffffff',
    baseNumber: 0,
    endNumber: 0x1fff_ffff,
    sizeText: '512 MB',
    privileged: 'read-only',
    unprivileged: 'read-only',
    executable: true,
    disabledSubregions: [4, 5, 6, 7],
    attributesText: 'Normal, write-through',
    rbar: '0x00000000',
    rasr: '0x0602f039',
    deciding: faulted,
    setBy: { function: 'mbed_mpu_init', address: '0x00000412', source: line(file, 9) },
  };
  const ram: MpuRegionBody = {
    number: 1,
    enabled: true,
    base: '0x00000000',
    end: '0xffffffff',
    baseNumber: 0,
    endNumber: 0xffff_ffff,
    sizeText: '4 GB',
    privileged: 'read-write',
    unprivileged: 'read-write',
    executable: false,
    disabledSubregions: [0, 2, 4, 5, 6, 7],
    attributesText: 'Normal, write-back, write-allocate',
    rbar: '0x00000001',
    rasr: '0x130bf53f',
    deciding: false,
    note: 'Two subregions of 512 MB are all that is left of it.',
  };
  const unused: MpuRegionBody = {
    number: 2,
    enabled: false,
    base: '0x00000000',
    end: '0x00000001',
    baseNumber: 0,
    endNumber: 1,
    sizeText: '2 bytes',
    privileged: 'no access',
    unprivileged: 'no access',
    executable: true,
    disabledSubregions: [],
    attributesText: 'Strongly-ordered',
    rbar: '0x00000002',
    rasr: '0x00000000',
    deciding: false,
  };
  return {
    present: true,
    architecture: 'PMSAv7',
    enabled: true,
    privilegedDefaultMap: true,
    enabledInHardFault: true,
    enforced: true,
    control: '0x00000007',
    summary: 'On, 2 of 8 regions enabled',
    regions: [rom, ram, unused],
    findings: [],
  };
}

export function locks(file: string): LocksBody {
  const callSites = [
    { function: 'mbed::ScopedRamExecutionLock', address: '0x00000234', inlined: true, source: line(file, 9) },
    { function: 'main', address: '0x00000234', inlined: false, source: line(file, BREAKPOINT_LINE) },
  ];
  return {
    present: true,
    locks: [
      {
        id: 'ramExecution',
        title: 'RAM execution',
        linked: true,
        count: 1,
        peak: 3,
        address: '0x20000010',
        symbol: 'mem_xn_lock',
        protectionOn: true,
        holders: [{ how: 'ScopedRamExecutionLock', retired: 1_234_567, callSites }],
        history: [
          { kind: 'initialize', before: 0, after: 0, retired: 90, callSites: [] },
          { kind: 'lock', before: 0, after: 1, retired: 1_234_567, callSites },
        ],
        dropped: 0,
        findings: [
          {
            code: 'locks-disagree-with-enable',
            severity: 'error',
            message: 'The counter is 1, but RAM is still execute-never.',
            source: line(file, 9),
          },
        ],
      },
      {
        id: 'romWrite',
        title: 'ROM write',
        linked: false,
        count: 0,
        peak: 0,
        protectionOn: true,
        holders: [],
        history: [],
        dropped: 0,
        findings: [],
      },
    ],
  };
}

export function faultCauses(file: string, faulted: boolean): FaultCausesBody {
  if (!faulted) return { faulted: false, title: '', report: '', causes: [] };
  const title = 'MemManage: store to 0x08000000 denied';
  return {
    faulted: true,
    title,
    report: `${title}\n  DACCVIOL, region 0 is read-only\n`,
    causes: [
      {
        kind: 'exception',
        label: 'MemManage',
        detail: 'Taken as itself.',
        children: [
          { kind: 'statusBit', label: 'DACCVIOL', detail: 'A data access was denied by the MPU.', children: [] },
          {
            kind: 'access',
            label: 'Store of 4 bytes to 0x08000000',
            address: '0x08000000',
            source: line(file, FAULT_LINE),
            children: [{ kind: 'rule', label: 'Region 0 is read-only', detail: 'AP = 0b110', children: [] }],
          },
        ],
      },
      { kind: 'advice', label: 'Take the ROM-write lock around the store', children: [] },
    ],
  };
}

export function explainAccess(address: string, sizeBytes: number): ExplainAccessBody {
  const allowed = { allowed: true, decider: 'region', region: 0, rule: 'Region 0 allows it.' } as const;
  const write = {
    allowed: false,
    decider: 'region',
    region: 0,
    rule: 'Region 0 is read-only (AP = 0b110).',
  } as const;
  const verdicts = { read: allowed, write, execute: allowed };
  return { address, sizeBytes, memory: 'FLASH', privileged: verdicts, unprivileged: verdicts, current: 'privileged' };
}

export const MEMORY_MAP: MemoryMapBody = {
  board: 'fake',
  ranges: [
    {
      name: 'FLASH',
      kind: 'memory',
      base: '0x00000000',
      end: '0x0003ffff',
      baseNumber: 0,
      endNumber: 0x3_ffff,
      sizeText: '256 KB',
      store: 'ignore',
    },
  ],
  sections: [{ name: '.text', base: '0x00000000', end: '0x00000fff', sizeBytes: 0x1000 }],
};
