/** "What do I do now?", rule by rule as a table. Rows that fit a fault give their advice in the order of the table. */
import {
  EXCEPTION,
  type AccessFailure,
  type AttributionReason,
  type Fault,
  type FaultBit,
  type MpuView,
  type Rule,
} from '../../emulator/index.js';
import { hasStatus, type FaultContext } from './context.js';
import { enableBit } from './exceptions.js';
import { lockConcerned, type LockName } from './lock-notes.js';

/** When a row fits; every key that is present must. */
interface Condition {
  readonly bits?: readonly FaultBit[];
  readonly rules?: readonly Rule[];
  readonly failure?: AccessFailure['kind'];
  readonly kinds?: readonly AccessFailure['access']['kind'][];
  readonly busReasons?: readonly Extract<AccessFailure, { kind: 'bus' }>['reason'][];
  readonly privileged?: boolean;
  /** What decided whose the address is. */
  readonly attributions?: readonly AttributionReason[];
  /** Whether an SG instruction at the address would let Non-secure code in. */
  readonly callable?: boolean;
  readonly lock?: LockName;
  readonly lockHeld?: boolean;
  readonly escalation?: readonly NonNullable<Fault['escalation']>[];
  readonly lockup?: true;
  /** The exception that it would have been. */
  readonly original?: number;
  /** Whether the decider grants the code anything at all at the address: a guard grants nothing. */
  readonly grantsNothing?: boolean;
  readonly concernsLock?: boolean;
  /** How regions of the MPU are described: by size the highest number wins, by limit an overlap denies everything. */
  readonly regionsBy?: MpuView['by'];
  /** Whether the core has configurable faults and what belongs to them: CCR's traps, SHCSR, CPACR. */
  readonly hasStatus?: boolean;
}

interface Advice {
  readonly when: Condition;
  readonly steps: readonly string[];
}

