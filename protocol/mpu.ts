/** The MPU's regions as registers hold them, and what they decide for one address. */
import type { FindingBody, MemoryReference, SourceLocation } from './common.js';

/** What one class of code may do as far as AP goes (Armv7-M ARM, table B3-15). XN is told apart by `executable`. */
export type AccessInWords = 'no access' | 'read-only' | 'read-write' | 'reserved';

/** One region of the MPU. Regions that are disabled are listed too. */
export interface MpuRegionBody {
  /** Its number: MPU_RNR.REGION that selects it, from 0. */
  readonly number: number;
  /** MPU_RASR.ENABLE (PMSAv6, PMSAv7) or MPU_RLAR.EN (PMSAv8). The MPU itself may be off: see `MpuRegionsBody.enabled`. */
  readonly enabled: boolean;
  /** First address that the region covers, after the hardware has masked the base to the size. */
  readonly base: MemoryReference;
  /** Last address that the region covers, inclusive, before subregions are taken out. Below `base` where a limit is. */
  readonly end: MemoryReference;
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
  /** Memory type in words: `Normal, write-through`, `Device, shareable`, `Strongly-ordered`, `Device-nGnRE`. */
  readonly attributesText: string;
  /** The raw registers: MPU_RBAR, and MPU_RASR (PMSAv6, PMSAv7) or MPU_RLAR (PMSAv8), as `0x` and eight digits. */
  readonly rbar: string;
  readonly rasr: string;
  /** True for the region that denied the access of the fault which stopped the program, and for all whose overlap did. */
  readonly deciding: boolean;
  /** Who wrote the region last: the function, and the line if it is known. Absent before the first write. */
  readonly setBy?: { readonly function: string; readonly address: MemoryReference; readonly source?: SourceLocation };
  /** One sentence on what looks wrong or surprising with this region: a masked base, a size below 32 bytes, an overlap. */
  readonly note?: string;
}

/** One region of the SAU, which makes its addresses Non-secure, or callable from there. */
export interface SauRegionBody {
  readonly number: number;
  /** SAU_RLAR.ENABLE. */
  readonly enabled: boolean;
  readonly base: MemoryReference;
  /** Last address, inclusive. */
  readonly end: MemoryReference;
  readonly state: 'Non-secure' | 'Non-secure callable';
  readonly rbar: string;
  readonly rlar: string;
  /** One sentence on what looks wrong: an overlap, a limit below the base. */
  readonly note?: string;
}

/** The Security Attribution Unit. */
export interface SauBody {
  readonly enabled: boolean;
  /** Raw SAU_CTRL. */
  readonly control: string;
  /** `On, 4 of 8 regions enabled; everything else is Secure`. */
  readonly summary: string;
  readonly regions: readonly SauRegionBody[];
}

/** Whose an address is, as the code that runs would find it. */
export interface AttributionBody {
  readonly state: 'Secure' | 'Non-secure' | 'Non-secure callable';
  /** What decided, a full sentence. */
  readonly sentence: string;
  /** The state that the core is in. */
  readonly current: 'Secure' | 'Non-secure';
  /** Whether code of that state reaches the address at all, before its MPU is asked. */
  readonly reachable: boolean;
}

export interface MpuRegionsBody {
  /** False for a core without an MPU: then `regions` is empty. */
  readonly present: boolean;
  readonly architecture: 'PMSAv6' | 'PMSAv7' | 'PMSAv8';
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
  /** With the Security Extension: the state that the core is in, whose MPU this is, the MPU of the other state, and the SAU. */
  readonly security?: {
    readonly state: 'Secure' | 'Non-secure';
    readonly other: Pick<MpuRegionsBody, 'enabled' | 'control' | 'summary' | 'regions'>;
    readonly sau: SauBody;
  };
}

export interface ExplainAccessArguments {
  /** The first byte. */
  readonly address: MemoryReference;
  /** Bytes of the access, 1 if left out. A range that crosses regions gets the verdict of its first denied byte. */
  readonly sizeBytes?: number;
}

/** Whether one kind of access is allowed, and by what. */
export interface AccessVerdictBody {
  readonly allowed: boolean;
  /** The region that decides; absent when none does. */
  readonly region?: number;
  /** PMSAv8: all regions that overlap at the address, so that none decides. */
  readonly regions?: readonly number[];
  /** What decides: a region, an overlap of several, the default map behind PRIVDEFENA, that of an MPU that is off, the PPB, nothing. */
  readonly decider: 'region' | 'overlap' | 'background' | 'defaultMap' | 'ppb' | 'none';
  /** The rule in words, a full sentence: `Region 2 is read-only for unprivileged code (AP = 0b110).` */
  readonly rule: string;
  /** The first byte of a longer access that is denied, where it is not the first. */
  readonly deniedAt?: MemoryReference;
}

/** The verdicts for one class of code. */
export interface AccessVerdicts {
  readonly read: AccessVerdictBody;
  readonly write: AccessVerdictBody;
  readonly execute: AccessVerdictBody;
}

export interface ExplainAccessBody {
  readonly address: MemoryReference;
  readonly sizeBytes: number;
  /** The symbol that holds the address, `buffer + 12`, if any. */
  readonly symbol?: string;
  /** The memory or peripheral that answers there, `SRAM`, `UART0`; absent where nothing does. */
  readonly memory?: string;
  readonly privileged: AccessVerdicts;
  /** Absent on a core that runs all code privileged. */
  readonly unprivileged?: AccessVerdicts;
  /** With the Security Extension. */
  readonly attribution?: AttributionBody;
  /** Which of the two the stopped program has now (CONTROL.nPRIV and the mode). */
  readonly current: 'privileged' | 'unprivileged';
}
