/** The JSON report of a run, for other programs. Its shape is told in docs/COMMAND-LINE.md and changes only by version. */
import type { Finding } from '../base/index.js';
import { type Ending, STATUS, statusOf } from './status.js';
import { VERSION } from './version.js';

/** Grows when a field changes its meaning or goes; new fields alone do not count. */
export const FORMAT_VERSION = 1;

/** The fault that ended the run. Addresses and registers are numbers. */
export interface FaultSummary {
  /** The exception's name, e.g. `MemManage`, that was taken or that locked the core up. */
  readonly exception: string;
  /** Status bits of CFSR and HFSR, by their names in the manual. */
  readonly bits: readonly string[];
  /** The instruction. */
  readonly pc: number;
  /** The address of the access that failed; null if the fault is not about an access. */
  readonly address: number | null;
  /** The explanation that stderr shows, line by line. */
  readonly explanation: readonly string[];
}

/** Where the program stood. */
export interface PlaceSummary {
  /** The next instruction. */
  readonly pc: number;
  readonly function: string | null;
  /** The source file as the debug information names it. */
  readonly path: string | null;
  readonly line: number | null;
}

/** What the machine says of a run that began. */
export interface RunOutcome {
  readonly ending: Ending;
  /** Retired instructions, and the virtual time that they stand for. */
  readonly retired: number;
  readonly virtualSeconds: number;
  readonly fault?: FaultSummary;
  readonly interruptedAt?: PlaceSummary;
}

/** What the user asked for. */
export interface RunSubject {
  readonly elf: string;
  readonly board: string;
  readonly mpu: 'enforce' | 'off';
}

export interface RunReport extends RunSubject {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly ringfenceVersion: string;
  readonly ending: Ending['kind'] | 'error';
  readonly firmwareStatus: number | null;
  readonly processStatus: number;
  readonly retired: number;
  readonly virtualSeconds: number;
  readonly fault: FaultSummary | null;
  readonly interruptedAt: PlaceSummary | null;
  readonly findings: readonly Finding[];
  /** Why there was no run; only with `ending` = `error`. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export function reportOf(subject: RunSubject, outcome: RunOutcome, findings: readonly Finding[]): RunReport {
  const { firmwareStatus, processStatus } = statusOf(outcome.ending);
  return {
    formatVersion: FORMAT_VERSION,
    ringfenceVersion: VERSION,
    ...subject,
    ending: outcome.ending.kind,
    firmwareStatus,
    processStatus,
    retired: outcome.retired,
    virtualSeconds: outcome.virtualSeconds,
    fault: outcome.fault ?? null,
    interruptedAt: outcome.interruptedAt ?? null,
    findings,
    error: null,
  };
}

/** The report of a run that did not begin. */
export function errorReport(
  subject: RunSubject,
  error: { readonly code: string; readonly message: string },
  findings: readonly Finding[],
): RunReport {
  return {
    formatVersion: FORMAT_VERSION,
    ringfenceVersion: VERSION,
    ...subject,
    ending: 'error',
    firmwareStatus: null,
    processStatus: STATUS.badInput,
    retired: 0,
    virtualSeconds: 0,
    fault: null,
    interruptedAt: null,
    findings,
    error: { code: error.code, message: error.message },
  };
}
