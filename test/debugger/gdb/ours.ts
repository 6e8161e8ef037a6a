/**
 * What our session says where GDB was asked: the same commands from the same places. After a command that ended elsewhere than
 * GDB's did, the program is brought to GDB's place, so that one difference does not make others.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findBoard } from '../../../debugger/launch/index.js';
import { type DebugInformation, openDebugInformation } from '../../../debugger/dwarf/index.js';
import { DebugSession, prepareLaunch, type ResumeIntent, type SessionFrame } from '../../../debugger/index.js';
import { elfPath, type Program } from './programs.js';
import type { Command, FrameRow, Place, Recording, Stop, VariableRow } from './recording.js';

const MAX_FRAMES = 16;
const FRAMES_WITH_VARIABLES = 3;
/** More than any run needs. */
const LIMIT = 300_000;
/** How far GDB's place may be from where the command began. */
const CATCH_UP = 3_000;
/** Where runs end, as in record.py. */
const END_FUNCTIONS = ['finished', 'Default_Handler'];

const INTENTS: Readonly<Record<Command, ResumeIntent>> = {
  next: { kind: 'over' },
  step: { kind: 'into' },
  stepi: { kind: 'into', granularity: 'instruction' },
  nexti: { kind: 'over', granularity: 'instruction' },
  finish: { kind: 'out' },
  continue: { kind: 'continue' },
};

export interface OurStop extends Stop {
  /** False where the program could not be brought to GDB's place: the run ends there. */
  readonly comparable: boolean;
}

export class Ours {
  private readonly program: Program;
  private readonly gold: Recording;
  private readonly debug: DebugInformation;
  private session: DebugSession;

  constructor(program: Program, gold: Recording) {
    this.program = program;
    this.gold = gold;
    this.session = this.open();
    this.debug = openDebugInformation(this.session.launch.elf);
  }

  functions(): readonly (readonly [string, readonly Place[]])[] {
    return this.gold.functions.map(([name]) => {
      const [status] = this.session.setFunctionBreakpoints([{ name }]);
      return [name, this.places(status!.addresses)];
    });
  }

  lines(): readonly (readonly [number, readonly Place[]])[] {
    return this.gold.lines.map(([line]) => {
      const [status] = this.session.setSourceBreakpoints(this.gold.file, [{ line }]);
      return [
        line,
        status!.addresses.map((address) => [basename(status!.path ?? ''), status!.line ?? 0, address] as const),
      ];
    });
  }

  /** The values of the variables that GDB lists. */
  globals(): readonly (readonly [string, string, string])[] {
    this.toMain();
    const [frame] = this.session.stackTrace(0, 1).frames;
    return this.gold.globals.map(([name]) => {
      try {
        const { type, result } = this.session.evaluate(name, frame?.id, 'watch');
        return [name, type ?? '', result] as const;
      } catch (error) {
        return [name, '', `<error: ${String(error)}>`] as const;
      }
    });
  }

  /** The stops of a run, one for each of GDB's up to the first that cannot be compared. */
  *run(gold: readonly Stop[]): Iterable<OurStop> {
    const [first, ...rest] = gold;
    const breakpoint = first!.command === 'continue' ? first!.frames[0]?.[1] : undefined;
    this.toMain();
    this.setBreakpoints(breakpoint);
    if (first!.command !== 'continue') yield { ...this.stop(undefined), comparable: true };
    for (const stop of first!.command === 'continue' ? gold : rest) {
      if (stop.error !== undefined) return;
      const begin = this.session.retired;
      const reached = this.perform(stop.command!);
      const landed = this.stop(stop.command, reached);
      if (landed.pc === stop.pc && landed.sp === stop.sp) {
        yield { ...landed, comparable: true };
        continue;
      }
      yield { ...landed, comparable: false };
      if (!this.walkTo(stop, begin, breakpoint)) return;
    }
  }

  private open(): DebugSession {
    const bytes = Uint8Array.from(readFileSync(elfPath(this.program)));
    const launch = prepareLaunch({ bytes, name: basename(this.program.name), board: findBoard(this.program.board) });
    const session = new DebugSession(launch, {}, { semihosting: () => ({}) });
    session.setExceptionFilters([]);
    return session;
  }

  private toMain(): void {
    this.session = this.open();
    this.session.resume({ kind: 'runTo', addresses: this.session.addressesOfFunction('main') });
    this.slice();
  }

  private setBreakpoints(function_: string | undefined): void {
    const { symbols } = this.session.launch.elf;
    const ends = [...END_FUNCTIONS, this.program.faultFunction].flatMap((name) => symbols.named(name)?.address ?? []);
    this.session.setInstructionBreakpoints(ends.map((address) => ({ address })));
    this.session.setFunctionBreakpoints(function_ === undefined ? [] : [{ name: function_ }]);
  }

  private slice(): void {
    if (this.session.slice(LIMIT) === undefined) this.session.pause();
  }

  /** False where the session refused to go. */
  private perform(command: Command): boolean {
    try {
      this.session.resume(INTENTS[command]);
    } catch {
      return false;
    }
    this.slice();
    return true;
  }

  private stop(command: Command | undefined, reached = true): Stop {
    const { cpu } = this.session.machine;
    const { frames } = this.session.stackTrace(0, MAX_FRAMES);
    return {
      ...(command === undefined ? {} : { command }),
      ...(reached ? {} : { error: 'refused' }),
      pc: cpu.pc,
      sp: cpu.sp >>> 0,
      frames: frames.map(rowOf),
      variables: frames.slice(0, FRAMES_WITH_VARIABLES).flatMap((frame, i) => this.variablesOf(frame, i)),
    };
  }

  private variablesOf(frame: SessionFrame, index: number): readonly VariableRow[] {
    if (frame.kind === 'exception') return [];
    const scope = this.session.scopes(frame.id).find(({ kind }) => kind === 'locals');
    if (scope === undefined) return [];
    return this.session
      .variables(scope.variablesReference)
      .map(({ name, type, value }) => [index, 'local', name, type ?? '', value]);
  }

  private places(addresses: readonly number[]): readonly Place[] {
    return addresses.map((address) => {
      const line = this.debug.lineAt(address);
      return [line === undefined ? '' : basename(line.file.path), line?.line ?? 0, address];
    });
  }

  /** To the place of GDB's stop, from where the command began: the program starts again, for the command may have gone too far. */
  private walkTo({ pc, sp }: Stop, begin: number, breakpoint: string | undefined): boolean {
    this.session = this.open();
    const { machine } = this.session;
    while (machine.retired < begin) machine.run(begin - machine.retired);
    this.setBreakpoints(breakpoint);
    for (let i = 0; i < CATCH_UP; i++) {
      if (machine.cpu.pc === pc && machine.cpu.sp >>> 0 === sp) return true;
      if (!this.perform('stepi')) return false;
    }
    return false;
  }
}

function rowOf({ kind, name, source, line, address }: SessionFrame): FrameRow {
  const shown = kind === 'tailCall' ? 'tail call' : kind === 'crossing' ? 'exception' : kind;
  return [shown, name, source?.name ?? '', line, address ?? 0];
}
