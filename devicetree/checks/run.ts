/** Runs the checks over a tree in one pass: every node once, every property once. */
import type { DevicetreeFinding } from '../source/index.js';
import { nodeNameRange, type Devicetree, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { Check, CheckContext, Level, ReportDetails } from './check.js';
import { factsOf, type NodeFacts } from './facts.js';
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
  const facts = new Map<DevicetreeNode, NodeFacts>();
  const omitted = tree.omitted.flatMap(withDescendants);
  const contextFor = (check: Check): CheckContext | undefined =>
    contextOf(tree, omitted, check, levels, findings, facts);
  const plan = planOf(CHECKS, contextFor);
  for (const { check, context } of plan.trees) check(context);
  for (const node of tree.nodes()) runOnNode(plan, node);
  if (omitted.length > 0) {
    const early = planOf(
      CHECKS.filter(({ omittedToo }) => omittedToo),
      contextFor,
    );
    for (const node of omitted) runOnNode(early, node);
  }
  return findings;
}

function withDescendants(node: DevicetreeNode): DevicetreeNode[] {
  return [node, ...[...node.children.values()].flatMap(withDescendants)];
}

function runOnNode(plan: Plan, node: DevicetreeNode): void {
  for (const { check, context } of plan.nodes) check(node, context);
  for (const property of node.properties.values()) {
    const named = plan.named.get(property.name);
    if (named !== undefined) for (const { check, context } of named) check(property, context);
    for (const { check, context } of plan.properties) check(property, context);
  }
}

interface Step<Call> {
  readonly check: Call;
  readonly context: CheckContext;
}

interface Plan {
  readonly trees: Step<(context: CheckContext) => void>[];
  readonly nodes: Step<(node: DevicetreeNode, context: CheckContext) => void>[];
  readonly properties: Step<(property: DevicetreeProperty, context: CheckContext) => void>[];
  readonly named: Map<string, Plan['properties']>;
}

function planOf(checks: readonly Check[], contextFor: (check: Check) => CheckContext | undefined): Plan {
  const plan: Plan = { trees: [], nodes: [], properties: [], named: new Map() };
  for (const check of checks) {
    const context = contextFor(check);
    if (context === undefined) continue;
    if (check.tree !== undefined) plan.trees.push({ check: check.tree, context });
    if (check.node !== undefined) plan.nodes.push({ check: check.node, context });
    if (check.property === undefined) continue;
    const step = { check: check.property, context };
    if (check.properties === 'all') {
      plan.properties.push(step);
      continue;
    }
    for (const name of check.properties ?? []) {
      const steps = plan.named.get(name);
      if (steps === undefined) plan.named.set(name, [step]);
      else steps.push(step);
    }
  }
  return plan;
}

/** Undefined for a check that is off. */
function contextOf(
  tree: Devicetree,
  omitted: readonly DevicetreeNode[],
  check: Check,
  levels: CheckLevels,
  findings: DevicetreeFinding[],
  facts: Map<DevicetreeNode, NodeFacts>,
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
    facts: (node) => {
      let known = facts.get(node);
      if (known === undefined) facts.set(node, (known = factsOf(node)));
      return known;
    },
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
