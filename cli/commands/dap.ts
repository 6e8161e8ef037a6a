/** `ringfence dap`: the debug adapter on standard input and output. */
import type { Engine } from '../engine.js';

/** The exit status, once the client has left. */
export async function dap(engine: Engine): Promise<number> {
  await engine.dap();
  return 0;
}
