/**
 * Ctrl-C, and SIGTERM, with which other programs end this one. The first of them asks a command to come to its end; with the second
 * the process dies as it would without us.
 */

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Runs `action` with a signal that the first SIGINT or SIGTERM aborts. */
export async function interruptible<Result>(action: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, abort);
  };
  const abort = (): void => {
    release();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, abort);
  try {
    return await action(controller.signal);
  } finally {
    release();
  }
}
