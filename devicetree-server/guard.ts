/** Mistakes of ours in a handler cost an answer, never the server. */
import { ResponseError } from 'vscode-languageserver/node';

export type Log = (error: unknown) => void;

/** A handler whose throw is logged and answered with `empty`; sentences for the user (`ResponseError`) go through. */
export function guarded<Args extends readonly unknown[], Result>(
  log: Log,
  empty: Result,
  handler: (...args: Args) => Result | Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log(error);
      return empty;
    }
  };
}
