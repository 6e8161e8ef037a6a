/** Where dtc and Zephyr's dtlib part ways in syntax: all of it, as one table. */
import type { Severity } from '../../base/index.js';

/** Whose rules apply where tools differ: `linux` is dtc, `zephyr` is dtlib. */
export type Dialect = 'linux' | 'zephyr';

export interface DialectRules {
  /** dtc computes in unsigned 64 bits; dtlib in Python's integers, where division rounds down. */
  readonly arithmetic: 'unsigned 64 bits' | 'unbounded';
  /** A literal beyond 64 bits. dtlib only minds what does not fit into its cell. */
  readonly numbersOf64Bits: boolean;
  /** `a { }; b = <1>;` in one body. */
  readonly propertyAfterNode: Severity | undefined;
  /** `a: /delete-node/ b;`: dtc takes the label and forgets it. */
  readonly labelledDeletion: boolean;
  /** `/plugin/;`. */
  readonly plugin: boolean;
  /** `&{label/path}`, of dtc 1.7. */
  readonly pathBelowLabel: boolean;
  /** `\x` without digits ends dtc; dtlib reads it as `x`. */
  readonly hexEscapeNeedsDigits: boolean;
  /** `\777`: dtc keeps the low eight bits, dtlib refuses. */
  readonly octalEscapeAbove255: boolean;
  /** Characters of node names beyond letters and digits; undefined: those of property names. dtc leaves that to its checks. */
  readonly nodeNameSigns: string | undefined;
  /** dtlib refuses `@` in a property's name and a second one in a node's. */
  readonly strictAt: boolean;
}

export const DIALECTS: Readonly<Record<Dialect, DialectRules>> = {
  linux: {
    arithmetic: 'unsigned 64 bits',
    numbersOf64Bits: true,
    propertyAfterNode: 'error',
    labelledDeletion: true,
    plugin: true,
    pathBelowLabel: true,
    hexEscapeNeedsDigits: true,
    octalEscapeAbove255: true,
    nodeNameSigns: undefined,
    strictAt: false,
  },
  zephyr: {
    arithmetic: 'unbounded',
    numbersOf64Bits: false,
    propertyAfterNode: undefined,
    labelledDeletion: false,
    plugin: false,
    pathBelowLabel: false,
    hexEscapeNeedsDigits: false,
    octalEscapeAbove255: false,
    nodeNameSigns: ',._+-@',
    strictAt: true,
  },
};
