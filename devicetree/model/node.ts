/**
 * Nodes and properties of the merged tree as the merge fills them; everyone else sees them through the contract's read-only
 * types. They are classes because a board has thousands of each, and most values are never asked for.
 */
import type { DeleteNodeSyntax, NameSyntax, NodeSyntax, PropertySyntax } from '../syntax/index.js';
import type { DevicetreeNode, DevicetreeProperty, Marker, ValuePart } from './types.js';
import { describeValue, encodeValue, valueLength, type ValueDescription } from './value.js';

const NO_CHILDREN: ReadonlyMap<string, never> = new Map<string, never>();
const NO_PROPERTIES: ReadonlyMap<string, never> = NO_CHILDREN;
const NO_LABELS: readonly NameSyntax[] = [];
const NO_DEFINITIONS: readonly NodeSyntax[] = [];
const NO_TARGETS: readonly never[] = [];

/**
 * A node under construction. Until all is merged, `children` and `properties` hold deleted ones too, and a second one of a name
 * under a key of its own: dtc's lists, of which it always finds the first.
 */
export class TreeNode implements DevicetreeNode {
  readonly name: string;
  parent: TreeNode | undefined;
  /** The root's is 0. */
  readonly depth: number;
  phandle: number | undefined;
  deleted = false;
  /** For a place that a deletion in the parent's first body holds. */
  deletion: DeleteNodeSyntax | undefined;
  /** Under /omit-if-no-ref/. */
  omitIfNoRef = false;
  referenced = false;
  /** No property holds a reference or a label, or is a phandle: nothing in it is to be resolved. */
  isPlain = true;
  /** The body that brought it. */
  broughtBy: NodeSyntax | undefined;
  /** Children behind the first of their name, as a node's first body may have them (dtc). */
  doubles: Map<string, TreeNode[]> | undefined;
  private childMap: Map<string, TreeNode> | undefined;
  private propertyMap: Map<string, TreeProperty> | undefined;
  // Nearly all nodes have one definition and one label at most; a list is made when somebody asks.
  private definition: NodeSyntax | undefined;
  private definitionList: NodeSyntax[] | undefined;
  private label: NameSyntax | undefined;
  private labelList: NameSyntax[] | undefined;
  private knownBaseName: string | undefined;
  private knownPath: string | undefined;

