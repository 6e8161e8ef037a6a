/** The machine under the debugger. */
export { readExactly, type AccessExplanation, type Target, type TargetState } from './target.js';
export { EmulatorTarget } from './emulator-target.js';
export { frameRegister } from './frame-registers.js';
export {
  dwarfNumber,
  findRegister,
  REGISTERS,
  type RegisterDescription as TargetRegister,
  type RegisterName,
} from './registers.js';
export { boardFromDevicetree, type BoardFromDevicetree } from './board/board-from-devicetree.js';
export { findBoard } from './board/built-in.js';
export { createMachine, prepareLaunch, type CreateOptions, type LaunchRequest, type PreparedLaunch } from './launch.js';
