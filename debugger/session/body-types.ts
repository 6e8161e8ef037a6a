/** Views of the stopped program as plain data, in the shapes that faces send on: MPU regions, verdicts, memory map, locks, fault. */

import type { LockId } from '../mbed/index.js';

/** `0x` and eight lower-case hex digits. */
export type AddressText = string;

/** A place in a source file. Lines and columns count from 1, whatever the client asked for in `initialize`. */
export interface SourceLocation {
  /** The file as the debugger resolved it (after `sourceFileMap`), absolute. */
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** One call site of a stack that was recorded earlier, innermost first in the arrays that hold it. */
export interface CallSite {
  /** The function's name as a user writes it, `mbed::FlashIAP::program`; the address's text where there is no symbol. */
  readonly function: string;
  /** The instruction: the call's own address, not the return address. */
  readonly address: AddressText;
  readonly source?: SourceLocation;
  /** True for a frame that exists in the source only, as `ScopedRamExecutionLock`'s constructor often does. */
  readonly inlined: boolean;
}

/** Something that the debugger noticed and that the user should know. */
export interface FindingBody {
  /** A stable name, e.g. `locks-disagree-with-enable`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** One or two full sentences. */
  readonly message: string;
  readonly source?: SourceLocation;
  readonly address?: AddressText;
}

/** What one class of code may do as far as AP goes (Armv7-M ARM, table B3-15). XN is told apart by `executable`. */
export type AccessInWords = 'no access' | 'read-only' | 'read-write' | 'reserved';

/** One region of the MPU. Regions that are disabled are listed too. */
export interface MpuRegionBody {
  /** Its number: MPU_RNR.REGION that selects it, from 0. */
  readonly number: number;
  /** MPU_RASR.ENABLE (PMSAv7) or MPU_RLAR.EN (PMSAv8). The MPU itself may be off: see `MpuRegionsBody.enabled`. */
  readonly enabled: boolean;
  /** First address that the region covers, after the hardware has masked the base to the size. */
  readonly base: AddressText;
  /** Last address that the region covers, inclusive, before subregions are taken out. */
  readonly end: AddressText;
  /** `base` and `end` as numbers, unsigned. */
  readonly baseNumber: number;
  readonly endNumber: number;
  /** The size for people: `32 bytes`, `512 KB`, `4 GB`. */
  readonly sizeText: string;
  readonly privileged: AccessInWords;
  readonly unprivileged: AccessInWords;
  /** XN = 0. A fetch needs read permission as well. */
  readonly executable: boolean;
  /** Subregions (0 to 7) that SRD takes out, ascending; empty where there are none or SRD has no effect. */
  readonly disabledSubregions: readonly number[];
  /** Memory type in words: `Normal, write-through`, `Device, shareable`, `Strongly-ordered`. */
  readonly attributesText: string;
  /** The raw registers: MPU_RBAR, and MPU_RASR (PMSAv7) or MPU_RLAR (PMSAv8), as `0x` and eight digits. */
  readonly rbar: string;
  readonly rasr: string;
  /** True for the region that denied the access of the fault which stopped the program. */
  readonly deciding: boolean;
  /** Who wrote the region last: the function, and the line if it is known. Absent before the first write. */
  readonly setBy?: { readonly function: string; readonly address: AddressText; readonly source?: SourceLocation };
  /** One sentence on what looks wrong or surprising with this region: a masked base, a size below 32 bytes. */
  readonly note?: string;
}

export interface MpuRegionsBody {
  /** False for a core without an MPU: then `regions` is empty. */
  readonly present: boolean;
  readonly architecture: 'PMSAv7' | 'PMSAv8';
  /** MPU_CTRL.ENABLE. */
  readonly enabled: boolean;
  /** MPU_CTRL.PRIVDEFENA: privileged code uses the default memory map where no region matches. */
  readonly privilegedDefaultMap: boolean;
  /** MPU_CTRL.HFNMIENA: the MPU stays on in HardFault, NMI and with FAULTMASK set. */
  readonly enabledInHardFault: boolean;
  /** False when the launch configuration says `mpu: off`: registers work, nothing is enforced. */
  readonly enforced: boolean;
  /** Raw MPU_CTRL. */
  readonly control: string;
  /** One sentence on the whole: `On, 4 of 8 regions enabled; privileged code uses the default memory map elsewhere`. */
  readonly summary: string;
  /** All regions, by ascending number. */
  readonly regions: readonly MpuRegionBody[];
  readonly findings: readonly FindingBody[];
}

/** Whether one kind of access is allowed, and by what. */
export interface AccessVerdictBody {
  readonly allowed: boolean;
  /** The region that decides; absent when none does. */
  readonly region?: number;
  /** What decides: a region, the default map behind PRIVDEFENA, the default map of an MPU that is off, the PPB, nothing. */
  readonly decider: 'region' | 'background' | 'defaultMap' | 'ppb' | 'none';
  /** The rule in words, a full sentence: `Region 2 is read-only for unprivileged code (AP = 0b110).` */
  readonly rule: string;
  /** The first byte of a longer access that is denied, where it is not the first. */
  readonly deniedAt?: AddressText;
}

/** The verdicts for one class of code. */
export interface AccessVerdicts {
  readonly read: AccessVerdictBody;
  readonly write: AccessVerdictBody;
  readonly execute: AccessVerdictBody;
}

export interface ExplainAccessBody {
  readonly address: AddressText;
  readonly sizeBytes: number;
  /** The symbol that holds the address, `buffer + 12`, if any. */
  readonly symbol?: string;
  /** The memory or peripheral that answers there, `SRAM`, `UART0`; absent where nothing does. */
  readonly memory?: string;
  readonly privileged: AccessVerdicts;
  readonly unprivileged: AccessVerdicts;
  /** Which of the two the stopped program has now (CONTROL.nPRIV and the mode). */
  readonly current: 'privileged' | 'unprivileged';
}

/** One range of the address space at which something answers. Ranges do not overlap; they ascend. */
export interface MemoryRangeBody {
  /** `FLASH`, `SRAM`, `UART0`, as the board names it. */
  readonly name: string;
  /** `mirror` is the same memory at a further address, `stub` reads as zero, `system` is the PPB. */
  readonly kind: 'memory' | 'mirror' | 'peripheral' | 'stub' | 'system';
  readonly base: AddressText;
  /** Last address, inclusive. */
  readonly end: AddressText;
  readonly baseNumber: number;
  readonly endNumber: number;
  /** `256 KB`. */
  readonly sizeText: string;
  /** What a plain store does, for memories: it sticks, is dropped, or the bus answers with an error. */
  readonly store?: 'write' | 'ignore' | 'busFault';
  /** For a mirror, the base of the memory it shows. */
  readonly mirrorOf?: AddressText;
}

/** One loaded section of the program. */
export interface ProgramSectionBody {
  /** `.text`. */
  readonly name: string;
  readonly base: AddressText;
  /** Last address, inclusive. */
  readonly end: AddressText;
  readonly sizeBytes: number;
}

export interface MemoryMapBody {
  /** The board's name, as in `LaunchConfiguration.board`. */
  readonly board: string;
  readonly ranges: readonly MemoryRangeBody[];
  readonly sections: readonly ProgramSectionBody[];
}

/** One moment of a lock's life. */
export interface LockEventBody {
  /** `initialize` and `free` are mbed_mpu_init and mbed_mpu_free: they touch the protection, not the count. */
  readonly kind: 'lock' | 'unlock' | 'initialize' | 'free';
  /** The counter before and after; equal for `initialize` and `free`. */
  readonly before: number;
  readonly after: number;
  /** Instructions retired since reset: the emulator's clock. */
  readonly retired: number;
  /** Who called, innermost first; the lock function itself is left out. Empty if unwinding failed. */
  readonly callSites: readonly CallSite[];
}

/** A lock call that no unlock call has answered yet. */
export interface LockHolderBody {
  /** `ScopedRamExecutionLock`, or the plain function that was called. */
  readonly how: string;
  readonly retired: number;
  readonly callSites: readonly CallSite[];
}

export interface LockBody {
  readonly id: LockId;
  /** `RAM execution` or `ROM write`. */
  readonly title: string;
  /** False where the linker dropped the counter because nobody calls the lock: then the numbers are 0 and mean nothing. */
  readonly linked: boolean;
  /** The counter now, 0 to 65535. */
  readonly count: number;
  /** The highest count since reset. */
  readonly peak: number;
  /** Where the counter lives, and its symbol. Absent when not linked. */
  readonly address?: AddressText;
  readonly symbol?: string;
  /** Whether the regions that this lock switches are enabled now, read from the MPU itself. */
  readonly protectionOn: boolean;
  /** Oldest first. May be shorter than `count`: the program may have written the counter by other means. */
  readonly holders: readonly LockHolderBody[];
  /** Oldest first; the adapter keeps the last 1,000. */
  readonly history: readonly LockEventBody[];
  /** Events that the limit dropped. */
  readonly dropped: number;
  /** E.g. that count and ENABLE bits disagree, an unlock without a lock, a counter that wrapped. */
  readonly findings: readonly FindingBody[];
}

export interface LocksBody {
  /** False for a program without Mbed OS's MPU manager: then `locks` is empty. */
  readonly present: boolean;
  /** Why there is nothing to see, or that mbed_mpu_init has not run yet. One sentence. */
  readonly note?: string;
  /** RAM execution first, then ROM write. */
  readonly locks: readonly LockBody[];
}

/** What a node of the tree tells; views choose an icon by it. */
export type FaultCauseKind =
  | 'exception' // which exception was taken, and which it would have been
  | 'statusBit' // a bit of CFSR or HFSR that this fault set
  | 'access' // the access that failed: kind, size, address, privilege
  | 'rule' // the region or rule that denied it
  | 'instruction' // the culprit
  | 'stack' // a frame of the faulting stack
  | 'register' // a fault register's value
  | 'advice'; // what to do next

export interface FaultCauseBody {
  readonly kind: FaultCauseKind;
  /** Short: `DACCVIOL`, `Store of 4 bytes to 0x08000000`. */
  readonly label: string;
  /** One or two sentences. */
  readonly detail?: string;
  readonly source?: SourceLocation;
  /** An address that is worth a look in memory: the access's, the culprit's. */
  readonly address?: AddressText;
  readonly children: readonly FaultCauseBody[];
}

export interface FaultCausesBody {
  /** False while no fault stopped the program: then `causes` is empty. */
  readonly faulted: boolean;
  /** `MemManage: store to 0x08000000 denied`, the title of the exception widget. Empty without a fault. */
  readonly title: string;
  /** The whole report as plain text, as the command line prints it, for the clipboard. Empty without a fault. */
  readonly report: string;
  readonly causes: readonly FaultCauseBody[];
}
