/** What a request's handler has at hand: the client, the program once it is launched, and ways to send events. */
import { UserError } from '../base/index.js';
import type { DebugSession } from '../debugger/index.js';
import { Client } from './dap/client.js';
import type { Debuggee } from './debuggee.js';
import { Locations } from './locations.js';
import type { SendEvent } from './send-event.js';

export interface Outlet {
  readonly send: SendEvent;
  /** For what happens while no request is being answered. */
  readonly failed: (error: unknown) => void;
  /** Ends the connection. */
  readonly close: () => void;
}

export class Conversation {
  readonly outlet: Outlet;
  readonly send: SendEvent;
  readonly locations = new Locations();
  client = new Client();
  debuggee: Debuggee | undefined;
  /** Both have to be there before the program starts, and clients differ in what they send first. */
  configured = false;
  started = false;
  /** Whether the client wants to stop at faults that the program handles, too. */
  stopsAtAllFaults = false;
  private pending: (() => void)[] = [];

  constructor(outlet: Outlet) {
    this.outlet = outlet;
    this.send = outlet.send;
  }

  /** The launched program. Throws a UserError before the launch. */
  get launched(): Debuggee {
    if (this.debuggee !== undefined) return this.debuggee;
    throw new UserError('not-launched', 'No program is launched yet.');
  }

  get session(): DebugSession {
    return this.launched.session;
  }

  get stoppedSession(): DebugSession {
    return this.launched.stoppedSession;
  }

  /** For events that must not come before the response. */
  afterResponse(action: () => void): void {
    this.pending.push(action);
  }

  /** Called once the response is out. */
  responded(): void {
    const { pending } = this;
    this.pending = [];
    for (const action of pending) action();
  }

  /** The user wrote memory or registers: whatever the client shows may be old. */
  stateWritten(): void {
    const { retired } = this.session;
    this.afterResponse(() => {
      if (this.client.takesInvalidated) this.send('invalidated', { areas: ['all'] });
      this.send('ringfence/stateChanged', { changed: ['memory', 'mpu', 'locks', 'fault'], retired });
    });
  }
}
