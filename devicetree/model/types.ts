/** The merged devicetree: what dtc or Zephyr would build, and which source says so. */
import type {
  MemoryReservationSyntax,
  NodeSyntax,
  PropertySyntax,
  DeleteNodeSyntax,
  DeletePropertySyntax,
  NameSyntax,
} from '../syntax/index.js';
import type { Dialect } from '../syntax/index.js';
import type { SourceRange } from '../source/index.js';

export type { Dialect };

/** A place inside a property's bytes that has a meaning beyond its bits. */
export interface Marker {
  readonly kind: 'phandle' | 'path' | 'label';
  readonly offsetBytes: number;
  /** The node that a `phandle` or `path` refers to; undefined where it does not exist. */
  readonly node?: DevicetreeNode;
  /** For `label`, and as written for references. */
  readonly text: string;
  readonly range: SourceRange;
}

/** A part of a property's value as it was written, with its place in the bytes. */
export interface ValuePart {
  readonly kind: 'cells' | 'string' | 'bytes' | 'path' | 'incbin' | 'invalid';
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Width of a cell in bits, for `cells`. */
  readonly bits?: 8 | 16 | 32 | 64;
  readonly range: SourceRange;
}

/** A property that a source gives; a phandle that was allocated is only in `DevicetreeNode.phandle`. */
export interface DevicetreeProperty {
  readonly name: string;
  readonly node: DevicetreeNode;
  /** As dtc would write it, big-endian, references resolved. */
  readonly bytes: Uint8Array;
  /** `bytes.length`, without making the bytes. */
  readonly lengthBytes: number;
  /** The nodes that the value's references mean, in their order, undefined for one that means none. */
  readonly targets: readonly (DevicetreeNode | undefined)[];
  readonly parts: readonly ValuePart[];
  readonly markers: readonly Marker[];
  readonly labels: readonly NameSyntax[];
  /** The assignment that counts. */
  readonly syntax: PropertySyntax;
  /** Every assignment since the property is there, oldest first; with dtc the last is `syntax`. */
  readonly history: readonly PropertySyntax[];
}

export interface DevicetreeNode {
  /** With its unit address: `memory@20000000`; the root's is `/`. */
  readonly name: string;
  /** Before the `@`. */
  readonly baseName: string;
  /** After the `@`, as written; undefined without. */
  readonly unitAddress: string | undefined;
  readonly path: string;
  readonly parent: DevicetreeNode | undefined;
  /** In order of first appearance, as dtc keeps them. */
  readonly children: ReadonlyMap<string, DevicetreeNode>;
  readonly properties: ReadonlyMap<string, DevicetreeProperty>;
  readonly labels: readonly NameSyntax[];
  /** Every place that defines or extends the node since it is there, oldest first. */
  readonly definitions: readonly NodeSyntax[];
  /** Set when a cell refers to the node or it carries one itself. */
  readonly phandle: number | undefined;
}

/** A deletion, and what it took away. */
export interface Deletion {
  readonly syntax: DeleteNodeSyntax | DeletePropertySyntax;
  readonly path: string;
}

/** A name that stands twice in one body. */
export interface Repetition {
  readonly kind: 'node' | 'property';
  /** The node that is there twice, or whose property is. */
  readonly node: DevicetreeNode;
  readonly first: NameSyntax;
  readonly again: NameSyntax;
  /** The second is `/delete-node/` of the first, in the body that brings it: dtc counts that as a second node. */
  readonly isDeletion: boolean;
}

export interface Devicetree {
  readonly dialect: Dialect;
  readonly root: DevicetreeNode;
  /** A plugin (`/plugin/`): unresolved references are left to whoever applies it. */
  readonly isPlugin: boolean;
  readonly memoryReservations: readonly MemoryReservationSyntax[];
  /** Properties with a label, on them or in their values, in the order of the tree. */
  readonly labelledProperties: readonly DevicetreeProperty[];
  /** Some label was given to several nodes. */
  readonly sharesLabels: boolean;
  /** Labels of nodes. */
  readonly labels: ReadonlyMap<string, DevicetreeNode>;
  readonly phandles: ReadonlyMap<number, DevicetreeNode>;
  readonly deletions: readonly Deletion[];
  /** What dtc or dtlib refuses as given twice; here the second extends the first. */
  readonly repetitions: readonly Repetition[];
  /** Nodes under /omit-if-no-ref/ that nothing refers to, and that are therefore not in the tree. */
  readonly omitted: readonly DevicetreeNode[];
  /**
   * The node at a path (`/soc/serial@40`), below an alias (`serial0/child`) or below a label (`&uart0/child`). A unit address
   * may be left out where that is unambiguous, and its hexadecimal digits may be in either case.
   */
  find(path: string): DevicetreeNode | undefined;
  /** Every node, parents first, children in order: the order in which Zephyr's generator walks. */
  nodes(): Iterable<DevicetreeNode>;
}
