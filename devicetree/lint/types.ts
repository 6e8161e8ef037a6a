/** What a lint rule is, what it may look at, and what it says. One rule is one file under rules/ and one page under docs/lint/. */
import type { Severity } from '../../base/index.js';
import type { DevicetreeFinding, Fix, RelatedPlace, SourceRange } from '../source/index.js';
import type { Compilation } from '../compilation/index.js';
import type { DevicetreeNode } from '../model/index.js';
import type { AttributeTable, MpuPlan, MpuTarget, ZephyrVersion } from '../zephyr/index.js';

/** What the rules look at: how the sources were read, and what they make together. */
export type LintedCompilation = Pick<Compilation, 'preprocessed' | 'syntax' | 'tree' | 'files'>;

/**
 * How Zephyr takes a property of a node. `declared`: C sees it. `undeclared`: the node's binding lacks it, and the build stops.
 * `no-binding`: no binding matches the node, and Zephyr passes over the property.
 */
export type Declaration = 'declared' | 'undeclared' | 'no-binding';

/** Zephyr's bindings. `zephyrFacts` makes this of a `BindingIndex`; without it, rules judge by what is sure of any release. */
export interface LintBindings {
  /** `declared` too where a binding is not known whole. */
  declaration(node: DevicetreeNode, property: string): Declaration;
}

/** The Zephyr that the sources are for, as far as somebody found out. */
export interface ZephyrFacts {
  /** Undefined: not known. */
  readonly version?: ZephyrVersion | undefined;
  /** `.config`, each value as it stands there without quotes: `CONFIG_ARM_MPU` → `y`. Unset options are absent or `n`. */
  readonly config?: ReadonlyMap<string, string> | undefined;
  /** The data cache's line size. */
  readonly cacheLineBytes?: number | undefined;
  readonly bindings?: LintBindings | undefined;
}

/** `lintContext` makes one. */
export interface LintContext {
  readonly compilation: LintedCompilation;
  readonly target: MpuTarget;
  readonly plan: MpuPlan;
  /** The macros of memory attributes: the workspace's headers, or the built-in table. */
  readonly attributes: AttributeTable;
  readonly zephyr?: ZephyrFacts | undefined;
}

/** What a context may lack. A rule that needs it stays silent without. */
export type Need = 'config' | 'cache-line';

/** What a rule says; its id and severity come from the rule. */
export interface RuleFinding {
  readonly message: string;
  readonly range: SourceRange;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  readonly tag?: 'unnecessary' | 'deprecated';
  /** Places besides `range` at which other checks say the same; see `LintRule.supersedes`. */
  readonly insteadOf?: readonly SourceRange[];
}

export type Report = (finding: RuleFinding) => void;

export interface LintRule {
  /** `ZM040`. */
  readonly id: string;
  readonly severity: Severity;
  /** A few words for lists: `Size is no power of two`. */
  readonly title: string;
  /** The rule's page, from the project's folder: `docs/lint/ZM040.md`. */
  readonly documentation: string;
  readonly needs?: readonly Need[];
  /** Codes of other checks that say the same less exactly; their findings at the same place are dropped. */
  readonly supersedes?: readonly string[];
  check(context: LintContext, report: Report): void;
}

export type RuleSeverity = Severity | 'off';

export interface LintOptions {
  /** Severities that differ from the rules' own, by id. */
  readonly severities?: Readonly<Record<string, RuleSeverity>>;
  /**
   * Findings of the rest of the engine. Those that a rule says better are dropped, comments silence dtc's checks too, and what
   * is left comes back with the rules'.
   */
  readonly checks?: readonly DevicetreeFinding[];
}
