/**
 * Walks the stack from the innermost frame outwards, through functions, exceptions and calls between security states, until
 * there is no caller or no sense.
 */
import { hex32 } from '../../base/index.js';
import { byRow, isOutermost } from './call-frame.js';
import {
  exceptionName,
  exceptionReturn,
  FNC_RETURN,
  looksLikeExceptionReturn,
  readExceptionFrame,
  readFunctionReturn,
  type ExceptionReturn,
  type LazyFloats,
} from './exception-frame.js';
import { withFloats } from './float-registers.js';
import {
  LR,
  PC,
  SP,
  type FrameInformation,
  type FrameRegisters,
  type FunctionExtent,
  type ReadMemory,
} from './frame-information.js';
import { byInstructions, isAfterCall, type CallerResult, type CallerState } from './by-instructions.js';
import { writesOfControl } from './stack-switch.js';

/** The registers of the stopped core. */
export interface CoreState {
  /** R0 to R15. */
  readonly r: readonly number[];
  readonly xpsr: number;
  readonly msp: number;
  readonly psp: number;
  readonly control: number;
  /** Of cores with an FPU: S0 to S31. */
  readonly floats?: { readonly s: readonly number[] };
  /** Of cores with the Security Extension. */
  readonly security?: {
    readonly secure: boolean;
    readonly other: { readonly msp: number; readonly psp: number; readonly control: number };
  };
}

/** How a frame was found from the one inside it. */
export type FoundBy =
  | 'start'
  | 'callFrameInformation'
  | 'instructions'
  | 'linkRegister'
  | 'exceptionReturn'
  | 'functionReturn'
  | 'tailCall';

export type Frame =
  | {
      readonly kind: 'function';
      /** The next instruction of this frame; for callers, where the call returns to. */
      readonly pc: number;
      /**
       * An address within the instruction that the frame is at: within the call for callers, `pc` for the others. A kernel may
       * give a new task a function to return to: its beginning is meant then, and no call before it.
       */
      readonly lookupPc: number;
      /** SP of the caller before its call, if there is one. A frame that a tail call replaced has none any more. */
      readonly cfa: number | undefined;
      readonly registers: FrameRegisters;
      /** The exception being handled; 0 in Thread mode. */
      readonly exception: number;
      readonly foundBy: FoundBy;
    }
  | {
      /** Stands between a handler and the code that it interrupted. */
      readonly kind: 'exception';
      readonly exception: number;
      /** `<MemManage exception>`. */
      readonly name: string;
      readonly excReturn: number;
      /** Where the stacked registers are. */
      readonly frameAddress: number;
      readonly stack: 'MSP' | 'PSP';
    }
  | {
      /** Stands between a function and its caller in the other security state. */
      readonly kind: 'crossing';
      /** `<called from Secure state>`. */
      readonly name: string;
      /** The caller's state. */
      readonly secure: boolean;
    };

export type FunctionFrame = Extract<Frame, { kind: 'function' }>;

export interface BacktraceEnd {
  readonly reason: 'outermost' | 'main' | 'noInformation' | 'corrupt' | 'loop' | 'limit';
  /** One sentence for people. */
  readonly message: string;
}

export interface Backtrace {
  /** Innermost first; never empty. */
  readonly frames: readonly Frame[];
  readonly end: BacktraceEnd;
}

export interface UnwindOptions {
  /** 256 if absent. */
  readonly maxFrames?: number;
  /** Whether to go on beyond `main`; not if absent, as in GDB. */
  readonly pastMain?: boolean;
  /** Leaves out the frames that tail calls have replaced: what is on the stack alone. */
  readonly onStackOnly?: boolean;
  /**
   * The registers right before the innermost exception was entered, for an exception whose frame could not be stacked (MSTKERR,
   * STKERR): what lies on the stack then is not a frame.
   */
  readonly interrupted?: CoreState;
  /** FPCAR, while FPCCR.LSPACT says that the floating-point registers of the frame there are in the core still. */
  readonly lazyAddress?: number | undefined;
  /** FPCCR.TS: exception frames of Secure code hold S16 to S31 too. */
  readonly allSecureFloats?: boolean;
}

