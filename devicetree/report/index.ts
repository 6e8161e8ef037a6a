/** Findings as text, JSON and SARIF. */
export { displayPath, placeOf, type Place } from './places.js';
export { findingLines, textReport, type TextOptions } from './text.js';
export { jsonReport, type JsonFinding, type JsonFix, type JsonReport } from './json.js';
export { sarifLog, type SarifLog, type SarifOptions, type SarifRule } from './sarif.js';
