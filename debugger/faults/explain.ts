/** From a fault as the emulator saw it to a report for people. Pure: the same fault and surroundings give the same report. */
import { hex32 } from '../../base/index.js';
import {
  EXCEPTION,
  type AccessFailure,
  type AccessKind,
  type Fault,
  type FaultBit,
  type MpuView,
  type SecurityViolation,
} from '../../emulator/index.js';
import {
  accessWords,
  attributionText,
  attributionTitle,
  listText,
  opinionTexts,
  privilegeOf,
  regionText,
  rightsText,
  verdictText,
} from '../mpu/index.js';
import { nextSteps } from './advice.js';
import { coreOf, hasStatus, isArmv8m, mpuOf, type CallFrame, type FaultContext, type SourceLine } from './context.js';
import { duringText, escalationSentence, namedException, stateSentence, stateTitle } from './exceptions.js';
import { lockNotes } from './lock-notes.js';
import { overlapHints } from './overlap-hint.js';
import { placeOf, symbolText } from './place.js';
import type {
  AccessReport,
  AddressRegisterReport,
  AttributionReport,
  CulpritReport,
  FaultReport,
  StatusBitReport,
  VerdictReport,
} from './report.js';
import { stackLimit } from './stack-limit.js';
import { stackNotes, stackUsed } from './stacks.js';
import {
  ADDRESS_VALID,
  inArmv8m,
  setStatusBits,
  statusBit,
  type AddressRegister,
  type StatusBit,
} from './status-bits.js';
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
  INVIS: 'no integrity signature on the Secure stack',
  INVER: 'exception return that Non-secure code may not do',
  LSERR: 'lazy floating-point state of the other security state',
  STKOF: 'stack overflow',
};

/** What bits mean that only status registers have, in words that fit a core without them. */
const CAUSES_WITHOUT_STATUS: Partial<Readonly<Record<FaultBit, string>>> = {
  DEBUGEVT: 'A debug event (a BKPT instruction) while no debugger takes it.',
};

function bitReport(row: StatusBit, state: StatusBitReport['state'], context: FaultContext): StatusBitReport {
  const { name, register, bit, section, meaning } = isArmv8m(context) ? inArmv8m(row) : row;
  return { name, register, bit, section, meaning, state };
}

function bitReports(fault: Fault, context: FaultContext): readonly StatusBitReport[] {
  if (!hasStatus(context)) return [];
  return fault.bits.map((name) => bitReport(statusBit(name), fault.newBits.includes(name) ? 'new' : 'again', context));
}

/** SFSR and SFAR, of cores with the Security Extension. */
function secureStatus({ secure, sfsr, sfar }: Fault): { readonly sfsr?: number; readonly sfar?: number } {
  return secure === undefined || sfsr === undefined || sfar === undefined ? {} : { sfsr, sfar };
}

/** Bits that are set, and that neither this fault nor an earlier one of its chain stands for. */
function staleReports(fault: Fault, context: FaultContext, chain: ReadonlySet<FaultBit>): readonly StatusBitReport[] {
  return setStatusBits(fault.cfsr, fault.hfsr, secureStatus(fault).sfsr)
    .filter(({ name }) => !fault.bits.includes(name) && !chain.has(name))
    .map((row) => bitReport(row, 'stale', context));
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
    const value = addressIn(fault, register);
    const { flag } = ADDRESS_VALID[register];
    return { valid: true, register, value, sentence: `${register} is ${hex32(value)} and valid (${flag} = 1).` };
  }
  const why = rows.find((row) => row.noAddress !== undefined)?.noAddress ?? 'This kind of fault has no address.';
  const stale = (['MMFAR', 'BFAR', 'SFAR'] as const).filter((name) => isValid(fault, name));
  const left = stale.map((name) => {
    const whose = SETTERS[name].some((bit) => chain.has(bit)) ? 'the fault before it' : 'an earlier fault';
    return ` ${name} still shows ${hex32(addressIn(fault, name))} as valid: that is from ${whose}.`;
  });
  return { valid: false, sentence: why + left.join('') };
}

/** The bits that write an address register. */
const SETTERS: Readonly<Record<AddressRegister, readonly FaultBit[]>> = {
  MMFAR: ['DACCVIOL'],
  BFAR: ['PRECISERR'],
  SFAR: ['AUVIOL', 'SFSR.LSPERR'],
};

function addressIn(fault: Fault, register: AddressRegister): number {
  if (register === 'SFAR') return secureStatus(fault).sfar ?? 0;
  return register === 'MMFAR' ? fault.mmfar : fault.bfar;
}

function isValid(fault: Fault, register: AddressRegister): boolean {
  const status = register === 'SFAR' ? (secureStatus(fault).sfsr ?? 0) : fault.cfsr;
  return (status & ADDRESS_VALID[register].mask) !== 0;
}

function accessReport({ access }: AccessFailure, { before }: Fault): AccessReport {
  const { kind, address, sizeBytes, privileged } = access;
  const secure = before.security === undefined ? undefined : access.secure;
  const privilege = privileged ? 'Privileged' : 'Unprivileged';
  const who = secure === undefined ? privilege : `${stateTitle(secure)} ${privilege.toLowerCase()}`;
  const text = `${who} ${ACCESS_NOUNS[kind]} of ${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'} at ${hex32(address)}`;
  return { kind, address, sizeBytes, privileged, ...(secure === undefined ? {} : { secure }), text };
}

