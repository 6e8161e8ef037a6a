/** Runs the checks over a tree in one pass: every node once, every property once. */
import type { DevicetreeFinding } from '../source/index.js';
import { nodeNameRange, type Devicetree, type DevicetreeNode } from '../model/index.js';
import type { Check, CheckContext, Level, ReportDetails } from './check.js';
import { FactsTable } from './facts.js';
import { CHECKS } from './table.js';

/** Other levels than the defaults, by dtc's name of the check, as dtc's -W and -E give them. */
export type CheckLevels = Readonly<Record<string, Level>>;

/** The code of a check's findings: `dtc-unit-address-vs-reg`. */
export function checkCode(name: string): string {
  return `dtc-${name.replaceAll('_', '-')}`;
}

/**
 * What dtc would say about a tree, with the levels of its dialect. Unlike dtc, a check goes on where another found something
 * that it builds on (dtc's "Failed prerequisite"): it passes over the nodes that it cannot judge.
 */
export function runChecks(tree: Devicetree, levels: CheckLevels = {}): DevicetreeFinding[] {
  const findings: DevicetreeFinding[] = [];
  const facts = new FactsTable();
  const omitted = withDescendants(tree.omitted);
  const contextFor = (check: Check): CheckContext | undefined =>
    contextOf(tree, omitted, check, levels, findings, facts);
  const plan = planOf(CHECKS, contextFor);
  for (const { check, context } of plan.trees) check(context);
  for (const node of tree.nodes()) runOnNode(plan, node, facts);
  if (omitted.size > 0) {
    const early = planOf(
      CHECKS.filter(({ omittedToo }) => omittedToo),
      contextFor,
    );
    for (const node of omitted) runOnNode(early, node, facts);
  }
  return findings;
}

function withDescendants(nodes: Iterable<DevicetreeNode>, found = new Set<DevicetreeNode>()): Set<DevicetreeNode> {
  for (const node of nodes) {
    found.add(node);
    if (node.children.size > 0) withDescendants(node.children.values(), found);
  }
  return found;
}

function runOnNode(plan: Plan, node: DevicetreeNode, facts: FactsTable): void {
  facts.visit(node);
  for (const { check, context } of plan.nodes) check(node, context);
  for (const property of node.properties.values()) {
    for (const { check, context } of stepsFor(plan, property.name)) check(property, context);
  }
}

/** A board has thousands of properties with a few hundred names. */
function stepsFor(plan: Plan, name: string): readonly PropertyStep[] {
  let steps = plan.steps.get(name);
  if (steps === undefined) plan.steps.set(name, (steps = plan.properties.filter(({ wants }) => wants(name))));
  return steps;
}

interface Step<Call> {
  readonly check: Call;
  readonly context: CheckContext;
}

interface PropertyStep extends Step<NonNullable<Check['property']>> {
  readonly wants: (name: string) => boolean;
}

interface Plan {
  readonly trees: Step<NonNullable<Check['tree']>>[];
  readonly nodes: Step<NonNullable<Check['node']>>[];
  readonly properties: PropertyStep[];
  /** The steps for a property, by its name. */
  readonly steps: Map<string, readonly PropertyStep[]>;
}

function planOf(checks: readonly Check[], contextFor: (check: Check) => CheckContext | undefined): Plan {
  const plan: Plan = { trees: [], nodes: [], properties: [], steps: new Map() };
  for (const check of checks) {
    const context = contextFor(check);
    if (context === undefined) continue;
    if (check.tree !== undefined) plan.trees.push({ check: check.tree, context });
    if (check.node !== undefined) plan.nodes.push({ check: check.node, context });
    if (check.property === undefined) continue;
    const { properties = [] } = check;
    const wants = typeof properties === 'function' ? properties : (name: string): boolean => properties.includes(name);
    plan.properties.push({ check: check.property, context, wants });
  }
  return plan;
}

/** Undefined for a check that is off. */
function contextOf(
  tree: Devicetree,
  omitted: ReadonlySet<DevicetreeNode>,
  check: Check,
  levels: CheckLevels,
  findings: DevicetreeFinding[],
  facts: FactsTable,
): CheckContext | undefined {
  const level = levels[check.name] ?? check.level[tree.dialect];
  if (level === 'off') return undefined;
  const code = checkCode(check.name);
  const add = (subject: string, message: string, details: ReportDetails | undefined, node: DevicetreeNode): void => {
    const { range = nodeNameRange(node), ...more } = details ?? {};
    if (range !== undefined) findings.push({ code, severity: level, message, range, subject, ...more });
  };
  return {
    tree,
    omitted,
    facts: (node) => facts.of(node),
    reportNode: (node, message, details) => add(node.path, message, details, node),
    reportProperty: (property, message, details) =>
      add(
        `${property.node.path}:${property.name}`,
        message,
        { range: property.syntax.name.range, ...details },
        property.node,
      ),
  };
}
