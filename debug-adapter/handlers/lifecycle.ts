/** How a session begins, starts over and ends. */
import { UserError } from '../../base/index.js';
import { capabilities } from '../capabilities.js';
import type { Conversation } from '../conversation.js';
import { Client } from '../dap/client.js';
import { Debuggee, THREAD_ID } from '../debuggee.js';
import { checkedConfiguration } from '../program.js';
import type { Handlers } from './handlers.js';

export const lifecycle: Handlers<
  'initialize' | 'launch' | 'attach' | 'configurationDone' | 'restart' | 'terminate' | 'disconnect' | 'cancel'
> = {
  initialize(args, conversation) {
    conversation.client = new Client(args);
    return capabilities();
  },

  launch(args, conversation) {
    if (conversation.debuggee !== undefined) throw new UserError('launched', 'A program is launched already.');
    const { send, failed } = conversation.outlet;
    conversation.debuggee = new Debuggee(checkedConfiguration(args), send, failed);
    conversation.afterResponse(() => {
      // Breakpoints can be checked now, so the client may send them.
      send('initialized', undefined);
      startWhenReady(conversation);
    });
    return undefined;
  },

  attach() {
    throw new UserError(
      'attach',
      'Ringfence has no running target to attach to: it runs the firmware itself. Use "request": "launch".',
    );
  },

  configurationDone(_, conversation) {
    conversation.configured = true;
    conversation.afterResponse(() => startWhenReady(conversation));
    return undefined;
  },

  restart(args, conversation) {
    const { launched } = conversation;
    const given: unknown = args.arguments;
    launched.restart(given === undefined ? launched.configuration : checkedConfiguration(Object(given) as object));
    conversation.locations.clear();
    conversation.afterResponse(() => {
      conversation.send('continued', { threadId: THREAD_ID, allThreadsContinued: true });
      launched.start();
    });
    return undefined;
  },

  terminate(_, conversation) {
    conversation.debuggee?.end();
    conversation.afterResponse(() => conversation.send('terminated', undefined));
    return undefined;
  },

  disconnect(_, conversation) {
    conversation.debuggee?.end();
    conversation.afterResponse(() => conversation.outlet.close());
    return undefined;
  },

  // Requests are answered one after the other as they come, so there is never one to cancel.
  cancel: () => undefined,
};

function startWhenReady(conversation: Conversation): void {
  if (conversation.debuggee === undefined || !conversation.configured || conversation.started) return;
  conversation.started = true;
  conversation.debuggee.start();
}
