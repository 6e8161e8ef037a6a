/** The devicetree language server: the engine behind `devicetree/` in the Language Server Protocol. */
export { startServer } from './server.js';
