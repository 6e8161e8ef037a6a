/** Files, places in them, and what is said about them. */
export {
  lineColumn,
  lineStarts,
  offsetAt,
  placeText,
  rangeText,
  type LineColumn,
  type SourceFile,
  type SourceRange,
  type SourceReader,
} from './source-file.js';
export type { DevicetreeFinding, Fix, RelatedPlace, TextEdit } from './findings.js';
