/** Runs firmware without a debugger: until it exits, faults without handling it, sleeps for good, or reaches its limit. */
import { DebugSession, exceptionName, faultChain, prepareLaunch, type SessionStop } from '../../debugger/index.js';
import { hex32, type Finding } from '../../base/index.js';
import type { RunRequest, Terminal } from '../engine.js';
import type { FaultSummary, RunOutcome } from '../report.js';
import type { Ending } from '../status.js';

/** Large enough that what happens between slices costs nothing. */
const SLICE = 20_000_000;

/** Throws a UserError for an ELF file or board that cannot be used. */
export async function runFirmware(request: RunRequest, terminal: Terminal): Promise<RunOutcome> {
  const { elf: bytes, elfName: name, images, commandLine, files, mpu } = request;
  const launch = prepareLaunch({ bytes, name, images, board: request.board });
  const session = new DebugSession(
    launch,
    {
      output: (_channel, text) => terminal.stdout(text),
      message: (category, message, finding) =>
        request.tell(finding ?? { code: 'run', severity: severityOf(category), message }),
    },
    { mpu, semihosting: () => ({ files, commandLine }) },
  );
  const ending = await untilEnd(session, request.maxInstructions, request.interrupt);
  return {
    ...ending,
    retired: session.retired,
    virtualSeconds: session.retired / launch.board.cpu.clockHz,
  };
}

type End = Pick<RunOutcome, 'ending' | 'fault' | 'interruptedAt'>;

async function untilEnd(session: DebugSession, limit: number, interrupt: AbortSignal): Promise<End> {
  const atOnce = session.stopped;
  if (atOnce !== undefined && atOnce.reason !== 'entry') return endingOf(atOnce, session);
  session.resume({ kind: 'continue' });
  for (;;) {
    const left = limit - session.retired;
    if (left <= 0) return { ending: { kind: 'limit' } };
    const stop = session.slice(Math.min(SLICE, left));
    if (stop !== undefined) return endingOf(stop, session);
    // Signals are delivered between slices.
    await new Promise((resolve) => setImmediate(resolve));
    if (interrupt.aborted) return interrupted(session);
  }
}

function interrupted(session: DebugSession): End {
  const { pc } = session.pause();
  const [frame] = session.stackTrace(0, 1).frames;
  const name = frame?.kind === 'exception' ? undefined : frame?.name;
  const { source, line } = frame ?? {};
  const hasLine = source !== undefined && line !== undefined && line > 0;
  const place = [
    ...(name === undefined || name === hex32(pc) ? [] : [name]),
    ...(hasLine ? [`${source.name}:${line}`] : []),
  ];
  const where = place.length === 0 ? `at ${hex32(pc)}` : `in ${place.join(', ')} (${hex32(pc)})`;
  const { ipsr, privileged } = session.machine.cpu;
  const exception = ipsr === 0 ? null : exceptionName(ipsr);
  const mode =
    exception === null ? `Thread mode, ${privileged ? 'privileged' : 'unprivileged'}` : `the ${exception} handler`;
  return {
    ending: { kind: 'interrupted', where: `${where}, after ${session.retired} instructions, in ${mode}` },
    interruptedAt: {
      exception,
      privileged,
      pc,
      function: name ?? null,
      path: hasLine ? source.path : null,
      line: hasLine ? line : null,
    },
  };
}

function endingOf(stop: SessionStop, session: DebugSession): End {
  return { ending: endingKind(stop), ...(stop.fault === undefined ? {} : { fault: summaryOf(stop.fault, session) }) };
}

function endingKind({ reason, exit }: SessionStop): Ending {
  switch (reason) {
    case 'exited':
      return { kind: 'exit', status: exit?.status ?? 0 };
    case 'exception':
      return { kind: 'fault' };
    case 'lockup':
      return { kind: 'lockup' };
    case 'sleeping':
      return { kind: 'sleeping' };
    case 'breakpoint':
    case 'instructionBreakpoint':
    case 'functionBreakpoint':
    case 'dataBreakpoint':
      return { kind: 'breakpoint' };
    case 'entry':
    case 'step':
    case 'pause':
    case 'goto':
      return { kind: 'limit' };
  }
}

/** The bits of the whole chain; what the last fault of it led to is the exception that ended the run. */
function summaryOf(fault: NonNullable<SessionStop['fault']>, session: DebugSession): FaultSummary {
  const chain = faultChain(fault);
  const last = chain.at(-1) ?? fault;
  return {
    exception: exceptionName(last.exception === 0 ? last.original : last.exception),
    bits: [...new Set(chain.flatMap(({ bits }) => bits))],
    pc: fault.pc,
    address: fault.failure?.access.address ?? null,
    explanation: session.faultCauses().report.trimEnd().split('\n'),
  };
}

function severityOf(category: 'log' | 'warning' | 'information'): Finding['severity'] {
  return category === 'warning' ? 'warning' : 'information';
}