  constructor(name: string, parent: TreeNode | undefined) {
    this.name = name;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  get baseName(): string {
    return (this.knownBaseName ??= beforeAt(this.name));
  }

  get unitAddress(): string | undefined {
    const { length } = this.baseName;
    return length === this.name.length ? undefined : this.name.slice(length + 1);
  }

  get path(): string {
    return (this.knownPath ??= pathOf(this));
  }

  get children(): ReadonlyMap<string, TreeNode> {
    return this.childMap ?? NO_CHILDREN;
  }

  get properties(): ReadonlyMap<string, TreeProperty> {
    return this.propertyMap ?? NO_PROPERTIES;
  }

  get labels(): readonly NameSyntax[] {
    if (this.label === undefined) return NO_LABELS;
    return (this.labelList ??= [this.label]);
  }

  get definitions(): readonly NodeSyntax[] {
    if (this.definition === undefined) return NO_DEFINITIONS;
    return (this.definitionList ??= [this.definition]);
  }

  /** Adds a child at the end. `isNew`: there is none of that name, as whoever adds it has looked up. */
  addChild(child: TreeNode, isNew = false): void {
    this.childMap ??= new Map();
    if (isNew || !this.childMap.has(child.name)) this.childMap.set(child.name, child);
    else this.addDouble(this.childMap, child);
  }

  private addDouble(children: Map<string, TreeNode>, child: TreeNode): void {
    const { name } = child;
    this.doubles ??= new Map();
    const known = this.doubles.get(name);
    if (known === undefined) this.doubles.set(name, [child]);
    else known.push(child);
    children.set(freeKey(children, name), child);
  }

  /** Adds a property at the end. `isNew`: there is none of that name, as whoever adds it has looked up. */
  addProperty(property: TreeProperty, isNew = false): void {
    if (!isPlain(property.syntax)) this.isPlain = false;
    this.propertyMap ??= new Map();
    this.propertyMap.set(isNew ? property.name : freeKey(this.propertyMap, property.name), property);
  }

  addLabel(label: NameSyntax): void {
    if (this.label === undefined) this.label = label;
    else (this.labelList ??= [this.label]).push(label);
  }

  addDefinition(syntax: NodeSyntax): void {
    if (this.definition === undefined) this.definition = syntax;
    else (this.definitionList ??= [this.definition]).push(syntax);
  }

  forgetDefinitions(): void {
    this.definition = undefined;
    this.definitionList = undefined;
  }

  removeChild(name: string): void {
    this.childMap?.delete(name);
  }

  removeProperty(name: string): void {
    this.propertyMap?.delete(name);
  }

  removeLabels(): void {
    this.label = undefined;
    this.labelList = undefined;
  }

  /** Puts others in place of all children and properties. */
  replaceAll(children: Map<string, TreeNode>, properties: Map<string, TreeProperty>): void {
    this.childMap = children;
    this.propertyMap = properties;
    this.doubles = undefined;
  }
}

function isPlain({ name, labels, values, isPlain: hasPlainValue }: PropertySyntax): boolean {
  if (labels.length > 0 || (values !== undefined && hasPlainValue !== true)) return false;
  return name.text !== 'phandle' && name.text !== 'linux,phandle';
}

/** The name, or where that is taken a key that no name is. */
function freeKey(map: ReadonlyMap<string, unknown>, name: string): string {
  return map.has(name) ? `${name}\0${map.size}` : name;
}

function beforeAt(name: string): string {
  const at = name.indexOf('@');
  return at < 0 ? name : name.slice(0, at);
}

function pathOf(node: TreeNode): string {
  const { parent } = node;
  if (parent === undefined) return '/';
  return parent.parent === undefined ? `/${node.name}` : `${parent.path}/${node.name}`;
}

/** What few properties have, or few are asked for. */
interface Rare {
  labels: readonly NameSyntax[];
  /** Assignments before `syntax` and, where dtlib kept a value, behind it. */
  assignments: PropertySyntax[] | undefined;
  description: ValueDescription | undefined;
  targets: (TreeNode | undefined)[] | undefined;
  bytes: Uint8Array | undefined;
}

function newRare(): Rare {
  return { labels: NO_LABELS, assignments: undefined, description: undefined, targets: undefined, bytes: undefined };
}

/** A property under construction; its bytes are worked out when somebody asks. A board has so many that each field counts. */
export class TreeProperty implements DevicetreeProperty {
  node: TreeNode;
  syntax: PropertySyntax;
  deleted = false;
  private rare: Rare | undefined;

  constructor(node: TreeNode, syntax: PropertySyntax) {
    this.node = node;
    this.syntax = syntax;
  }

  get name(): string {
    return this.syntax.name.text;
  }

  private get more(): Rare {
    return (this.rare ??= newRare());
  }

  /** Another assignment; `counts` where its value is the property's from now on. */
  assign(syntax: PropertySyntax, counts = true): void {
    const { more } = this;
    if (more.assignments === undefined) more.assignments = [this.syntax, syntax];
    else more.assignments.push(syntax);
    if (counts) this.syntax = syntax;
    if (!isPlain(syntax)) this.node.isPlain = false;
  }

  /** Comes back after a deletion, as if for the first time. */
  revive(syntax: PropertySyntax): void {
    this.deleted = false;
    this.rare = undefined;
    this.syntax = syntax;
    if (!isPlain(syntax)) this.node.isPlain = false;
  }

  /** The node that the value's next reference means; undefined where there is none. */
  addTarget(target: TreeNode | undefined): void {
    const { more } = this;
    if (more.targets === undefined) more.targets = [target];
    else more.targets.push(target);
  }

  get targets(): readonly (TreeNode | undefined)[] {
    return this.rare?.targets ?? NO_TARGETS;
  }

  get labels(): readonly NameSyntax[] {
    return this.rare?.labels ?? NO_LABELS;
  }

  set labels(labels: readonly NameSyntax[]) {
    this.more.labels = labels;
  }

  get history(): readonly PropertySyntax[] {
    return this.rare?.assignments ?? [this.syntax];
  }

  get bytes(): Uint8Array {
    const { syntax } = this;
    if (syntax.isPlain === true) return (syntax.encoded ??= encodeValue(syntax, undefined));
    return (this.more.bytes ??= encodeValue(syntax, this.rare?.targets));
  }

  get lengthBytes(): number {
    return this.syntax.encoded?.length ?? this.rare?.bytes?.length ?? valueLength(this.syntax, this.rare?.targets);
  }

  get parts(): readonly ValuePart[] {
    return this.described.parts;
  }

  get markers(): readonly Marker[] {
    return this.described.markers;
  }

  private get described(): ValueDescription {
    return (this.more.description ??= describeValue(this.syntax, this.rare?.targets));
  }
}
