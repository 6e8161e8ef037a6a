/**
 * One step, with GDB's rules: by rows of the line table within one activation of a function, over or into calls and inlined
 * calls, out of functions; interrupts that come meanwhile are run through.
 */
import type { Machine } from '../../emulator/index.js';
import type { InlinedCall, SourcePlace } from '../dwarf/index.js';
import {
  beginningAt,
  isDeeper,
  isSame,
  samePath,
  standingAt,
  type Activation,
  type Standing,
} from './frame-identity.js';
import type { Program } from './program.js';

/** What the machine is to do next: one instruction, run to an address, or run until an exception returns here. */
type Mode =
  | { readonly kind: 'instruction' }
  | {
      readonly kind: 'runTo';
      readonly addresses: ReadonlySet<number>;
      readonly into: Activation;
      readonly then: 'go' | 'stop';
    }
  | { readonly kind: 'prologue'; readonly addresses: ReadonlySet<number> }
  | { readonly kind: 'awaitReturn'; readonly sp: number; readonly exception: number; readonly then: 'go' | 'stop' }
  | { readonly kind: 'longjmp'; readonly then: 'go' | 'stop'; readonly into: Activation };

export type StepOutcome = 'go' | 'stop';
type StepKind = 'over' | 'into' | 'out';

const NOWHERE: ReadonlySet<number> = new Set();
const INSTRUCTION: Mode = { kind: 'instruction' };

/** Names under which C libraries have longjmp. */
const LONGJMP = ['longjmp', '_longjmp', 'siglongjmp'] as const;

export class Stepper {
  /** Inlined calls at pc that the frame shown after the step has not entered. */
  hidden: number;
  private readonly machine: Machine;
  private readonly program: Program;
  private readonly kind: StepKind;
  private readonly byInstruction: boolean;
  private mode: Mode = INSTRUCTION;
  private activation: Activation;
  private path: readonly InlinedCall[];
  private line: Pick<SourcePlace, 'line' | 'file'> | undefined;
  private range: { readonly start: number; readonly end: number };
  private sp: number;
  private startPc: number;
  private readonly longjmps: ReadonlySet<number>;

  constructor(machine: Machine, program: Program, kind: StepKind, granularity: 'line' | 'instruction', hidden: number) {
    this.machine = machine;
    this.program = program;
    this.kind = kind;
    this.hidden = hidden;
    const here = standingAt(machine, program, hidden);
    const row = program.debug.lineAt(here.pc);
    const hasLine = row !== undefined && row.line !== 0;
    // Without lines a step goes through the whole function, as far as its symbol tells where that is.
    const extent = hasLine ? undefined : program.information.functionAt(here.pc);
    this.byInstruction = granularity === 'instruction' || (!hasLine && extent === undefined && kind !== 'out');
    this.activation = here.activation;
    this.path = here.visible;
    this.line = here.hidden[0]?.call ?? (hasLine ? row : undefined);
    this.range = extent ?? row?.range ?? { start: here.pc, end: here.pc };
    this.sp = here.sp;
    this.startPc = here.pc;
    this.longjmps = new Set(LONGJMP.flatMap((name) => program.elf.symbols.named(name)?.address ?? []));
  }

  /** Breakpoints of the step's own, while it runs freely. */
  get addresses(): ReadonlySet<number> {
    switch (this.mode.kind) {
      case 'runTo':
        return new Set([...this.mode.addresses, ...this.longjmps]);
      case 'prologue':
        return this.mode.addresses;
      default:
        return NOWHERE;
    }
  }

  get runsFreely(): boolean {
    return this.mode.kind === 'runTo' || this.mode.kind === 'prologue' || this.mode.kind === 'awaitReturn';
  }

  /** Whether the run has to stop at entries to and returns from exceptions. */
  get watchesExceptions(): boolean {
    return this.mode.kind === 'instruction' || this.mode.kind === 'awaitReturn' || this.mode.kind === 'longjmp';
  }

