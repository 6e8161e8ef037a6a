/** Everything about one context in one call. */
export { analyse, analyseInSteps, type Analysis, type AnalysisOptions } from './analyse.js';
