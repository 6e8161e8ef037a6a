/** The program that is debugged: runs it, pauses it, starts it over, and tells the client what became of it. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { UserError } from '../base/index.js';
import type { DebugSession, ResumeIntent, SessionStop, StopReason } from '../debugger/index.js';
import type { LaunchConfiguration } from '../protocol/index.js';
import { BreakpointLedger } from './breakpoint-ledger.js';
import { ConsoleOutput } from './console-output.js';
import { defined } from './dap/defined.js';
import { NOT_STOPPED } from './dap/errors.js';
import { MpuWatch } from './mpu-watch.js';
import { type LoadedProgram, loadProgram, programBytes } from './program.js';
import { RunLoop } from './run-loop.js';
import type { SendEvent } from './send-event.js';
import { runOutcome } from './without-debugging.js';

/** There is one core, so one thread. */
export const THREAD_ID = 1;

const DAP_REASONS: Readonly<Record<StopReason, string>> = {
  entry: 'entry',
  breakpoint: 'breakpoint',
  step: 'step',
  pause: 'pause',
  exception: 'exception',
  lockup: 'exception',
  dataBreakpoint: 'data breakpoint',
  instructionBreakpoint: 'instruction breakpoint',
  functionBreakpoint: 'function breakpoint',
  // The only address that a program is sent to by itself is its entry point.
  goto: 'entry',
  exited: 'exited',
  sleeping: 'pause',
};

const HOW_TO_STOP =
  ' (in VS Code: “Edit Condition” of the filter in the Breakpoints view; elsewhere: setExceptionBreakpoints with filterOptions)';

export class Debuggee {
  readonly breakpoints = new BreakpointLedger();
  private readonly send: SendEvent;
  private readonly console: ConsoleOutput;
  private readonly loop: RunLoop;
  private readonly mpu: MpuWatch;
  private program: LoadedProgram;
  /** Where the program is to stop once by itself; empty when it has, or need not. */
  private entryPoint: readonly number[] = [];
  private limitReached = false;
  private hasAdvised = false;

  /** Loads the program; `start` lets it go. Throws a UserError for what cannot be loaded. */
  constructor(configuration: LaunchConfiguration, send: SendEvent, failed: (error: unknown) => void) {
    this.send = send;
    this.console = new ConsoleOutput((category, output) => send('output', { category, output }));
    this.mpu = new MpuWatch(send);
    this.loop = new RunLoop((count) => this.slice(count), failed);
    this.program = this.load(configuration);
  }

  get session(): DebugSession {
    return this.program.session;
  }

  get configuration(): LaunchConfiguration {
    return this.program.configuration;
  }

  get running(): boolean {
    return this.loop.running;
  }

  /** The session of a program that stands still. Throws a UserError while it runs. */
  get stoppedSession(): DebugSession {
    if (this.running) throw new UserError(NOT_STOPPED, 'The program is running; pause it first.');
    return this.session;
  }

  /** From reset to wherever the configuration wants the first stop. */
  start(): void {
    const { stopOnEntry, runToEntryPoint, noDebug } = this.configuration;
    this.entryPoint = [];
    this.limitReached = false;
    const stop = this.session.stopped;
    if (stop !== undefined && stop.reason !== 'entry') return this.stopped(stop);
    if (stopOnEntry === true && noDebug !== true && stop !== undefined) return this.stopped(stop);
    const name = runToEntryPoint === true ? 'main' : runToEntryPoint;
    if (typeof name === 'string' && noDebug !== true) this.entryPoint = this.addressesOf(name);
    this.resume({ kind: 'continue' });
  }

  resume(intent: ResumeIntent): void {
    const session = this.stoppedSession;
    if (session.ended) throw new UserError('ended', 'The program has ended; restart it to run it again.');
    const towardsEntry = intent.kind === 'continue' && this.entryPoint.length > 0;
    session.resume(towardsEntry ? { kind: 'runTo', addresses: this.entryPoint } : intent);
    this.mpu.begin(session);
    this.loop.start();
  }

  /** Harmless where the program stands already. */
  pause(): void {
    if (!this.running) return;
    this.loop.halt();
    this.report(this.session.pause());
  }

