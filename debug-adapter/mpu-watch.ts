/** Tells the client, a few times a second at most, that a running program has reprogrammed its MPU. */
import { registerValues, type DebugSession } from '../debugger/index.js';
import type { SendEvent } from './send-event.js';

const LOOK_EVERY_MS = 300;

export class MpuWatch {
  private readonly send: SendEvent;
  private seen = '';
  private lookedAt = 0;

  constructor(send: SendEvent) {
    this.send = send;
  }

  /** What the MPU holds as the program sets out. */
  begin(session: DebugSession): void {
    this.seen = registersText(session);
    this.lookedAt = performance.now();
  }

  look(session: DebugSession): void {
    const now = performance.now();
    if (now - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = now;
    const text = registersText(session);
    if (text === this.seen) return;
    this.seen = text;
    this.send('ringfence/stateChanged', { changed: ['mpu', 'locks'], retired: session.retired });
  }
}

function registersText({ machine }: DebugSession): string {
  return registerValues(machine.mpuView).join();
}
