/** What an editor asks about devicetree sources. `devicetree-server` translates the answers into LSP. */
export * from './types.js';
export { fileOf } from './files.js';
export { elementAt } from './element.js';
export { hover } from './hover.js';
export { definitions } from './definitions.js';
export { highlights, references } from './references.js';
export { prepareRename, rename } from './rename.js';
export { documentSymbols, workspaceSymbols } from './symbols.js';
export { foldings } from './folding.js';
export { selectionRanges } from './selection.js';
export { semanticTokens } from './semantic-tokens.js';
export { completions, COMPLETION_TRIGGERS } from './completion.js';
export { inlayHints } from './inlay-hints.js';
export { documentLinks } from './links.js';
export { codeActions, fixAllActions } from './actions.js';
export { mergedSource } from './merged.js';