const MAX_FRAMES = 256;
const IPSR = 0x1ff;
const SPSEL = 2;

/** The stack pointers of the security state that a level is not in. */
interface FarStacks {
  readonly msp: number | undefined;
  readonly psp: number | undefined;
  /** CONTROL.SPSEL: thread code uses PSP. */
  readonly spsel: boolean;
}

/** One level of the walk. */
interface Level {
  readonly r: readonly (number | undefined)[];
  readonly exception: number;
  /** The stack pointer of the same security state that is not in R13. */
  readonly otherSp: number | undefined;
  /** CONTROL.SPSEL of that state. */
  readonly spsel: boolean;
  readonly secure: boolean;
  /** Absent without the Security Extension. */
  readonly far?: FarStacks;
  /** `pc` is the next instruction and LR is as the code left it: innermost and interrupted frames. */
  readonly live: boolean;
  readonly foundBy: FoundBy;
}

type Step = { readonly next: CallerState; readonly foundBy: FoundBy } | BacktraceEnd;

function end(reason: BacktraceEnd['reason'], message: string): BacktraceEnd {
  return { reason, message };
}

function levelOf(state: CoreState, foundBy: FoundBy): Level {
  const { xpsr, control, msp, psp, security } = state;
  const exception = xpsr & IPSR;
  const spsel = (control & SPSEL) !== 0;
  const core = state.r.with(PC, (state.r[PC]! & ~1) >>> 0);
  const r = state.floats === undefined ? core : withFloats(core, state.floats.s);
  const common = { r, exception, otherSp: exception === 0 && spsel ? msp : psp, spsel, live: true, foundBy };
  if (security === undefined) return { ...common, secure: false };
  const { secure, other } = security;
  return { ...common, secure, far: { msp: other.msp, psp: other.psp, spsel: (other.control & SPSEL) !== 0 } };
}

/** Both stack pointers of a level's own state, as they are with `sp` in R13. */
function stacksOf({ exception, spsel, otherSp }: Level, sp: number | undefined): FarStacks {
  return exception === 0 && spsel ? { msp: otherSp, psp: sp, spsel } : { msp: sp, psp: otherSp, spsel };
}

/** Where a level goes on in the other security state, in Handler mode or in Thread mode. */
function acrossStates(level: Level, far: FarStacks, sp: number | undefined, handler: boolean) {
  const psp = !handler && far.spsel;
  return {
    sp: psp ? far.psp : far.msp,
    psp,
    otherSp: psp ? far.msp : far.psp,
    spsel: far.spsel,
    secure: !level.secure,
    far: stacksOf(level, sp),
  };
}

/** The frames of a stopped core. Never throws, whatever the memory holds. */
export function unwind(
  state: CoreState,
  information: FrameInformation,
  read: ReadMemory,
  options: UnwindOptions = {},
): Backtrace {
  const { lazyAddress } = options;
  const lazy =
    lazyAddress === undefined || state.floats === undefined ? undefined : { address: lazyAddress, s: state.floats.s };
  return new Walk(information, read, options, lazy).from(levelOf(state, 'start'));
}

class Walk {
  private readonly information: FrameInformation;
  private readonly read: ReadMemory;
  private readonly options: UnwindOptions;
  private readonly frames: Frame[] = [];
  private readonly seen = new Set<string>();
  private readonly lazy: LazyFloats | undefined;
  private substitute: CoreState | undefined;

  constructor(information: FrameInformation, read: ReadMemory, options: UnwindOptions, lazy: LazyFloats | undefined) {
    this.lazy = lazy;
    this.information = information;
    this.read = read;
    this.options = options;
    this.substitute = options.interrupted;
  }

