/** Puts together what the rules look at: the compilation, the MPU that its devicetree describes, and what is known of Zephyr. */
import {
  attributeTableFrom,
  mpuPlan,
  mpuTargetOf,
  planConfigFrom,
  type MpuTargetOverrides,
  type PlanOptions,
} from '../zephyr/index.js';
import { declarationOf } from './bindings.js';
import type { LintContext, LintedCompilation, ZephyrContext } from './types.js';

/** `overrides`: what is known better about the core than devicetree says, such as a launch configuration's. */
export function lintContext(
  compilation: LintedCompilation,
  zephyr?: ZephyrContext,
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
