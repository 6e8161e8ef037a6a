/** The ground that every layer stands on: numbers, bytes, findings, errors. No Node, no DOM, no knowledge of chips. */
export { hex32, hex16, hex8, readNumber, align, alignUp, signExtend, bit, bits, type BitField } from './numbers.js';
export { decodeUtf8, encodeUtf8, decodeBase64 } from './text.js';
export { HostError, UserError } from './errors.js';
export { type Finding, type Severity, findingText } from './findings.js';
