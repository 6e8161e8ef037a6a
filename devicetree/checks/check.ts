/** What a check is: one of dtc's, under dtc's name, with the level it has by default. */
import type { RelatedPlace, SourceRange, Fix } from '../source/index.js';
import type { Devicetree, DevicetreeNode, DevicetreeProperty, Dialect } from '../model/index.js';
import type { NodeFacts } from './facts.js';

export type Level = 'error' | 'warning' | 'off';

/** A place and more for one report. Without `range` it is the name of the node or property. */
export interface ReportDetails {
  readonly range?: SourceRange | undefined;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  readonly tag?: 'unnecessary' | 'deprecated';
}

export interface CheckContext {
  readonly tree: Devicetree;
  /** The nodes under /omit-if-no-ref/ that are not in the tree, and all below them. */
  readonly omitted: ReadonlySet<DevicetreeNode>;
  /** What several checks want to know of a node, worked out once. */
  readonly facts: (node: DevicetreeNode) => NodeFacts;
  readonly reportNode: (node: DevicetreeNode, message: string, details?: ReportDetails) => void;
  readonly reportProperty: (property: DevicetreeProperty, message: string, details?: ReportDetails) => void;
}

export interface Check {
  /** dtc's name, as after its -W: `unit_address_vs_reg`. The finding's code is `dtc-unit-address-vs-reg`. */
  readonly name: string;
  /** `linux` is dtc's own default, `zephyr` what Zephyr's build asks of dtc and what its dtlib refuses. */
  readonly level: Readonly<Record<Dialect, Level>>;
  /** dtc runs it before it leaves out nodes under /omit-if-no-ref/, so it sees those too. */
  readonly omittedToo?: boolean;
  readonly tree?: (context: CheckContext) => void;
  readonly node?: (node: DevicetreeNode, context: CheckContext) => void;
  readonly property?: (property: DevicetreeProperty, context: CheckContext) => void;
  /** Which properties `property` wants to see: by name, or those whose names fit; that is asked once for each name. */
  readonly properties?: readonly string[] | ((name: string) => boolean);
}

export const WARNING: Check['level'] = { linux: 'warning', zephyr: 'warning' };
export const ERROR: Check['level'] = { linux: 'error', zephyr: 'error' };
/** Off unless somebody asks for it. */
export const OFF: Check['level'] = { linux: 'off', zephyr: 'off' };
/** dtc's alone: Zephyr's reader says it already, or takes it. */
export const ERROR_OF_DTC: Check['level'] = { linux: 'error', zephyr: 'off' };
