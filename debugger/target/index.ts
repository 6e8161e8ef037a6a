/** What the debugger debugs: a program, checked and loaded into a machine. */
export { createMachine, prepareLaunch, type CreateOptions, type LaunchRequest, type PreparedLaunch } from './launch.js';