  from(start: Level): Backtrace {
    let level = start;
    while (true) {
      const next = this.outwards(level);
      if ('reason' in next) return { frames: this.frames, end: next };
      level = next;
    }
  }

  /** Records the frame of `level` and finds the one outside it. */
  private outwards(level: Level): Level | BacktraceEnd {
    const pc = level.r[PC]!;
    const lookupPc = level.live || this.isEntry(pc) ? pc : (pc - 1) >>> 0;
    const step = this.caller(level, pc, lookupPc);
    const cfa = 'reason' in step ? undefined : step.next.cfa;
    const { exception, foundBy } = level;
    this.frames.push({ kind: 'function', pc, lookupPc, cfa, registers: { r: level.r }, exception, foundBy });
    if ('reason' in step) return step;
    const next = this.problem(level, pc, step.next) ?? this.arrive(level, step);
    if (!('reason' in next) && !next.live && this.options.onStackOnly !== true) this.addTailCalls(next, lookupPc);
    return next;
  }

  /** Frames of functions that jumped on instead of returning; their callers' registers are all that is known of them. */
  private addTailCalls(caller: Level, calleePc: number): void {
    for (const pc of this.information.tailCalls(caller.r[PC]!, calleePc)) {
      const registers: FrameRegisters = { r: caller.r.with(PC, pc) };
      const { exception } = caller;
      const lookupPc = (pc - 1) >>> 0;
      this.frames.push({ kind: 'function', pc, lookupPc, cfa: undefined, registers, exception, foundBy: 'tailCall' });
    }
  }

  private nameOf(pc: number): string {
    return this.information.functionAt(pc)?.name ?? `the code at ${hex32(pc)}`;
  }

  /** Whether a return address is the beginning of a function and no call stands before it. */
  private isEntry(pc: number): boolean {
    return this.information.functionAt(pc)?.start === pc && !isAfterCall(pc, this.read);
  }

  private caller(level: Level, pc: number, lookupPc: number): Step {
    const registers: FrameRegisters = { r: level.r };
    const extent = this.information.functionAt(lookupPc);
    if (extent?.name === 'main' && level.exception === 0 && this.options.pastMain !== true) {
      return end('main', 'The stack is only followed to main.');
    }
    if (!level.live && lookupPc === pc) {
      return end('outermost', `Nothing called ${this.nameOf(pc)}: its address was given to what returns to it.`);
    }
    const row = this.information.rules(lookupPc);
    if (row !== undefined) {
      if (isOutermost(row)) return end('outermost', `Nothing called ${this.nameOf(lookupPc)}.`);
      const result = byRow(row, registers, this.nameOf(lookupPc), this.read);
      const switched = extent === undefined ? undefined : this.acrossStacks(level, pc, extent, result);
      return this.stepOf(switched ?? result, switched === undefined ? 'callFrameInformation' : 'instructions');
    }
    if (extent !== undefined) {
      return this.stepOf(byInstructions(pc, extent, registers, level.live, this.read), 'instructions');
    }
    return this.byLinkRegister(level, pc);
  }

  /**
   * The caller of a function that has gone to another stack by hand: its call frame information leads to itself again, without
   * having used any stack. Undefined for all others.
   */
  private acrossStacks(
    level: Level,
    pc: number,
    extent: FunctionExtent,
    byInformation: CallerResult,
  ): CallerResult | undefined {
    const sp = level.r[SP];
    if (!('cfa' in byInformation) || byInformation.cfa !== sp) return undefined;
    const back = byInformation.r[PC]! & ~1;
    if (back <= extent.start || back > extent.end) return undefined;
    const writes = writesOfControl(extent, pc, this.read);
    if (writes === 0) return undefined;
    const isAway = writes % 2 === 1;
    const registers = isAway ? { r: level.r.with(SP, level.otherSp) } : { r: level.r };
    const result = byInstructions(pc, extent, registers, false, this.read);
    return 'cfa' in result && isAway ? { ...result, sameStack: false, otherSp: sp } : result;
  }

