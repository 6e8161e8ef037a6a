/** dtc's checks over a merged tree. */
export { type Level as CheckLevel } from './check.js';
export { checkCode, runChecks, type CheckLevels } from './run.js';
export { CHECKS } from './table.js';
