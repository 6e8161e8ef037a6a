/**
 * Nodes and properties of the merged tree as the merge fills them; everyone else sees them through the contract's read-only
 * types. They are classes because a board has thousands of each, and most values are never asked for.
 */
import type { NameSyntax, NodeSyntax, PropertySyntax } from '../syntax/tree.js';
import type { DevicetreeNode, DevicetreeProperty, Marker, ValuePart } from './types.js';
import { encodeValue, type EncodedValue } from './value.js';

/** A node under construction. `children` and `properties` hold deleted ones too until `seal`. */
export class TreeNode implements DevicetreeNode {
  readonly name: string;
  readonly baseName: string;
  readonly unitAddress: string | undefined;
  readonly parent: TreeNode | undefined;
  /** The root's is 0. */
  readonly depth: number;
  children = new Map<string, TreeNode>();
  properties = new Map<string, TreeProperty>();
  labels: NameSyntax[] = [];
  definitions: NodeSyntax[] = [];
  phandle: number | undefined;
  deleted = false;
  /** Under /omit-if-no-ref/. */
  omitIfNoRef = false;
  referenced = false;
  /**
   * Names (`p:` a property, `n:` a node) that a deletion in the node's first body came before. dtc keeps such a deletion in the
   * list, where later merges find it first.
   */
  graves: Set<string> | undefined;
  private knownPath: string | undefined;

  constructor(name: string, parent: TreeNode | undefined) {
    this.name = name;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    const at = name.indexOf('@');
    this.baseName = at < 0 ? name : name.slice(0, at);
    this.unitAddress = at < 0 ? undefined : name.slice(at + 1);
  }

  get path(): string {
    return (this.knownPath ??= pathOf(this));
  }
}

function pathOf(node: TreeNode): string {
  const { parent } = node;
  if (parent === undefined) return '/';
  return parent.parent === undefined ? `/${node.name}` : `${parent.path}/${node.name}`;
}

/** A property under construction; its bytes are worked out when somebody asks. */
export class TreeProperty implements DevicetreeProperty {
  readonly name: string;
  readonly node: TreeNode;
  syntax: PropertySyntax;
  history: PropertySyntax[];
  labels: NameSyntax[] = [];
  deleted = false;
  /** The nodes that the value's references mean, in order; undefined where there are no references. */
  targets: readonly (TreeNode | undefined)[] | undefined;
  private encoded: EncodedValue | undefined;

  constructor(node: TreeNode, syntax: PropertySyntax) {
    this.name = syntax.name.text;
    this.node = node;
    this.syntax = syntax;
    this.history = [syntax];
  }

  /** Called by the merge only, before anybody could have asked for the value. */
  assign(syntax: PropertySyntax): void {
    this.syntax = syntax;
    this.history.push(syntax);
  }

  get bytes(): Uint8Array {
    return this.value().bytes;
  }

  get parts(): readonly ValuePart[] {
    return this.value().parts;
  }

  get markers(): readonly Marker[] {
    return this.value().markers;
  }

  private value(): EncodedValue {
    return (this.encoded ??= encodeValue(this.syntax, this.targets));
  }
}
