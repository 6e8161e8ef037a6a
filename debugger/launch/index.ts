/** From an ELF file and a board to a machine that is ready to run. */
export { createMachine, prepareLaunch, type CreateOptions, type LaunchRequest, type PreparedLaunch } from './launch.js';
