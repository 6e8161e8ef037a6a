/**
 * Loaded into a server's process before the server: on SIGUSR2 it collects garbage and prints `probe HEAP RESIDENT PROCESSOR` to
 * stderr, bytes and microseconds; what lies outside of the heap and belongs to it counts as heap. The processor time is taken before the collection.
 */
process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage();
  // Twice, as finalizers of the first round free more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stderr.write(`probe ${heapUsed + external} ${rss} ${user + system}\n`);
});
