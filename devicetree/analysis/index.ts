/** Everything about one context in one call. */
export { analyse, type Analysis, type AnalysisOptions } from './analyse.js';
