/** How trouble reads in the protocol: one sentence for a user's mistake, a plea for a report for our own. */
import { HostError, UserError } from '../../base/index.js';

/** DAP's word for a request that needs a stopped program; its message is the code of the UserError too. */
export const NOT_STOPPED = 'notStopped';

/** The body of an error response, and its short message. */
export interface Refusal {
  readonly message: string;
  readonly body: { readonly error: { readonly id: number; readonly format: string; readonly showUser: boolean } };
}

const USERS_MISTAKE = 1;
const OUR_MISTAKE = 2;

/** `showUser` asks the client to show the sentence in a window of its own. */
export function refusal(error: unknown, showUser: boolean): Refusal {
  if (!(error instanceof UserError)) {
    const format = `This is a mistake in Ringfence, please report it: ${describe(error)}`;
    return { message: format, body: { error: { id: OUR_MISTAKE, format, showUser: true } } };
  }
  const message = error.code === NOT_STOPPED ? NOT_STOPPED : error.message;
  return { message, body: { error: { id: USERS_MISTAKE, format: error.message, showUser } } };
}

function describe(error: unknown): string {
  if (error instanceof HostError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