export const ADVICE: readonly Advice[] = [
  {
    when: { lock: 'romWrite', failure: 'mpu', lockHeld: false },
    steps: [
      'If the write is meant, take the lock around it (mbed::ScopedRomWriteLock, or mbed_mpu_manager_lock_rom_write() and unlock), or program flash with FlashIAP, which takes it.',
      'If it is not meant, find the const_cast or the stray pointer: const objects lie in ROM. Remove const from the object to move it to RAM.',
    ],
  },
  {
    when: { lock: 'romWrite', failure: 'bus' },
    steps: ['Program the memory through its flash controller (FlashIAP); a plain store cannot change it.'],
  },
  {
    when: { lock: 'ramExecution', lockHeld: false },
    steps: [
      'If code in RAM is meant, take the lock around the call (mbed::ScopedRamExecutionLock, or mbed_mpu_manager_lock_ram_execution() and unlock).',
      'If it is not meant, look at the function pointer or the return address: it may have been overwritten.',
    ],
  },
  {
    when: { failure: 'mpu', lockHeld: true },
    steps: [
      'Look at the lock history: who called mbed_mpu_init() or mbed_mpu_enable_*() while the lock was held, and did the count wrap?',
    ],
  },
  {
    when: { failure: 'security', attributions: ['sauOverlap'] },
    steps: [
      'Change the base or limit of one of the SAU regions that overlap there: where they do, everything is Secure.',
    ],
  },
  {
    when: { failure: 'security', attributions: ['sauOff'] },
    steps: [
      'Program the SAU and enable it (SAU_CTRL.ENABLE = 1) before the first call of Non-secure code, or set ALLNS and leave the attribution to the IDAU.',
    ],
  },
  {
    when: { bits: ['AUVIOL'] },
    steps: [
      'If Non-secure code is meant to have the data, move it to a Non-secure region, or give it an SAU region of its own with NSC = 0.',
      'If not, look at the pointer: it leads to Secure memory. Secure services must check pointers of Non-secure callers (cmse_check_address_range) and copy what they hand out.',
    ],
  },
  {
    when: { bits: ['AUVIOL'], attributions: ['idau'] },
    steps: [
      'Use the Non-secure alias of the address, where the chip has one: no SAU region can open what the IDAU keeps Secure.',
    ],
  },
  {
    when: { bits: ['INVEP'], callable: false },
    steps: [
      'Call the function through its veneer, and mark the region of the veneers (.gnu.sgstubs) Non-secure callable: SAU_RLAR.NSC = 1.',
    ],
  },
  {
    when: { bits: ['INVEP'], callable: false, attributions: ['idau'] },
    steps: [
      'Let the IDAU call the memory callable, too: chips have a register for it, such as NSCCFG of the IoT Kit’s security controller.',
    ],
  },
  {
    when: { bits: ['INVEP'], callable: true },
    steps: [
      'The memory is Non-secure callable, but there is no SG instruction at the address: call the veneer itself, and link Non-secure code against the import library of this Secure image.',
    ],
  },
  {
    when: { bits: ['INVTRAN'] },
    steps: [
      'Call Non-secure functions by BLXNS: give the type of the pointer __attribute__((cmse_nonsecure_call)), clear bit 0 of it (cmse_nsfptr_create), and build with -mcmse.',
      'If the branch was not meant to leave Secure state, look at the function pointer or the return address: it may have been overwritten.',
    ],
  },
  {
    when: { bits: ['INVIS'] },
    steps: [
      'Look at what changed the Secure stack or EXC_RETURN while Non-secure code ran: a forged exception return looks like this.',
    ],
  },
  {
    when: { bits: ['INVER'] },
    steps: [
      'Return from the Non-secure handler with the EXC_RETURN that entry left in LR: only Secure handlers may set ES or clear DCRS.',
    ],
  },
  {
    when: { bits: ['LSERR', 'SFSR.LSPERR'] },
    steps: [
      'Let Secure code save its floating-point registers (VLSTM, as -mcmse does) before it calls Non-secure code, and do not change FPCCR or FPCAR in between.',
    ],
  },
  {
    when: { bits: ['STKOF'] },
    steps: [
      'Give the stack more room and move its limit along, or make the frames smaller: look for recursion and large locals in the call stack.',
      'Check that the limit register was switched together with the stack pointer: a limit of another task denies a good stack.',
    ],
  },
  {
    when: { bits: ['MSTKERR', 'STKERR'] },
    steps: [
      'Suspect a stack overflow: compare SP with the limit of the stack, and look for recursion or large locals in the call stack.',
      'Give the task or the main stack more room, or make the frames smaller; the guard has done its work.',
    ],
  },
  {
    when: { bits: ['MLSPERR', 'LSPERR'] },
    steps: [
      'The registers belong to the code that was interrupted, not to the instruction that faulted: look at what has changed since exception entry, such as the regions over its stack.',
      'In a context switch, store its floating-point registers before the MPU goes to the next task: any floating-point instruction does it, such as the VSTMDB that keeps S16 to S31. Or clear FPCCR.LSPEN, and exception entry stores them at once.',
    ],
  },
  {
    when: { bits: ['MUNSTKERR', 'UNSTKERR'] },
    steps: [
      'Look at what the handler did to SP, PSP and EXC_RETURN, and whether it reprogrammed the regions under the stack of the interrupted code.',
    ],
  },
  {
    when: { failure: 'mpu', rules: ['noRegion'], privileged: false, kinds: ['load', 'store', 'fetch'] },
    steps: [
      'If the access is meant, give unprivileged code a region over the address, or do the access in a system call.',
      'If not, look at the pointer: null, freed, or past the end of its object.',
    ],
  },
  {
    when: { failure: 'mpu', rules: ['noRegion'], privileged: true, kinds: ['load', 'store', 'fetch'] },
    steps: [
      'Give the address a region, or set MPU_CTRL.PRIVDEFENA if privileged code is meant to reach everything else.',
    ],
  },
  {
    when: { failure: 'mpu', rules: ['accessPermission'], kinds: ['load', 'store'], grantsNothing: true },
    steps: [
      'Look at the object before the address: an access past its end is the usual cause when a guard region denies it.',
    ],
  },
  {
    when: {
      failure: 'mpu',
      rules: ['accessPermission'],
      kinds: ['load', 'store'],
      grantsNothing: false,
      concernsLock: false,
    },
    steps: ['Look at who writes to what is read-only: a cast that drops const, or a pointer that went astray.'],
  },
  {
    when: {
      failure: 'mpu',
      rules: ['accessPermission'],
      kinds: ['load', 'store'],
      concernsLock: false,
      regionsBy: 'size',
    },
    steps: [
      'If the access is meant, change AP of the deciding region, or put a smaller region of a higher number over the address.',
    ],
  },
  {
    when: {
      failure: 'mpu',
      rules: ['accessPermission'],
      kinds: ['load', 'store'],
      concernsLock: false,
      regionsBy: 'limit',
    },
    steps: [
      'If the access is meant, change AP of the deciding region, or end it before the address and give that a region of its own.',
    ],
  },
  {
    when: { failure: 'mpu', rules: ['regionOverlap'] },
    steps: [
      'If the overlap is a guard, it has done its work: look at the pointer or the stack that ran into it.',
      'If not, change the base or limit of one of the regions, or disable it: no region of PMSAv8 wins over another. The limit of a region of N bytes at B is B + N - 32.',
    ],
  },
  {
    when: { failure: 'mpu', rules: ['reservedPermission'] },
    steps: ['Mend AP in the code that programs the region: 0b100 is reserved.'],
  },
  {
    when: { failure: 'mpu', kinds: ['fetch'], rules: ['executeNever', 'fetchNeedsRead', 'accessPermission'] },
    steps: [
      'Check where the branch came from (LR, the call stack): a function pointer or a return address on the stack may be corrupt.',
      'If code is meant to run there, its region needs XN = 0 and read permission.',
    ],
  },
  {
    when: { rules: ['defaultExecuteNever', 'systemExecuteNever'] },
    steps: [
      'No code can run there: look at the function pointer, the return address on the stack, or the vector that led there.',
    ],
  },
  {
    when: { failure: 'bus', busReasons: ['unmapped'], kinds: ['load', 'store', 'fetch'] },
    steps: [
      'Check the address against the memory map of the board: nothing answers there.',
      'If it is a device, check that it exists on this part and that its clock is on; on silicon a device without a clock faults as well.',
    ],
  },
  {
    when: { failure: 'bus', busReasons: ['refused'] },
    steps: [
      'The device or memory answers but refuses this access: check its size, its direction and the state of the device.',
    ],
  },
  {
    when: { failure: 'bus', busReasons: ['unprivilegedPpb'] },
    steps: ['Do it in privileged code: a system call (SVC), or before CONTROL.nPRIV is set.'],
  },
  {
    when: { bits: ['UNDEFINSTR'] },
    steps: [
      'Disassemble around PC: if it is no code, look at who branched there; if it is, check -mcpu against the core.',
    ],
  },
  {
    when: { bits: ['INVSTATE'] },
    steps: [
      'Set bit 0 of the function pointer (the linker does it for functions; a cast from an integer or a table of words does not).',
    ],
  },
  {
    when: { bits: ['INVPC'] },
    steps: [
      'Return from the handler with the EXC_RETURN that entry left in LR, and do not touch the stacked xPSR by hand.',
    ],
  },
  {
    when: { bits: ['NOCP'] },
    steps: [
      'Build with -mfloat-abi=soft for a core without FPU; on a core with one, enable it in CPACR before its first use.',
    ],
  },
  {
    when: { bits: ['UNALIGNED'] },
    steps: ['Align the object, or copy it with memcpy; a cast from a byte pointer to a wider type is the usual cause.'],
  },
  {
    when: { bits: ['UNALIGNED'], hasStatus: true },
    steps: ['Clear CCR.UNALIGN_TRP if unaligned LDR and STR are to be allowed.'],
  },
  {
    when: { bits: ['UNALIGNED'], hasStatus: false },
    steps: [
      'Build packed structures for this core (-mcpu, -mno-unaligned-access): the compiler then reads byte by byte.',
    ],
  },
  {
    when: { original: EXCEPTION.SVCall, escalation: ['priority'] },
    steps: [
      'Do not execute SVC with interrupts masked, or in a handler of the same or a higher priority than SVCall: it cannot wait.',
    ],
  },
  {
    when: { bits: ['DIVBYZERO'] },
    steps: [
      'Check the divisor before dividing; with CCR.DIV_0_TRP = 0 the quotient would be 0 and nothing would fault.',
    ],
  },
  {
    when: { bits: ['VECTTBL'] },
    steps: [
      'Check VTOR: it must point to a table in memory that answers, aligned to its size rounded up to a power of two.',
    ],
  },
  {
    when: { bits: ['DEBUGEVT'] },
    steps: ['Look at the assertion around the BKPT, or run with a debugger that stops at it.'],
  },
  {
    when: { lockup: true },
    steps: [
      'Look at the first fault of the chain: the lockup is only where it ended. Handlers of HardFault and NMI must not fault.',
    ],
  },
];

