/** Running, pausing and stepping. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { exceptionName, type Granularity, type ResumeIntent } from '../../debugger/index.js';
import type { Conversation } from '../conversation.js';
import { THREAD_ID } from '../debuggee.js';
import type { Handlers } from './handlers.js';

export const execution: Handlers<'continue' | 'pause' | 'next' | 'stepIn' | 'stepOut' | 'threads'> = {
  continue(_, conversation) {
    resume({ kind: 'continue' }, conversation);
    return { allThreadsContinued: true };
  },

  pause(_, conversation) {
    const { launched } = conversation;
    conversation.afterResponse(() => launched.pause());
    return undefined;
  },

  next: (args, conversation) => resume({ kind: 'over', ...granularityOf(args) }, conversation),
  stepIn: (args, conversation) => resume({ kind: 'into', ...granularityOf(args) }, conversation),
  stepOut: (_, conversation) => resume({ kind: 'out' }, conversation),

  threads: (_, { debuggee }) => ({
    threads: debuggee === undefined ? [] : [{ id: THREAD_ID, name: coreText(debuggee.session.machine.registers()) }],
  }),
};

function resume(intent: ResumeIntent, { launched, locations }: Conversation): undefined {
  launched.resume(intent);
  locations.clear();
}

function granularityOf({ granularity }: Dap.NextArguments): { granularity: Granularity } {
  return { granularity: granularity === 'instruction' ? 'instruction' : 'line' };
}

/** CONTROL.nPRIV counts in Thread mode only (Armv7-M ARM, B1.4.4). */
function coreText({ xpsr, control }: { readonly xpsr: number; readonly control: number }): string {
  const exception = xpsr & 0x1ff;
  if (exception !== 0) return `Core, Handler mode (${exceptionName(exception)})`;
  return (control & 1) === 0 ? 'Core, Thread mode' : 'Core, Thread mode, unprivileged';
}
