/** Runs the machine: decides after each stop of the machine whether the program stops for the user, and why. */
import { decodeUtf8 } from '../../base/index.js';
import type { Fault, Machine, StopEvent, Watchpoint, WatchHit } from '../../emulator/index.js';
import { evaluate } from '../expressions/index.js';
import { isUnhandled } from '../faults/index.js';
import { describe } from '../values/index.js';
import type { Breakpoint, Breakpoints, DataBreakpoint } from './breakpoints.js';
import { beginningAt } from './frame-identity.js';
import { ExceptionFilters } from './exception-filters.js';
import { readWhole, type FrameContext } from './frame-context.js';
import { HandledFaults } from './handled-faults.js';
import type { SessionHost } from './host.js';
import { logText } from './log-message.js';
import type { Program } from './program.js';
import { Stepper } from './stepper.js';
import type { SessionStop, StopReason } from './stops.js';

/** `observe` is true if the stop was for the follower alone and the run goes on. */
export interface Follower {
  readonly watchpoints: readonly Watchpoint[];
  observe(event: StopEvent): boolean;
}

/** What a runner needs of the session around it. */
export interface RunnerParts {
  readonly machine: Machine;
  readonly program: Program;
  /** Those who watch the program without its stopping for the user; each sees every stop of the machine. */
  readonly followers: readonly Follower[];
  readonly breakpoints: Breakpoints;
  readonly filters: ExceptionFilters;
  readonly host: SessionHost;
  /** The innermost frame as it is now, for conditions and messages. */
  frame(): FrameContext;
  /** One line for a fault. */
  faultTitle(fault: Fault): string;
  /** `main.c:12`, or the address where no line is known. */
  placeText(pc: number): string;
}

const REASONS: Readonly<Record<Breakpoint['kind'], StopReason>> = {
  source: 'breakpoint',
  function: 'functionBreakpoint',
  instruction: 'instructionBreakpoint',
  data: 'dataBreakpoint',
};

export class Runner {
  /** Inlined calls at pc that the innermost frame has not entered. */
  hidden = 0;
  /** The last fault whose frame is not on the stack. */
  unstacked: Fault | undefined;
  private readonly parts: RunnerParts;
  private step: Stepper | undefined;
  private targets: ReadonlySet<number> = new Set();
  /** Breakpoints at this moment and place have been dealt with. */
  private passed: { readonly pc: number; readonly retired: number } | undefined;
  private armed = '';
  private readonly handled: HandledFaults;

  constructor(parts: RunnerParts) {
    this.parts = parts;
    this.handled = new HandledFaults({
      title: (fault) => parts.faultTitle(fault),
      place: (pc) => parts.placeText(pc),
      filter: (fault) => ExceptionFilters.labelFor(fault),
      tell: (text, filter) => parts.host.faultHandled?.(text, filter),
    });
  }

  private get machine(): Machine {
    return this.parts.machine;
  }

  /** Sets off. `pass` is whether breakpoints where the program stands have been seen by the user. */
  go(step: Stepper | undefined, targets: readonly number[], pass: boolean): void {
    this.step = step;
    this.targets = new Set(targets);
    this.passed = pass ? this.here() : undefined;
    this.hidden = 0;
    this.parts.breakpoints.refresh(this.machine);
  }

  slice(count: number): SessionStop | undefined {
    const limit = this.machine.retired + Math.max(1, count);
    let turns = 0;
    // Events that retire nothing (exceptions taken and left) may not hold the loop for ever.
    while (this.machine.retired < limit && turns++ < limit) {
      const stop = this.atBreakpoint() ?? this.advance(limit - this.machine.retired);
      if (stop !== undefined) return stop;
    }
    return undefined;
  }

  stopNow(reason: StopReason, text: string, more: Partial<SessionStop> = {}): SessionStop {
    this.step = undefined;
    this.targets = new Set();
    const { retired, cpu } = this.machine;
    return Object.freeze({ reason, text, hitBreakpointIds: [], pc: cpu.pc, retired, ...more });
  }

  private here(): { readonly pc: number; readonly retired: number } {
    return { pc: this.machine.cpu.pc, retired: this.machine.retired };
  }

