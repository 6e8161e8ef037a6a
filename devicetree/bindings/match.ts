/** Which binding describes a node: by compatible and bus, by the parent's child binding, or inferred from what the node says. */
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import { PROPERTY_TYPES, type Binding, type BindingIndex, type PropertySpec, type PropertyType } from './types.js';
import { compatiblesOf, valueShape, type ValueShape } from './values.js';

/** A node's binding, and what led to it. */
export interface BindingMatch {
  readonly binding: Binding;
  /** `inferred` for `/zephyr,user`, whose properties are what they are written as. */
  readonly by: 'compatible' | 'parent' | 'inferred';
}

/** The bindings of one tree. */
export interface BindingMatches {
  match(node: DevicetreeNode): BindingMatch | undefined;
  /** The node that is the controller of the bus that `node` sits on; undefined for a node on no bus. */
  busNode(node: DevicetreeNode): DevicetreeNode | undefined;
  /** Buses that a node sits on: what its bus node's binding has under `bus:`. */
  busesAround(node: DevicetreeNode): readonly string[];
}

/** The node whose properties Zephyr takes as they come (`infer_binding_for_paths` of scripts/dts/gen_edt.py). */
const INFERRED_PATH = '/zephyr,user';

const matchesOf = new WeakMap<DevicetreeNode, WeakMap<BindingIndex, BindingMatches>>();

/** The binding of one node. The whole tree is matched with the first question and remembered with its root. */
export function bindingFor(index: BindingIndex, node: DevicetreeNode): Binding | undefined {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return matchBindings(root, index).match(node)?.binding;
}

/** Matches a whole tree, parents first, as the bus of a node and its child binding come from above. */
export function matchBindings(root: DevicetreeNode, index: BindingIndex): BindingMatches {
  let ofRoot = matchesOf.get(root);
  if (ofRoot === undefined) matchesOf.set(root, (ofRoot = new WeakMap()));
  let matches = ofRoot.get(index);
  if (matches === undefined) ofRoot.set(index, (matches = matchAll(root, index)));
  return matches;
}

function matchAll(root: DevicetreeNode, index: BindingIndex): BindingMatches {
  const found = new Map<DevicetreeNode, BindingMatch>();
  const busNodes = new Map<DevicetreeNode, DevicetreeNode>();
  const busesOf = (node: DevicetreeNode | undefined): readonly string[] =>
    node === undefined ? [] : (found.get(node)?.binding.buses ?? []);
  const lookUp = bindingsInUse(root, index);
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const bus = busNodeOf(node, busNodes, busesOf);
    if (bus !== undefined) busNodes.set(node, bus);
    const match = matchNode(lookUp, node, busesOf(bus), node.parent === undefined ? undefined : found.get(node.parent));
    if (match !== undefined) found.set(node, match);
    stack.push(...node.children.values());
  }
  return {
    match: (node) => found.get(node),
    busNode: (node) => busNodes.get(node),
    busesAround: (node) => busesOf(busNodes.get(node)),
  };
}

/** The parent if it is a bus controller, else the parent's own. A `fixed-partitions` node counts as on no bus, wherever it is. */
function busNodeOf(
  node: DevicetreeNode,
  busNodes: ReadonlyMap<DevicetreeNode, DevicetreeNode>,
  busesOf: (node: DevicetreeNode) => readonly string[],
): DevicetreeNode | undefined {
  const { parent } = node;
  if (parent === undefined || compatiblesOf(node).includes('fixed-partitions')) return undefined;
  return busesOf(parent).length > 0 ? parent : busNodes.get(parent);
}

/**
 * Bindings by compatible, but only those of files whose own compatible stands somewhere in the tree: edtlib reads no others, so a
 * compatible that a child binding has is not known without its parent's.
 */
function bindingsInUse(root: DevicetreeNode, index: BindingIndex): (compatible: string) => readonly Binding[] {
  const used = new Set<string>();
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const compatible of compatiblesOf(node)) used.add(compatible);
    stack.push(...node.children.values());
  }
  return (compatible) =>
    index
      .bindingsFor(compatible)
      .filter(({ fileCompatible }) => fileCompatible !== undefined && used.has(fileCompatible));
}

function matchNode(
  lookUp: (compatible: string) => readonly Binding[],
  node: DevicetreeNode,
  buses: readonly string[],
  parent: BindingMatch | undefined,
): BindingMatch | undefined {
  if (node.path === INFERRED_PATH) return { binding: inferredBinding(node), by: 'inferred' };
  if (!node.properties.has('compatible')) {
    const child = parent?.binding.child;
    return child === undefined ? undefined : { binding: child, by: 'parent' };
  }
  for (const compatible of compatiblesOf(node)) {
    const bindings = lookUp(compatible);
    const onBus = buses.flatMap((bus) => bindings.filter((binding) => binding.onBus === bus))[0];
    const binding = onBus ?? bindings.find((each) => each.onBus === undefined);
    if (binding !== undefined) return { binding, by: 'compatible' };
  }
  return undefined;
}

/** What edtlib infers from a value's form. */
const INFERRED_TYPES: Readonly<Partial<Record<ValueShape, PropertyType>>> = {
  empty: 'boolean',
  bytes: 'uint8-array',
  num: 'int',
  nums: 'array',
  string: 'string',
  strings: 'string-array',
  phandle: 'phandle',
  phandles: 'phandles',
  'phandles-and-nums': 'phandle-array',
  path: 'path',
};

/** The type that `/zephyr,user` gives a property; undefined where none goes with its form. */
export function inferredType(property: DevicetreeProperty): PropertyType | undefined {
  return INFERRED_TYPES[valueShape(property)];
}

function inferredBinding(node: DevicetreeNode): Binding {
  const properties = new Map<string, PropertySpec>();
  for (const property of node.properties.values()) {
    const type = inferredType(property);
    if (type !== undefined) properties.set(property.name, inferredSpec(property, type));
  }
  return {
    file: undefined,
    place: undefined,
    compatible: undefined,
    fileCompatible: undefined,
    title: undefined,
    description: `A node for the application: each property has the type that it is written as.`,
    buses: [],
    onBus: undefined,
    properties,
    cells: new Map(),
    child: undefined,
    includes: [],
    isComplete: true,
  };
}

function inferredSpec({ name }: DevicetreeProperty, type: PropertyType): PropertySpec {
  return {
    name,
    type,
    description: PROPERTY_TYPES[type].words,
    required: false,
    deprecated: false,
    enum: undefined,
    const: undefined,
    default: undefined,
    min: undefined,
    max: undefined,
    specifierSpace: undefined,
    places: [],
  };
}
