/** Loaded into a server's process before the server: on SIGUSR2 it collects garbage and prints `memory HEAP RESIDENT` to stderr. */
process.on('SIGUSR2', () => {
  // Twice, as finalizers of the first round free more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.stderr.write(`memory ${heapUsed} ${rss}\n`);
});