  private advance(budget: number): SessionStop | undefined {
    const { machine, step } = this;
    this.arm();
    machine.stopAtExceptions = step?.watchesExceptions ?? false;
    const event = machine.run(step === undefined || step.runsFreely ? budget : 1);
    machine.stopAtExceptions = false;
    const followed = this.parts.followers.filter((follower) => follower.observe(event));
    return followed.length > 0 ? this.arrive() : this.handle(event);
  }

  /** Breakpoints and watchpoints go to the machine when they have changed. */
  private arm(): void {
    const { breakpoints, followers } = this.parts;
    const addresses = new Set([...breakpoints.addresses, ...this.targets, ...(this.step?.addresses ?? [])]);
    const watched = [...breakpoints.watchpoints, ...followers.flatMap(({ watchpoints }) => watchpoints)];
    const key = `${[...addresses].join()};${watched.map((w) => `${w.id}:${w.start}:${w.end}:${w.read}:${w.write}`).join()}`;
    if (key === this.armed) return;
    this.armed = key;
    this.machine.setBreakpoints(addresses);
    this.machine.setWatchpoints(watched);
  }

  private handle(event: StopEvent): SessionStop | undefined {
    switch (event.reason) {
      case 'budget':
      case 'breakpoint':
        return this.arrive();
      case 'watchpoint':
        return this.watched(event.hit) ?? this.arrive();
      case 'bkpt':
        return this.stopNow('breakpoint', `The program executed BKPT ${event.immediate}.`);
      case 'fault':
        return this.faulted(event.fault);
      case 'lockup':
        this.unstacked = event.fault;
        return this.stopNow('lockup', this.parts.faultTitle(event.fault), { fault: event.fault });
      case 'exceptionEntry':
        return this.outcome(this.step?.entered() ?? 'go');
      case 'exceptionReturn':
        return this.outcome(this.step?.returned() ?? 'go');
      case 'exit':
        return this.exited(event.status, event.applicationExit);
      case 'reset':
        this.step = undefined;
        this.parts.host.message?.('information', 'The program reset the system.');
        return undefined;
      case 'sleeping':
        return this.stopNow('sleeping', 'The core sleeps, and nothing that could wake it will ever happen.');
    }
  }

  private exited(status: number, applicationExit: boolean): SessionStop {
    const how = applicationExit ? '' : ' after an error';
    return this.stopNow('exited', `The program ended${how} with status ${status}.`, {
      exit: { status, applicationExit },
    });
  }

  /** At an instruction boundary: the user's breakpoints first, then the step's own matters. */
  private arrive(): SessionStop | undefined {
    const stop = this.atBreakpoint();
    if (stop !== undefined) return stop;
    if (this.targets.has(this.machine.cpu.pc)) {
      this.hidden = beginningAt(this.parts.program, this.machine.cpu.pc);
      return this.stopNow('entry', '');
    }
    return this.step === undefined ? undefined : this.outcome(this.step.arrived());
  }

  private outcome(outcome: 'go' | 'stop'): SessionStop | undefined {
    if (outcome === 'go') return undefined;
    this.hidden = this.step?.hidden ?? 0;
    return this.stopNow('step', '');
  }

  private atBreakpoint(): SessionStop | undefined {
    const here = this.here();
    if (this.passed?.pc === here.pc && this.passed.retired === here.retired) return undefined;
    const found = this.parts.breakpoints.at(here.pc);
    if (found.length === 0) return undefined;
    this.passed = here;
    const results = found.map((breakpoint) => ({ breakpoint, ...this.hit(breakpoint) }));
    const stopping = results.filter(({ stops }) => stops);
    const [first] = stopping;
    if (first === undefined) return undefined;
    const text = stopping.flatMap(({ note }) => note ?? []).join(' ');
    const hitBreakpointIds = stopping.map(({ breakpoint }) => breakpoint.status.id);
    this.hidden = this.hiddenAt(here.pc, first.breakpoint);
    return this.stopNow(REASONS[first.breakpoint.kind], text, { hitBreakpointIds });
  }

