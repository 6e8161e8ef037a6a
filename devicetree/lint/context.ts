/** Puts together what the rules look at: the compilation, the MPU that its devicetree describes, and what is known of Zephyr. */
import {
  attributeTableFrom,
  mpuPlan,
  mpuTargetOf,
  planConfigFrom,
  zephyrRulesOf,
  type MpuTargetOverrides,
  type PlanOptions,
} from '../zephyr/index.js';
import { bindingFor, type BindingIndex } from '../bindings/index.js';
import type { ZephyrContext } from '../context/index.js';
import { declarationOf } from './bindings.js';
import type { LintBindings, LintContext, LintedCompilation, ZephyrFacts } from './types.js';

/** `overrides`: what is known better about the core than devicetree says, such as a launch configuration's. */
export function lintContext(
  compilation: LintedCompilation,
  zephyr?: ZephyrFacts,
  overrides: MpuTargetOverrides = {},
): LintContext {
  const { tree, preprocessed } = compilation;
  const version = zephyr?.version ?? 'main';
  const target = mpuTargetOf(tree, overrides);
  const options: PlanOptions = {
    ...(zephyr?.config === undefined ? { zephyr: version } : planConfigFrom(zephyr.config, version)),
    declaresAttribute: (node) => declarationOf(node, 'zephyr,memory-attr', zephyr?.bindings) === 'declared',
  };
  return {
    compilation,
    target,
    plan: mpuPlan(tree, target, options),
    attributes: attributeTableFrom(preprocessed.macros, version),
    ...(zephyr === undefined ? {} : { zephyr }),
  };
}

/**
 * What a compilation context knows for the rules. A `prj.conf` without its build says too little to go by, so only a whole
 * `.config` counts.
 */
export function zephyrFacts(context: ZephyrContext, bindings?: BindingIndex, cacheLineBytes?: number): ZephyrFacts {
  const { version, kconfig, kconfigComplete } = context;
  return {
    version: version === undefined ? undefined : zephyrRulesOf(version),
    config: kconfigComplete ? kconfig : undefined,
    cacheLineBytes,
    bindings: bindings === undefined ? undefined : lintBindings(bindings),
  };
}

/** Bindings as the rules ask for them. */
function lintBindings(index: BindingIndex): LintBindings {
  return {
    declaration: (node, property) => {
      const binding = bindingFor(index, node);
      if (binding === undefined) return 'no-binding';
      return binding.properties.has(property) || !binding.isComplete ? 'declared' : 'undeclared';
    },
  };
}