  /** Before the first instruction: `stop` where the step is over without any, undefined where it cannot be taken. */
  begin(): StepOutcome | undefined {
    if (this.kind === 'into' && !this.byInstruction && this.hidden > 0) {
      this.hidden--;
      return 'stop';
    }
    if (this.kind === 'out') return this.beginOut();
    return 'go';
  }

  private beginOut(): StepOutcome | undefined {
    const here = this.standing(this.hidden);
    if (this.path.length > 0) {
      this.path = this.path.slice(0, -1);
      this.line = undefined;
      this.range = { start: here.pc, end: here.pc };
      return 'go';
    }
    if (here.caller !== undefined) return this.runToCaller(here.caller, 'stop');
    if (here.interrupted === undefined) return undefined;
    const { registers, exception } = here.interrupted;
    this.mode = { kind: 'awaitReturn', sp: registers.r[13] ?? 0, exception, then: 'stop' };
    return 'go';
  }

  /** An exception was entered while the step watched, or a fault that nobody catches: it is run through. */
  entered(): StepOutcome {
    if (this.mode.kind === 'awaitReturn') return 'go';
    const { interrupted } = this.standing(0);
    if (interrupted === undefined) return 'go';
    const { registers, exception } = interrupted;
    this.mode = { kind: 'awaitReturn', sp: registers.r[13] ?? 0, exception, then: 'go' };
    return 'go';
  }

  /** An exception returned while the step watched. */
  returned(): StepOutcome {
    const { cpu } = this.machine;
    if (this.mode.kind !== 'awaitReturn') return this.stop(0);
    if (cpu.sp !== this.mode.sp || cpu.ipsr !== this.mode.exception) return 'go';
    if (this.mode.then === 'stop') return this.stop(this.beginning());
    this.mode = INSTRUCTION;
    return this.byInstruction && cpu.pc === this.startPc ? 'go' : this.examine();
  }

  /** After an instruction, or at one of `addresses`. */
  arrived(): StepOutcome {
    const { mode } = this;
    const { pc } = this.machine.cpu;
    switch (mode.kind) {
      case 'instruction':
        return this.examine();
      case 'awaitReturn':
        return 'go';
      case 'prologue':
        return mode.addresses.has(pc) ? this.stop(beginningAt(this.program, pc)) : 'go';
      case 'longjmp':
        return this.inLongjmp(pc) ? 'go' : this.landed(mode);
      case 'runTo':
        if (this.longjmps.has(pc)) {
          this.mode = { kind: 'longjmp', then: mode.then, into: mode.into };
          return 'go';
        }
        if (!mode.addresses.has(pc) || !isSame(this.standing(0).activation, mode.into)) return 'go';
        if (mode.then === 'stop') return this.stop(this.beginning());
        this.mode = INSTRUCTION;
        return this.examine();
    }
  }

  private standing(hidden: number): Standing {
    return standingAt(this.machine, this.program, hidden);
  }

  /** Inlined calls that begin here; a step by instructions shows them as entered. */
  private beginning(): number {
    return this.byInstruction ? 0 : beginningAt(this.program, this.machine.cpu.pc);
  }

  private stop(hidden: number): 'stop' {
    this.hidden = hidden;
    return 'stop';
  }

  private inLongjmp(pc: number): boolean {
    const start = this.program.functionStart(pc);
    return start !== undefined && this.longjmps.has(start);
  }

  /** longjmp has jumped: the step is over unless the frame that it works for is still there, further out. */
  private landed(mode: Extract<Mode, { kind: 'longjmp' }>): StepOutcome {
    const { activation } = this.standing(0);
    const { cfa } = mode.into;
    const isInner = cfa !== undefined && activation.cfa !== undefined && activation.cfa < cfa;
    if (!isInner) return this.stop(0);
    const back = this.lastReturn;
    this.mode = back === undefined ? INSTRUCTION : { kind: 'runTo', addresses: back, into: mode.into, then: mode.then };
    return 'go';
  }

  private lastReturn: ReadonlySet<number> | undefined;