  /** Inlined calls that begin at a breakpoint are shown as not entered, unless the breakpoint is on a line of theirs. */
  private hiddenAt(pc: number, { kind, status }: Breakpoint): number {
    const { program } = this.parts;
    if (kind === 'instruction') return 0;
    const most = beginningAt(program, pc);
    if (kind !== 'source') return most;
    const frames = program.debug.framesAt(pc);
    const wanted = frames.findIndex(({ place }) => place?.line === status.line);
    return wanted >= 0 && wanted <= most ? wanted : 0;
  }

  /** Counts a hit, and says whether it stops. Log points print instead. */
  private hit(breakpoint: Breakpoint): { readonly stops: boolean; readonly note?: string } {
    const { condition, logMessage } = breakpoint.options;
    const checked = condition === undefined ? { holds: true } : this.check(condition);
    if (!checked.holds) return { stops: false };
    breakpoint.hits++;
    if (breakpoint.hitCondition?.(breakpoint.hits) === false) return { stops: false };
    if (logMessage !== undefined) {
      this.parts.host.message?.(
        'log',
        logText(logMessage, (text) => this.valueText(text)),
      );
      return { stops: false };
    }
    return checked.note === undefined ? { stops: true } : { stops: true, note: checked.note };
  }

  private check(condition: string): { readonly holds: boolean; readonly note?: string } {
    const frame = this.parts.frame();
    const result = evaluate(`(${condition}) ? 1 : 0`, frame);
    if (result.ok) return { holds: describe(result.value, frame) !== '0' };
    return { holds: true, note: `The condition “${condition}” cannot be evaluated: ${result.error.message}` };
  }

  private valueText(text: string): string {
    const frame = this.parts.frame();
    const result = evaluate(text, frame);
    if (!result.ok) return `<${result.error.message}>`;
    return describe(result.value, frame, result.format === undefined ? {} : { format: result.format });
  }

  private watched(hit: WatchHit): SessionStop | undefined {
    const found = this.parts.breakpoints.dataBreakpoints.find(({ status }) => status.id === hit.watchpointId);
    if (found === undefined) return undefined;
    const text = this.accessText(found, hit);
    const { stops, note } = this.hit(found);
    if (!stops) return undefined;
    this.passed = undefined;
    const both = note === undefined ? text : `${text}. ${note}`;
    return this.stopNow('dataBreakpoint', both, { hitBreakpointIds: [found.status.id] });
  }

  /** `counter: 4 → 5`; the words of the instruction's own access otherwise. */
  private accessText(found: DataBreakpoint, { access }: WatchHit): string {
    const { start, end } = found.watchpoint;
    const before = found.last;
    const after = readWhole(this.machine, start, end - start);
    found.last = after;
    const now = bytesText(after);
    if (access.kind === 'load' || access.kind === 'unstack') return `${found.label} was read: ${now}`;
    const old = bytesText(before);
    return old === now ? `${found.label} was written, still ${now}` : `${found.label}: ${old} → ${now}`;
  }

  private faulted(fault: Fault): SessionStop | undefined {
    const { filters, program } = this.parts;
    this.unstacked = fault.stacked ? undefined : fault;
    const { scb } = this.machine.system;
    const context = {
      vectorTable: scb.vtor,
      vectorCount: 16 + this.machine.options.board.cpu.interrupts,
      readMemory: (address: number, length: number) => this.machine.readMemory(address, length),
      symbols: program.elf.symbols,
    };
    const { unhandled } = isUnhandled(fault, context);
    if (filters.catches(fault, unhandled)) return this.stopNow('exception', this.parts.faultTitle(fault), { fault });
    if (!unhandled) this.handled.tell(fault);
    return this.outcome(this.step?.entered() ?? 'go');
  }
}

/** Up to eight bytes as a number, decimal and hexadecimal; more as text or as bytes. */
function bytesText(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '<not readable>';
  if (bytes.length <= 8) {
    let value = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    return value < 10n ? `${value}` : `${value} (0x${value.toString(16)})`;
  }
  const shown = bytes.subarray(0, 16);
  if (shown.every((byte) => byte >= 0x20 && byte < 0x7f))
    return `"${decodeUtf8(shown)}${bytes.length > 16 ? '…' : ''}"`;
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > 16 ? `${hex} …` : hex;
}
