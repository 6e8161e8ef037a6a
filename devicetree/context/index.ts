/** Finding out by itself how a devicetree file is compiled: from builds, boards, applications and source trees. */
export { contextsFor } from './contexts-for.js';
export { buildFoldersIn, contextsOfBuild, isBuildFolder } from './build-folder.js';
export { readKconfig } from './kconfig.js';
export { isZephyrBase, versionOf, zephyrBaseFor } from './zephyr-tree.js';
export type { CompilationContext, ContextChoice, ContextKind, ZephyrContext } from './types.js';
