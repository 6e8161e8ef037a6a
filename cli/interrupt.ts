/** Ctrl-C. The first one asks a command to come to its end; with the second the process dies as it would without us. */

/** Runs `action` with a signal that the first SIGINT aborts. */
export async function interruptible<Result>(action: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  process.once('SIGINT', abort);
  try {
    return await action(controller.signal);
  } finally {
    process.off('SIGINT', abort);
  }
}
