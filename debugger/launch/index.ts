/** From an ELF file and a board, built in or of a devicetree, to a machine that is ready to run. */
export { boardFromDevicetree, type BoardFromDevicetree } from './board/board-from-devicetree.js';
export { findBoard } from './board/built-in.js';
export {
  createMachine,
  prepareLaunch,
  type CreateOptions,
  type Image,
  type LaunchRequest,
  type PreparedLaunch,
} from './launch.js';