function verdictReport(failure: Extract<AccessFailure, { kind: 'mpu' }>, mpu: MpuView): VerdictReport {
  const { access, verdict } = failure;
  const number = verdict.decider.kind === 'region' ? verdict.decider.region : undefined;
  const region = number === undefined ? undefined : mpu.regions()[number];
  return {
    decider: verdict.decider.kind,
    ...(number === undefined ? {} : { region: number }),
    ...(verdict.decider.kind === 'overlap' ? { regions: verdict.decider.regions } : {}),
    ...(region === undefined ? {} : { regionText: regionText(region) }),
    rule: verdict.rule,
    sentence: verdictText(verdict, access, mpu),
    privileged: rightsText(verdict.privileged),
    unprivileged: rightsText(verdict.unprivileged),
  };
}

function attributionReport(
  { access, attribution }: Extract<AccessFailure, { kind: 'security' }>,
  context: FaultContext,
): AttributionReport {
  const { why, sauRegion, idauRegion, overlap } = attribution;
  return {
    state: attributionTitle(attribution),
    why,
    ...(sauRegion === undefined ? {} : { sauRegion }),
    ...(idauRegion === undefined ? {} : { idauRegion }),
    ...(overlap === undefined ? {} : { overlap }),
    sentence: attributionText(attribution, access.address, context.security?.sau),
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

function verdictTitle(failure: Extract<AccessFailure, { kind: 'mpu' }>, mpu: MpuView): string {
  const { access, verdict } = failure;
  const number = verdict.decider.kind === 'region' ? verdict.decider.region : undefined;
  const region = number === undefined ? undefined : mpu.regions()[number];
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

/** What SAU and IDAU hold against an access, in a sentence that goes on after a colon. */
const SECURITY_REASONS: Readonly<Record<SecurityViolation, string>> = {
  AUVIOL: 'the code is Non-secure, and the address belongs to Secure state.',
  INVEP: 'Non-secure code came to Secure memory without an SG instruction in a Non-secure callable region.',
  INVTRAN: 'Secure code came to Non-secure memory without BXNS or BLXNS.',
};

function securityTitle({ access, attribution }: Extract<AccessFailure, { kind: 'security' }>): string {
  const state = attributionTitle(attribution);
  return `${stateTitle(access.secure === true)} ${ACCESS_TITLES[access.kind]} ${state} ${hex32(access.address)}`;
}

function causeTitle(fault: Fault, context: FaultContext): string {
  const { failure } = fault;
  if (failure?.kind === 'mpu')
    return `${ACCESS_TITLES[failure.access.kind]} ${verdictTitle(failure, mpuOf(context, fault))}`;
  if (failure?.kind === 'security' && !fault.bits.includes('VECTTBL')) return securityTitle(failure);
  const limit = stackLimit(fault, context);
  if (limit !== undefined) return `stack overflow, ${limit.pointer} below ${limit.register} = ${hex32(limit.limit)}`;
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
  const what = accessReport(failure, fault).text;
  switch (failure.kind) {
    case 'mpu':
      return `${what} by ${where} was denied: ${lowered(verdictText(failure.verdict, failure.access, mpuOf(context, fault)))}`;
    case 'bus':
      return `${what} by ${where} failed: ${lowered(BUS_REASONS[failure.reason])}`;
    case 'unaligned':
      return `${what} by ${where} is not aligned.`;
    case 'security':
      return `${what} by ${where} was refused: ${SECURITY_REASONS[failure.reason]}`;
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
  const mpu = mpuOf(context, fault);
  const state = stateSentence(fault);
  const optional = {
    ...(escalated === undefined ? {} : { escalation: { cause: fault.escalation!, sentence: escalated } }),
    ...(during === undefined ? {} : { during }),
    ...(state === undefined
      ? {}
      : {
          security: {
            from: stateTitle(fault.before.security!.secure),
            to: stateTitle(fault.secure!),
            sentence: state,
          },
        }),
    ...(failure === undefined
      ? {}
      : { access: accessReport(failure, fault), place: placeOf(context, failure.access.address) }),
    ...(failure?.kind === 'bus' ? { busReason: BUS_REASONS[failure.reason] } : {}),
    ...(failure?.kind === 'mpu' ? { verdict: verdictReport(failure, mpu) } : {}),
    ...(failure?.kind === 'security' ? { attribution: attributionReport(failure, context) } : {}),
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
    registers: { cfsr: fault.cfsr, hfsr: fault.hfsr, mmfar: fault.mmfar, bfar: fault.bfar, ...secureStatus(fault) },
    bits: bitReports(fault, context),
    staleBits: staleReports(fault, context, chain),
    addressRegister: addressRegister(fault, context, chain),
    opinions:
      failure?.kind === 'mpu' ? opinionTexts(mpu, failure.access, { negativePriority: negativePriority(failure) }) : [],
    culprit,
    frames,
    stackUsed: stackUsed(fault, context),
    stackNotes: stackNotes(fault),
    lockNotes: lockNotes(fault, context),
    hints: [...hintsOf(fault, context), ...overlapHints(fault, context)],
    nextSteps: nextSteps(fault, context),
    ...derived,
  };
}

/** Everything that can be said of a fault. Never throws; what is not known is left out. */
export function explainFault(fault: Fault, context: FaultContext): FaultReport {
  return explain(fault, context, new Set());
}