  private stepOf(result: CallerResult, foundBy: FoundBy): Step {
    if ('outermost' in result) return end('outermost', result.outermost);
    return 'failure' in result ? end('corrupt', result.failure) : { next: result, foundBy };
  }

  /** Code that no symbol covers, such as the target of a wrong jump: LR is where it came from, if it is anything. */
  private byLinkRegister(level: Level, pc: number): Step {
    const back = level.r[LR];
    const sp = level.r[SP];
    const nothing = end('noInformation', `There is no function at ${hex32(pc)} and no way to find its caller.`);
    if (!level.live || back === undefined || sp === undefined) return nothing;
    const known = this.information.functionAt((back & ~1) - 1) ?? this.information.rules((back & ~1) - 1);
    if (known === undefined && this.wayBack(level, back) === undefined) return nothing;
    const r = level.r.map((value, n) => ((n >= 4 && n <= 11) || n === SP ? value : undefined));
    return { next: { cfa: sp, sameStack: true, r: r.with(LR, back).with(PC, back) }, foundBy: 'linkRegister' };
  }

  /** What speaks against going on from this frame. */
  private problem(level: Level, pc: number, { cfa, sameStack }: CallerState): BacktraceEnd | undefined {
    const sp = level.r[SP];
    if (this.frames.length >= (this.options.maxFrames ?? MAX_FRAMES)) {
      return end('limit', `There are more than ${this.frames.length} frames.`);
    }
    const key = `${pc}:${cfa}:${level.exception}`;
    if (this.seen.has(key)) return end('loop', `The frame of ${this.nameOf(pc)} comes again: the stack is corrupt.`);
    this.seen.add(key);
    if ((cfa & 3) !== 0) return end('corrupt', `The stack pointer ${hex32(cfa)} is not a multiple of 4.`);
    if (sameStack && sp !== undefined && cfa < sp) {
      return end(
        'corrupt',
        `The frame of ${this.nameOf(pc)} ends at ${hex32(cfa)}, below the stack pointer ${hex32(sp)}.`,
      );
    }
    return undefined;
  }

  /** Goes to the return address: a caller, or what an exception interrupted. */
  private arrive(level: Level, step: Exclude<Step, BacktraceEnd>): Level | BacktraceEnd {
    const { r } = step.next;
    const back = r[PC]!;
    const from = this.nameOf(level.r[PC]!);
    // LR is 0xffffffff out of reset (B1.5.5); start code of kernels puts 0 there.
    if (back === 0 || back >>> 0 >= 0xffff_fffe) return end('outermost', `Nothing called ${from}.`);
    const way = this.wayBack(level, back);
    if (way === 'functionReturn') return this.callOfNonSecure(level, r);
    if (way !== undefined) return this.interruptedBy(level, way, back, r);
    if (looksLikeExceptionReturn(back))
      return end('corrupt', `${from} returns to ${hex32(back)}, a reserved EXC_RETURN.`);
    if ((back & 1) === 0 && level.secure && this.read(back, 2) !== undefined)
      return this.callFromNonSecure(level, back, step);
    if ((back & 1) === 0) {
      return end('corrupt', `The return address ${hex32(back)} of ${from} has bit 0 clear, which is no Thumb code.`);
    }
    const pc = (back & ~1) >>> 0;
    if (this.read(pc, 2) === undefined) {
      return end('corrupt', `The return address ${hex32(back)} of ${from} is not in memory.`);
    }
    const otherSp = step.next.otherSp ?? level.otherSp;
    return { ...level, r: r.with(PC, pc), otherSp, live: false, foundBy: step.foundBy };
  }

