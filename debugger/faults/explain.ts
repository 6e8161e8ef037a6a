/** From a fault as the emulator saw it to a report for people. Pure: the same fault and surroundings give the same report. */
import { hex32 } from '../../base/index.js';
import { EXCEPTION, type AccessFailure, type AccessKind, type Fault, type FaultBit } from '../../emulator/index.js';
import { accessWords, listText, opinionTexts, privilegeOf, regionText, rightsText, verdictText } from '../mpu/index.js';
import { nextSteps } from './advice.js';
import { coreOf, hasStatus, type CallFrame, type FaultContext, type SourceLine } from './context.js';
import { duringText, escalationSentence, namedException } from './exceptions.js';
import { lockNotes } from './lock-notes.js';
import { placeOf, symbolText } from './place.js';
import type {
  AccessReport,
  AddressRegisterReport,
  CulpritReport,
  FaultReport,
  StatusBitReport,
  VerdictReport,
} from './report.js';
import { stackNotes, stackUsed } from './stacks.js';
import { ADDRESS_VALID, setStatusBits, statusBit, type StatusBit } from './status-bits.js';
import { hintsOf } from './usage-hints.js';

const ACCESS_NOUNS: Readonly<Record<AccessKind, string>> = {
  fetch: 'fetch',
  load: 'load',
  store: 'store',
  stack: 'stacking',
  unstack: 'unstacking',
  lazyStack: 'lazy stacking',
  vector: 'vector read',
};

/** As titles say it: `write to`, `stacking at`. */
const ACCESS_TITLES: Readonly<Record<AccessKind, string>> = {
  fetch: 'execution at',
  load: 'read from',
  store: 'write to',
  stack: 'exception entry stacking to',
  unstack: 'exception return reading from',
  lazyStack: 'lazy stacking of floating-point registers to',
  vector: 'vector read from',
};

const BUS_REASONS: Readonly<Record<Extract<AccessFailure, { kind: 'bus' }>['reason'], string>> = {
  unmapped: 'Nothing answers at this address.',
  refused: 'The memory or device there refused the access.',
  unprivilegedPpb: 'Unprivileged code may not touch the Private Peripheral Bus.',
};

/** Short names of bits for titles of faults that are not about an access. */
const BIT_TITLES: Partial<Readonly<Record<FaultBit, string>>> = {
  UNDEFINSTR: 'undefined instruction',
  INVSTATE: 'branch to an even address',
  INVPC: 'invalid exception return',
  NOCP: 'no coprocessor',
  UNALIGNED: 'unaligned access',
  DIVBYZERO: 'division by zero',
  VECTTBL: 'vector table read failed',
  DEBUGEVT: 'BKPT without a debugger',
  IMPRECISERR: 'imprecise bus error',
};

/** What bits mean that only status registers have, in words that fit a core without them. */
const CAUSES_WITHOUT_STATUS: Partial<Readonly<Record<FaultBit, string>>> = {
  DEBUGEVT: 'A debug event (a BKPT instruction) while no debugger takes it.',
};

function bitReport(row: StatusBit, state: StatusBitReport['state']): StatusBitReport {
  const { name, register, bit, section, meaning } = row;
  return { name, register, bit, section, meaning, state };
}

function bitReports(fault: Fault, context: FaultContext): readonly StatusBitReport[] {
  if (!hasStatus(context)) return [];
  return fault.bits.map((name) => bitReport(statusBit(name), fault.newBits.includes(name) ? 'new' : 'again'));
}

/** Bits that are set, and that neither this fault nor an earlier one of its chain stands for. */
function staleReports(fault: Fault, chain: ReadonlySet<FaultBit>): readonly StatusBitReport[] {
  return setStatusBits(fault.cfsr, fault.hfsr)
    .filter(({ name }) => !fault.bits.includes(name) && !chain.has(name))
    .map((row) => bitReport(row, 'stale'));
}

/** For cores that tell nothing of a fault. */
function unseen({ failure }: Fault, context: FaultContext): AddressRegisterReport {
  const title = coreOf(context)?.title ?? 'core';
  const silent = `A ${title} has no fault status and no fault address registers: hardware tells a HardFault and nothing more.`;
  const seen =
    failure === undefined
      ? 'Ringfence saw the cause itself.'
      : `Ringfence saw the access itself: ${hex32(failure.access.address)}.`;
  return { valid: false, sentence: `${silent} ${seen}` };
}

