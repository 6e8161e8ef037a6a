/**
 * Loaded into a server's process before the server: on SIGUSR2 it collects garbage and prints `probe HEAP RESIDENT PROCESSOR` to
 * stderr, bytes and microseconds. The processor time is taken before the collection.
 */
process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage();
  // Twice, as finalizers of the first round free more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.stderr.write(`probe ${heapUsed} ${rss} ${user + system}\n`);
});