  /** Starts over; with the file as it is on disk now, and with the configuration if the client sent one. */
  restart(configuration: LaunchConfiguration): void {
    this.loop.halt();
    this.console.flush();
    if (sameLaunch(configuration, this.configuration) && sameBytes(programBytes(configuration), this.program.bytes)) {
      this.session.restart();
      this.program = { ...this.program, configuration };
    } else {
      const program = this.load(configuration);
      this.program.close();
      this.program = program;
      for (const status of this.breakpoints.moveTo(program.session)) {
        const { id, verified, message, line } = status;
        this.send('breakpoint', { reason: 'changed', breakpoint: defined({ id, verified, message, line }) });
      }
    }
  }

  /** Ends the program for good. */
  end(): void {
    this.loop.halt();
    this.console.flush();
    this.session.terminate();
    this.program.close();
  }

  private load(configuration: LaunchConfiguration): LoadedProgram {
    return loadProgram(configuration, {
      output: (channel, bytes) => this.console.write(channel, bytes),
      message: (category, text) => this.say(category === 'warning' ? 'important' : 'console', text),
      faultHandled: (text, filter) =>
        this.say('console', filter === undefined ? text : `${text} ${this.adviceOn(filter)}`),
    });
  }

  private say(category: 'console' | 'important' | 'stderr', text: string): void {
    this.console.flush();
    this.send('output', { category, output: text.endsWith('\n') ? text : `${text}\n` });
  }

  /** How to stop at a fault that the program handles; the first time with the way to do it. */
  private adviceOn(filter: string): string {
    const how = this.hasAdvised ? '' : HOW_TO_STOP;
    this.hasAdvised = true;
    return `The exception filter “${filter}” stops there with the condition “all”${how}.`;
  }

  private addressesOf(name: string): readonly number[] {
    const addresses = this.session.addressesOfFunction(name);
    if (addresses.length === 0) {
      this.say(
        'important',
        `The program has no function “${name}” to run to ("runToEntryPoint"), so it does not stop.`,
      );
    }
    return addresses;
  }

  private slice(count: number): boolean {
    const { session } = this;
    const { maxInstructions } = this.configuration;
    const left = this.limitReached || maxInstructions === undefined ? Infinity : maxInstructions - session.retired;
    const stop = left > 0 ? session.slice(Math.min(count, left)) : undefined;
    this.console.flush();
    if (stop !== undefined) {
      this.loop.halt();
      this.stopped(stop);
      return false;
    }
    if (!this.limitReached && maxInstructions !== undefined && session.retired >= maxInstructions) {
      this.limitReached = true;
      this.loop.halt();
      this.stopped(session.pause(`The limit of ${maxInstructions} instructions is reached ("maxInstructions").`));
      return false;
    }
    this.mpu.look(session);
    return true;
  }

  private stopped(stop: SessionStop): void {
    if (stop.reason === 'exited' || this.configuration.noDebug === true) this.finished(stop);
    else this.report(stop);
  }

  private report(stop: SessionStop): void {
    this.console.flush();
    if (this.entryPoint.includes(stop.pc)) this.entryPoint = [];
    const body: Dap.StoppedEvent['body'] = {
      reason: DAP_REASONS[stop.reason],
      threadId: THREAD_ID,
      allThreadsStopped: true,
      ...(stop.text === '' ? {} : textOf(stop)),
      ...(stop.hitBreakpointIds.length === 0
        ? {}
        : { hitBreakpointIds: this.breakpoints.clientIds(stop.hitBreakpointIds) }),
    };
    this.send('stopped', body);
  }

  private finished(stop: SessionStop): void {
    this.console.flush();
    const { exitCode, text } = runOutcome(stop, this.session);
    if (text !== undefined) this.say('stderr', text);
    this.session.terminate();
    this.program.close();
    this.send('exited', { exitCode });
    this.send('terminated', undefined);
  }
}

/** `description` is what the call stack shows, `text` the exception widget or a tool tip. */
function textOf({ reason, text }: SessionStop): { description: string; text?: string } {
  return reason === 'exception' || reason === 'lockup' ? { description: text, text } : { description: text };
}

function sameLaunch(one: LaunchConfiguration, other: LaunchConfiguration): boolean {
  const relevant = ({
    program,
    images,
    board,
    dts,
    dtsIncludePaths,
    args,
    cwd,
    semihosting,
    sourceFileMap,
    mpu,
  }: LaunchConfiguration): string =>
    JSON.stringify([program, images, board, dts, dtsIncludePaths, args, cwd, semihosting, sourceFileMap, mpu]);
  return relevant(one) === relevant(other);
}

function sameBytes(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((bytes, n) => Buffer.compare(bytes, other[n]!) === 0);
}