function addressRegister(fault: Fault, context: FaultContext, chain: ReadonlySet<FaultBit>): AddressRegisterReport {
  if (!hasStatus(context)) return unseen(fault, context);
  const rows = fault.bits.map(statusBit);
  const register = rows.find((row) => row.addressRegister !== undefined)?.addressRegister;
  if (register !== undefined) {
    const value = register === 'MMFAR' ? fault.mmfar : fault.bfar;
    const flag = register === 'MMFAR' ? 'MMARVALID' : 'BFARVALID';
    return { valid: true, register, value, sentence: `${register} is ${hex32(value)} and valid (${flag} = 1).` };
  }
  const why = rows.find((row) => row.noAddress !== undefined)?.noAddress ?? 'This kind of fault has no address.';
  const stale = (['MMFAR', 'BFAR'] as const).filter((name) => (fault.cfsr & ADDRESS_VALID[name]) !== 0);
  const left = stale.map((name) => {
    const value = hex32(name === 'MMFAR' ? fault.mmfar : fault.bfar);
    const setter = name === 'MMFAR' ? 'DACCVIOL' : 'PRECISERR';
    const whose = chain.has(setter) ? 'the fault before it' : 'an earlier fault';
    return ` ${name} still shows ${value} as valid: that is from ${whose}.`;
  });
  return { valid: false, sentence: why + left.join('') };
}

function accessReport({ access }: AccessFailure): AccessReport {
  const { kind, address, sizeBytes, privileged } = access;
  const who = privileged ? 'Privileged' : 'Unprivileged';
  const text = `${who} ${ACCESS_NOUNS[kind]} of ${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'} at ${hex32(address)}`;
  return { kind, address, sizeBytes, privileged, text };
}

function verdictReport(failure: Extract<AccessFailure, { kind: 'mpu' }>, context: FaultContext): VerdictReport {
  const { access, verdict } = failure;
  const number = verdict.decider.kind === 'region' ? verdict.decider.region : undefined;
  const region = number === undefined ? undefined : context.mpu.regions()[number];
  return {
    decider: verdict.decider.kind,
    ...(number === undefined ? {} : { region: number }),
    ...(verdict.decider.kind === 'overlap' ? { regions: verdict.decider.regions } : {}),
    ...(region === undefined ? {} : { regionText: regionText(region) }),
    rule: verdict.rule,
    sentence: verdictText(verdict, access, context.mpu),
    privileged: rightsText(verdict.privileged),
    unprivileged: rightsText(verdict.unprivileged),
  };
}

