/** A fault report as plain data: the one model behind exceptionInfo, the tree, the terminal and JSON. */
import type { AccessKind, AttributionReason, Decider, Escalation, Rule } from '../../emulator/index.js';
import type { OpinionText } from '../mpu/index.js';
import type { CallFrame } from './context.js';
import type { AddressRegister, StatusBit } from './status-bits.js';

export interface NamedException {
  /** 0 for lockup. */
  readonly number: number;
  /** `MemManage`, `HardFault`, `interrupt 5`, `lockup`. */
  readonly name: string;
}

/** One status bit, and whether this fault set it. */
export interface StatusBitReport extends Pick<StatusBit, 'name' | 'register' | 'bit' | 'section' | 'meaning'> {
  /** `new`: set by this fault. `again`: this fault stands for it, but it was set before. `stale`: left by an earlier fault. */
  readonly state: 'new' | 'again' | 'stale';
}

/** What MMFAR, BFAR or SFAR says of this fault. */
export interface AddressRegisterReport {
  readonly valid: boolean;
  readonly register?: AddressRegister;
  readonly value?: number;
  readonly sentence: string;
}

export interface AccessReport {
  readonly kind: AccessKind;
  readonly address: number;
  readonly sizeBytes: number;
  readonly privileged: boolean;
  /** With the Security Extension. */
  readonly secure?: boolean;
  /** `Privileged store of 4 bytes to 0x00001000`. */
  readonly text: string;
}

export interface VerdictReport {
  readonly decider: Decider['kind'];
  readonly region?: number;
  /** All regions that overlap at the address, where that is what denied. */
  readonly regions?: readonly number[];
  /** The region in one line. */
  readonly regionText?: string;
  readonly rule: Rule;
  readonly sentence: string;
  /** What both kinds of code may do at the address: `read, execute`. */
  readonly privileged: string;
  readonly unprivileged: string;
}

/** Whose the address of a refused access is, and what said so. */
export interface AttributionReport {
  readonly state: 'Secure' | 'Non-secure' | 'Non-secure callable';
  readonly why: AttributionReason;
  readonly sauRegion?: number;
  readonly idauRegion?: number;
  /** All SAU regions that overlap at the address, where that is what decided. */
  readonly overlap?: readonly number[];
  readonly sentence: string;
}

/** What lies at the address of the access. */
export interface PlaceReport {
  /** `calibration_table + 12`. */
  readonly symbol?: string;
  readonly section?: string;
  /** The board's memory or device, and what a store to it does. */
  readonly memory?: string;
  readonly stack?: string;
  readonly sentence: string;
}

export interface CulpritReport extends CallFrame {
  readonly instruction?: string;
  /** `Channel::raise_limit, sensor_node.cpp:42`. */
  readonly text: string;
}

export interface FaultReport {
  readonly formatVersion: 1;
  /** `MemManage fault: write to read-only region 0`. */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly lockup: boolean;
  readonly exception: NamedException;
  readonly original: NamedException;
  readonly escalation?: { readonly cause: Escalation; readonly sentence: string };
  readonly during?: string;
  /** With the Security Extension: the state of the code, that which the exception was taken to, and why. */
  readonly security?: {
    readonly from: 'Secure' | 'Non-secure';
    readonly to: 'Secure' | 'Non-secure';
    readonly sentence: string;
  };
  /** Whether the core has status registers; without them `registers` is 0, and `bits` is empty. */
  readonly hasStatus: boolean;
  readonly registers: {
    readonly cfsr: number;
    readonly hfsr: number;
    readonly mmfar: number;
    readonly bfar: number;
    readonly sfsr?: number;
    readonly sfar?: number;
  };
  /** Bits that this fault stands for. */
  readonly bits: readonly StatusBitReport[];
  /** Bits that earlier faults left set: sticky until a one is written to them. */
  readonly staleBits: readonly StatusBitReport[];
  readonly addressRegister: AddressRegisterReport;
  readonly access?: AccessReport;
  readonly busReason?: string;
  readonly verdict?: VerdictReport;
  /** For accesses that SAU and IDAU refuse. */
  readonly attribution?: AttributionReport;
  /** Why each region that covers the address did or did not decide, highest number first. */
  readonly opinions: readonly OpinionText[];
  readonly place?: PlaceReport;
  readonly culprit: CulpritReport;
  /** The stack right before exception entry, innermost first. */
  readonly frames: readonly CallFrame[];
  readonly stackUsed: { readonly pointer: 'MSP' | 'PSP'; readonly value: number; readonly text: string };
  /** What the stacked frame is worth, and what a probe on silicon would see; full sentences. */
  readonly stackNotes: readonly string[];
  /** Mbed OS's locks, where they matter; full sentences. */
  readonly lockNotes: readonly string[];
  /** Observations about the cause; full sentences. */
  readonly hints: readonly string[];
  /** What to do now; full sentences, the most promising first. */
  readonly nextSteps: readonly string[];
  /** The next fault that the entry to this one's exception met. */
  readonly derived?: FaultReport;
}
