/** Which binding describes a node: by compatible and bus, by the parent's child binding, or inferred from what the node says. */
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import { bareSpec } from './property-spec.js';
import type { Binding, BindingIndex, PropertySpec, PropertyType } from './types.js';
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
  /** The node's compatible strings, in order. */
  compatibles(node: DevicetreeNode): readonly string[];
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

/** What is known while a tree is gone through. */
interface Matching {
  readonly found: Map<DevicetreeNode, BindingMatch>;
  readonly busNodes: Map<DevicetreeNode, DevicetreeNode>;
  readonly compatibles: ReadonlyMap<DevicetreeNode, readonly string[]>;
  readonly lookUp: (compatible: string) => readonly Binding[];
}

const NONE: readonly string[] = [];

function matchAll(root: DevicetreeNode, index: BindingIndex): BindingMatches {
  const compatibles = new Map<DevicetreeNode, readonly string[]>();
  // Parents come before their children.
  const nodes = [root];
  for (const node of nodes) {
    const names = compatiblesOf(node);
    if (names.length > 0) compatibles.set(node, names);
    for (const child of node.children.values()) nodes.push(child);
  }
  const matching: Matching = {
    found: new Map(),
    busNodes: new Map(),
    compatibles,
    lookUp: bindingsInUse(index, compatibles.values()),
  };
  for (const node of nodes) matchNode(matching, node);
  const { found, busNodes } = matching;
  return {
    match: (node) => found.get(node),
    busNode: (node) => busNodes.get(node),
    compatibles: (node) => compatibles.get(node) ?? NONE,
    busesAround: (node) => busesOf(matching, busNodes.get(node)),
  };
}

/**
 * Bindings by compatible, but only those of files whose own compatible stands somewhere in the tree: edtlib reads no others, so a
 * compatible that a child binding has is not known without its parent's.
 */
function bindingsInUse(
  index: BindingIndex,
  compatibles: Iterable<readonly string[]>,
): (compatible: string) => readonly Binding[] {
  const used = new Set<string>();
  for (const names of compatibles) for (const name of names) used.add(name);
  const answers = new Map<string, readonly Binding[]>();
  return (compatible) => {
    let answer = answers.get(compatible);
    if (answer === undefined) {
      answer = index.bindingsFor(compatible).filter(({ fileCompatible: own }) => own !== undefined && used.has(own));
      answers.set(compatible, answer);
    }
    return answer;
  };
}

function busesOf({ found }: Matching, node: DevicetreeNode | undefined): readonly string[] {
  return (node === undefined ? undefined : found.get(node)?.binding.buses) ?? NONE;
}

function matchNode(matching: Matching, node: DevicetreeNode): void {
  const bus = busNodeOf(matching, node);
  if (bus !== undefined) matching.busNodes.set(node, bus);
  const match = matchOf(matching, node, busesOf(matching, bus));
  if (match !== undefined) matching.found.set(node, match);
}

/** The parent if it is a bus controller, else the parent's own. A `fixed-partitions` node counts as on no bus, wherever it is. */
function busNodeOf(matching: Matching, node: DevicetreeNode): DevicetreeNode | undefined {
  const { parent } = node;
  if (parent === undefined || matching.compatibles.get(node)?.includes('fixed-partitions') === true) return undefined;
  return busesOf(matching, parent).length > 0 ? parent : matching.busNodes.get(parent);
}

function matchOf(matching: Matching, node: DevicetreeNode, buses: readonly string[]): BindingMatch | undefined {
  const { found, compatibles, lookUp } = matching;
  if (node.path === INFERRED_PATH) return { binding: inferredBinding(node), by: 'inferred' };
  if (!node.properties.has('compatible')) {
    const child = node.parent === undefined ? undefined : found.get(node.parent)?.binding.child;
    return child === undefined ? undefined : { binding: child, by: 'parent' };
  }
  for (const compatible of compatibles.get(node) ?? NONE) {
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
    if (type !== undefined) properties.set(property.name, bareSpec(property.name, type));
  }
  return {
    file: undefined,
    place: undefined,
    compatible: undefined,
    fileCompatible: undefined,
    title: undefined,
    description: 'A node for the application: each property has the type that it is written as.',
    buses: [],
    onBus: undefined,
    properties,
    cells: new Map(),
    child: undefined,
    includes: [],
    isComplete: true,
  };
}