/** HFNMIENA = 0 and a negative priority switch the MPU off; a verdict of the default map says so itself. */
function negativePriority(failure: Extract<AccessFailure, { kind: 'mpu' }>): boolean {
  const { decider } = failure.verdict;
  return decider.kind === 'defaultMap' && decider.why === 'negativePriority';
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** `sensor_node.cpp:42`. */
export function lineText(source: SourceLine): string {
  return `${fileName(source.path)}:${source.line}`;
}

/** `Channel::raise_limit, sensor_node.cpp:42`; the address where nothing better is known. */
export function frameText(frame: CallFrame): string {
  const parts = [frame.function ?? hex32(frame.address)];
  if (frame.source !== undefined) parts.push(lineText(frame.source));
  return parts.join(', ') + (frame.inlined ? ' (inlined)' : '');
}

function culpritOf(fault: Fault, context: FaultContext, frames: readonly CallFrame[]): CulpritReport {
  const address = fault.pc;
  const source = frames[0]?.source ?? context.source?.lineAt(address);
  const name = frames[0]?.function ?? context.source?.functionAt(address) ?? symbolText(context, address);
  const instruction = context.disassemble?.(address);
  const frame: CallFrame = {
    address,
    inlined: frames[0]?.inlined ?? false,
    ...(name === undefined ? {} : { function: name }),
    ...(source === undefined ? {} : { source }),
  };
  const at = name === undefined ? hex32(address) : `${hex32(address)} in ${frameText(frame)}`;
  return {
    ...frame,
    ...(instruction === undefined ? {} : { instruction }),
    text: instruction === undefined ? at : `${instruction} at ${at}`,
  };
}

function verdictTitle(failure: Extract<AccessFailure, { kind: 'mpu' }>, context: FaultContext): string {
  const { access, verdict } = failure;
  const number = verdict.decider.kind === 'region' ? verdict.decider.region : undefined;
  const region = number === undefined ? undefined : context.mpu.regions()[number];
  switch (verdict.rule) {
    case 'accessPermission':
    case 'fetchNeedsRead':
      if (region === undefined) break;
      return `${accessWords(region, privilegeOf(access))} region ${region.number}`.replace('no access', 'no-access');
    case 'executeNever':
      return `execute-never region ${number ?? ''}`.trim();
    case 'regionOverlap':
      return `${hex32(access.address)}, where regions ${listText(verdict.decider.kind === 'overlap' ? verdict.decider.regions : [])} overlap`;
    case 'noRegion':
      return `${hex32(access.address)}, which no region covers`;
    case 'reservedPermission':
      return `region ${number ?? ''} with reserved permissions`;
    case 'defaultExecuteNever':
    case 'systemExecuteNever':
      return `${hex32(access.address)}, which is execute-never`;
    case 'allowed':
      break;
  }
  return hex32(access.address);
}

function causeTitle(fault: Fault, context: FaultContext): string {
  const { failure } = fault;
  if (failure?.kind === 'mpu') return `${ACCESS_TITLES[failure.access.kind]} ${verdictTitle(failure, context)}`;
  if (failure?.kind === 'bus' && !fault.bits.includes('VECTTBL'))
    return `${ACCESS_TITLES[failure.access.kind]} ${hex32(failure.access.address)} failed`;
  const title = fault.bits.map((bit) => BIT_TITLES[bit]).find((text) => text !== undefined);
  if (failure?.kind === 'unaligned')
    return `unaligned ${ACCESS_NOUNS[failure.access.kind]} at ${hex32(failure.access.address)}`;
  if (title === undefined && fault.original === EXCEPTION.SVCall) return 'SVC while it cannot be taken';
  return title ?? 'unknown cause';
}

function titleOf(fault: Fault, context: FaultContext): string {
  const original = namedException(fault.original).name;
  // DebugMonitor, SVCall and HardFault are no "X fault" by themselves.
  const head = /Fault$/.test(original)
    ? original
    : fault.bits.includes('DEBUGEVT')
      ? 'HardFault'
      : original === 'MemManage'
        ? 'MemManage fault'
        : original;
  const outcome =
    fault.exception === 0
      ? ' (lockup)'
      : fault.exception === fault.original || head === 'HardFault'
        ? ''
        : ' (escalated to HardFault)';
  return `${head}: ${causeTitle(fault, context)}${outcome}`;
}

function summaryOf(fault: Fault, context: FaultContext, culprit: CulpritReport): string {
  const { failure } = fault;
  const where = culprit.source === undefined ? (culprit.function ?? hex32(fault.pc)) : frameText(culprit);
  if (failure === undefined) {
    const [bit] = fault.bits;
    const meaning = bit === undefined ? escalationSentence(fault) : CAUSES_WITHOUT_STATUS[bit];
    return `${where}: ${(hasStatus(context) ? undefined : meaning) ?? statusBit(bit ?? 'FORCED').meaning}`;
  }
  const what = accessReport(failure).text;
  switch (failure.kind) {
    case 'mpu':
      return `${what} by ${where} was denied: ${lowered(verdictText(failure.verdict, failure.access, context.mpu))}`;
    case 'bus':
      return `${what} by ${where} failed: ${lowered(BUS_REASONS[failure.reason])}`;
    case 'unaligned':
      return `${what} by ${where} is not aligned.`;
  }
}

/** A sentence that goes on after a colon. Names of registers keep their capitals. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function explain(fault: Fault, context: FaultContext, chain: ReadonlySet<FaultBit>): FaultReport {
  const { failure } = fault;
  const frames = context.source?.frames(fault.before) ?? [];
  const culprit = culpritOf(fault, context, frames);
  const escalated = escalationSentence(fault);
  const during = duringText(fault);
  const optional = {
    ...(escalated === undefined ? {} : { escalation: { cause: fault.escalation!, sentence: escalated } }),
    ...(during === undefined ? {} : { during }),
    ...(failure === undefined
      ? {}
      : { access: accessReport(failure), place: placeOf(context, failure.access.address) }),
    ...(failure?.kind === 'bus' ? { busReason: BUS_REASONS[failure.reason] } : {}),
    ...(failure?.kind === 'mpu' ? { verdict: verdictReport(failure, context) } : {}),
  };
  const derived =
    fault.derived === undefined ? {} : { derived: explain(fault.derived, context, new Set([...chain, ...fault.bits])) };
  return {
    formatVersion: 1,
    title: titleOf(fault, context),
    summary: summaryOf(fault, context, culprit),
    lockup: fault.exception === 0,
    exception: namedException(fault.exception),
    original: namedException(fault.original),
    ...optional,
    hasStatus: hasStatus(context),
    registers: { cfsr: fault.cfsr, hfsr: fault.hfsr, mmfar: fault.mmfar, bfar: fault.bfar },
    bits: bitReports(fault, context),
    staleBits: staleReports(fault, chain),
    addressRegister: addressRegister(fault, context, chain),
    opinions:
      failure?.kind === 'mpu'
        ? opinionTexts(context.mpu, failure.access, { negativePriority: negativePriority(failure) })
        : [],
    culprit,
    frames,
    stackUsed: stackUsed(fault, context),
    stackNotes: stackNotes(fault),
    lockNotes: lockNotes(fault, context),
    hints: hintsOf(fault, context),
    nextSteps: nextSteps(fault, context),
    ...derived,
  };
}

/** Everything that can be said of a fault. Never throws; what is not known is left out. */
export function explainFault(fault: Fault, context: FaultContext): FaultReport {
  return explain(fault, context, new Set());
}
