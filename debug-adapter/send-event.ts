/** The events that we send: name → body. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { RingfenceEvents } from '../protocol/index.js';

export interface Events extends RingfenceEvents {
  readonly initialized: undefined;
  readonly output: Dap.OutputEvent['body'];
  readonly stopped: Dap.StoppedEvent['body'];
  readonly continued: Dap.ContinuedEvent['body'];
  readonly breakpoint: Dap.BreakpointEvent['body'];
  readonly exited: Dap.ExitedEvent['body'];
  readonly terminated: Dap.TerminatedEvent['body'];
  readonly invalidated: Dap.InvalidatedEvent['body'];
}

export type SendEvent = <Name extends keyof Events>(name: Name, body: Events[Name]) => void;