function grantsNothing({ failure }: Fault): boolean | undefined {
  if (failure?.kind !== 'mpu') return undefined;
  const { read, write, execute } = failure.access.privileged
    ? failure.verdict.privileged
    : failure.verdict.unprivileged;
  return !read && !write && !execute;
}

function fits(when: Condition, fault: Fault, context: FaultContext): boolean {
  const { failure } = fault;
  const rule = failure?.kind === 'mpu' ? failure.verdict.rule : undefined;
  const concerned = lockConcerned(fault, context);
  const held = concerned === undefined ? undefined : context.locks![concerned].count > 0;
  return (
    (when.bits === undefined || when.bits.some((bit) => fault.bits.includes(bit))) &&
    (when.rules === undefined || (rule !== undefined && when.rules.includes(rule))) &&
    (when.failure === undefined || failure?.kind === when.failure) &&
    (when.kinds === undefined || (failure !== undefined && when.kinds.includes(failure.access.kind))) &&
    (when.busReasons === undefined || (failure?.kind === 'bus' && when.busReasons.includes(failure.reason))) &&
    (when.privileged === undefined || failure?.access.privileged === when.privileged) &&
    (when.attributions === undefined ||
      (failure?.kind === 'security' && when.attributions.includes(failure.attribution.why))) &&
    (when.callable === undefined || (failure?.kind === 'security' && failure.callable === when.callable)) &&
    (when.lock === undefined || concerned === when.lock) &&
    (when.lockHeld === undefined || held === when.lockHeld) &&
    (when.escalation === undefined || (fault.escalation !== undefined && when.escalation.includes(fault.escalation))) &&
    (when.original === undefined || fault.original === when.original) &&
    (when.regionsBy === undefined || when.regionsBy === context.mpu.by) &&
    (when.hasStatus === undefined || when.hasStatus === hasStatus(context)) &&
    (when.lockup === undefined || fault.exception === 0) &&
    (when.grantsNothing === undefined || grantsNothing(fault) === when.grantsNothing) &&
    (when.concernsLock === undefined || (concerned !== undefined) === when.concernsLock)
  );
}

/** Advice that names a register of this fault and so cannot be in the table. */
function escalationStep(fault: Fault): readonly string[] {
  const bit = enableBit(fault.original);
  if (fault.escalation !== 'disabled' || bit === undefined) return [];
  return [`Set SHCSR.${bit} at start, and the fault arrives as what it is instead of as a HardFault.`];
}

/** What to do now, the most promising first. */
export function nextSteps(fault: Fault, context: FaultContext): readonly string[] {
  const steps = ADVICE.filter(({ when }) => fits(when, fault, context)).flatMap((row) => row.steps);
  return [...new Set([...steps, ...escalationStep(fault)])];
}
