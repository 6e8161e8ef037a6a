/** The shape of the tables of handlers. */
import type { RequestHandlers } from '../../protocol/index.js';
import type { Conversation } from '../conversation.js';
import type { ArgumentsOf, BodyOf, StandardCommand } from '../dap/standard-requests.js';

/** Answers one request. What it throws becomes an error response. */
export type Handler<Command extends StandardCommand> = (
  args: ArgumentsOf<Command>,
  conversation: Conversation,
) => BodyOf<Command>;

export type Handlers<Commands extends StandardCommand> = { readonly [Command in Commands]: Handler<Command> };

/** The custom requests' handlers, once they know their conversation. */
export type CustomHandlers = (conversation: Conversation) => RequestHandlers;
