/** Every request that the adapter answers, in one table. */
import type { Conversation } from './conversation.js';
import type { StandardCommand } from './dap/standard-requests.js';
import { breakpoints } from './handlers/breakpoints.js';
import { execution } from './handlers/execution.js';
import type { Handlers } from './handlers/handlers.js';
import { lifecycle } from './handlers/lifecycle.js';
import { memory } from './handlers/memory.js';
import { ringfence } from './handlers/ringfence.js';
import { stack } from './handlers/stack.js';

const standard: Handlers<StandardCommand> = { ...lifecycle, ...breakpoints, ...execution, ...stack, ...memory };

/** A request whose arguments nobody has looked at. */
type AnyHandler = (args: unknown, conversation: Conversation) => unknown;

export type RequestTable = ReadonlyMap<string, AnyHandler>;

/** By the command's name. Commands that are not in it do not exist. */
export function requestTable(conversation: Conversation): RequestTable {
  return new Map([...Object.entries(standard), ...Object.entries(ringfence(conversation))] as [string, AnyHandler][]);
}
