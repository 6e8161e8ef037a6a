/** The debug adapter on a pair of streams: for editors that start it as a program. */
import { DebugAdapter } from './adapter.js';

/** Serves one client until it leaves; then the promise is resolved. Nothing else may write to `output`. */
export function serveStreams(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const adapter = new DebugAdapter(() => {
      input.pause();
      resolve();
    });
    adapter.start(input, output);
  });
}

/** The same on standard input and output, which it closes, so that nothing keeps the process alive. */
export async function serveStdio(): Promise<void> {
  await serveStreams(process.stdin, process.stdout);
  process.stdin.destroy();
}
