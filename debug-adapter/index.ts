/** The debug adapter: the Debug Adapter Protocol on one side, the debugger on the other. */
export { DebugAdapter } from './adapter.js';
export { serveStdio, serveStreams } from './stdio.js';
export type { ArgumentsOf, BodyOf, StandardCommand, StandardRequests } from './dap/standard-requests.js';