  private runToCaller(caller: NonNullable<Standing['caller']>, then: 'go' | 'stop'): StepOutcome {
    this.lastReturn = new Set([caller.pc]);
    const into = caller.activation;
    this.mode = this.inLongjmp(this.machine.cpu.pc)
      ? { kind: 'longjmp', then, into }
      : { kind: 'runTo', addresses: this.lastReturn, into, then };
    return 'go';
  }

  /** After one instruction. */
  private examine(): StepOutcome {
    const { pc, sp } = this.machine.cpu;
    const inRange = pc >= this.range.start && pc < this.range.end;
    if (!this.byInstruction && inRange && sp === this.sp) return 'go';
    if (this.byInstruction && this.kind === 'into') return this.stop(0);
    const here = this.standing(this.byInstruction ? 0 : beginningAt(this.program, pc));
    const entered =
      !isSame(here.activation, this.activation) &&
      here.caller !== undefined &&
      isSame(here.caller.activation, this.activation);
    if (this.byInstruction) return entered ? this.runToCaller(here.caller, 'stop') : this.stop(0);
    const isHome = isSame(here.activation, this.activation) && samePath(here.visible, this.path);
    if (inRange && isHome) {
      this.sp = sp;
      return 'go';
    }
    if (entered) return this.call(here);
    return this.newPlace(here, isHome);
  }

  /** At the first instruction of a function that the stepped one has called. */
  private call(here: Standing): StepOutcome {
    const { debug } = this.program;
    const found = debug.functionAt(here.pc) ?? debug.functionAt(this.behindGateway(here.pc));
    const hasLines = found !== undefined && (debug.lineAt(found.entryPc)?.line ?? 0) !== 0;
    if (this.kind !== 'into' || !hasLines) return this.runToCaller(here.caller!, 'go');
    const body = debug.bodyOf(found);
    if (here.pc === body) return this.stop(beginningAt(this.program, body));
    this.mode = { kind: 'prologue', addresses: new Set([body]) };
    return 'go';
  }

  /** The Secure function behind a veneer with SG: `__acle_se_f` behind `f` (Cmse of the ACLE); `pc` where there is none. */
  private behindGateway(pc: number): number {
    const name = this.program.information.functionAt(pc)?.name;
    const target = name === undefined ? undefined : this.program.elf.symbols.named(`__acle_se_${name}`);
    return target === undefined ? pc : (target.address & ~1) >>> 0;
  }

  /** Out of the row that was stepped through, but in no called function. */
  private newPlace(here: Standing, isHome: boolean): StepOutcome {
    const row = this.program.debug.lineAt(here.pc);
    if (row === undefined || row.line === 0) return this.stop(here.hidden.length);
    if (isHome && here.hidden.length > 0) return this.atInlinedCall(here);
    const isWithin = isSame(here.activation, this.activation) && isDeeper(here.visible, this.path);
    if (isWithin) return this.kind === 'into' ? this.stop(here.hidden.length) : 'go';
    let { line } = row;
    const isOther = this.line?.line !== line || this.line.file.path !== row.file.path;
    this.range = row.range;
    this.sp = here.sp;
    if (here.pc === row.range.start && isOther) {
      if (row.isStatement) return this.stop(here.hidden.length);
      // Rows that are no statements belong to lines that come later or have been: they do not make another line current.
      if (isHome) return 'go';
      // In another function, the statement of this line that follows is to stop.
      line = 0;
    }
    this.activation = here.activation;
    this.path = here.visible;
    this.line = { line, file: row.file };
    return 'go';
  }

  /** At the beginning of a call that was inlined into the stepped function. */
  private atInlinedCall(here: Standing): StepOutcome {
    const call = here.hidden[0]?.call;
    const isOwnLine = call !== undefined && call.line === this.line?.line && call.file.path === this.line.file.path;
    if (this.kind === 'into') return this.stop(here.hidden.length - (isOwnLine ? 1 : 0));
    return isOwnLine ? 'go' : this.stop(here.hidden.length);
  }
}
