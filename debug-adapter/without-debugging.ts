/** What the end of a run means to a client that does not debug: an exit code, and a text for its console. */
import type { DebugSession, SessionStop } from '../debugger/index.js';

/** As the command line has them. */
const UNFINISHED = 124;
const FAULT = 126;

export interface RunOutcome {
  readonly exitCode: number;
  readonly text?: string;
}

export function runOutcome(stop: SessionStop, session: DebugSession): RunOutcome {
  switch (stop.reason) {
    case 'exited':
      return { exitCode: stop.exit?.status ?? 0 };
    case 'exception':
    case 'lockup':
      return { exitCode: FAULT, text: session.faultCauses().report };
    case 'breakpoint':
    case 'instructionBreakpoint':
    case 'functionBreakpoint':
    case 'dataBreakpoint':
      return { exitCode: FAULT, text: stop.text };
    case 'sleeping':
    case 'pause':
    case 'entry':
    case 'step':
    case 'goto':
      return { exitCode: UNFINISHED, text: stop.text };
  }
}
