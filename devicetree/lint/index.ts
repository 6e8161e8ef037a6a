/** Rules about Zephyr's memory attributes: what the MPU, the linker and the heap allocator will really do with a devicetree. */
export { canBeSilenced, lint } from './lint.js';
export { lintContext, zephyrFacts } from './context.js';
export { RULES } from './rules.js';
export { applyEdits, fixAll, includeEdits } from './edits.js';
export type {
  Declaration,
  LintBindings,
  LintContext,
  LintedCompilation,
  LintOptions,
  LintRule,
  Need,
  RuleSeverity,
  ZephyrFacts,
} from './types.js';