  /** What a value in LR leads to where it is no address: an exception return, or back to the Secure caller. */
  private wayBack({ secure, far }: Level, back: number): ExceptionReturn | 'functionReturn' | undefined {
    if (far !== undefined && !secure && (back & ~1) >>> 0 === FNC_RETURN) return 'functionReturn';
    return exceptionReturn(back, far !== undefined);
  }

  private addCrossing(secure: boolean): void {
    const name = `<called from ${secure ? 'Secure' : 'Non-secure'} state>`;
    this.frames.push({ kind: 'crossing', name, secure });
  }

  /** A Secure function goes back to Non-secure code: SG has cleared bit 0 of the return address. */
  private callFromNonSecure(level: Level, back: number, { next, foundBy }: Exclude<Step, BacktraceEnd>): Level {
    const { sp, otherSp, spsel, secure, far } = acrossStates(level, level.far!, next.r[SP], level.exception !== 0);
    this.addCrossing(secure);
    const r = next.r.with(PC, back).with(SP, sp);
    return { r, exception: level.exception, otherSp, spsel, secure, far, live: false, foundBy };
  }

  /** A Non-secure function goes back to Secure code, the way that BLXNS has left on the Secure stack. */
  private callOfNonSecure(level: Level, r: Level['r']): Level | BacktraceEnd {
    const { sp, otherSp, spsel, secure, far } = acrossStates(level, level.far!, r[SP], level.exception !== 0);
    const found = sp === undefined ? undefined : readFunctionReturn(sp, this.read);
    if (found === undefined || this.read(found.pc, 2) === undefined) {
      const where = sp === undefined ? 'on the Secure stack' : `at ${hex32(sp)}`;
      return end('corrupt', `${this.nameOf(level.r[PC]!)} returns to Secure state, but there is no way back ${where}.`);
    }
    this.addCrossing(secure);
    const kept = r.map((value, n) => (n >= 4 && n <= 11 ? value : undefined));
    const { pc, exception } = found;
    const registers = kept.with(SP, found.sp).with(PC, pc);
    return { r: registers, exception, otherSp, spsel, secure, far, live: false, foundBy: 'functionReturn' };
  }

  /** `r` are the registers as the handler found them. */
  private interruptedBy(level: Level, kind: ExceptionReturn, excReturn: number, r: Level['r']): Level | BacktraceEnd {
    if (level.exception === 0) {
      return end(
        'corrupt',
        `${this.nameOf(level.r[PC]!)} returns to ${hex32(excReturn)} in Thread mode, where it is no address.`,
      );
    }
    const across =
      level.far === undefined || kind.secure === level.secure
        ? undefined
        : acrossStates(level, level.far, r[SP], kind.handler);
    const psp = across?.psp ?? kind.psp;
    const frameAddress = across === undefined ? (psp ? level.otherSp : r[SP]) : across.sp;
    if (frameAddress === undefined) return end('corrupt', 'The stack of the interrupted code is not known.');
    const name = `<${exceptionName(level.exception)} exception>`;
    const stack = psp ? 'PSP' : 'MSP';
    this.frames.push({ kind: 'exception', exception: level.exception, name, excReturn, frameAddress, stack });
    if (this.substitute !== undefined) {
      const before = levelOf(this.substitute, 'exceptionReturn');
      this.substitute = undefined;
      return before;
    }
    const { allSecureFloats: allSecure = false } = this.options;
    const found = readExceptionFrame(frameAddress, kind, r, this.read, { allSecure, lazy: this.lazy });
    if ('failure' in found) return end('corrupt', found.failure);
    const common = { r: found.r, exception: found.exception, live: true, foundBy: 'exceptionReturn' } as const;
    if (across !== undefined) {
      const { otherSp, spsel, secure, far } = across;
      return { ...common, otherSp, spsel, secure, far: { ...far, spsel: kind.spsel } };
    }
    return { ...level, ...common, otherSp: psp ? r[SP] : level.otherSp, spsel: kind.spsel };
  }
}
