/** An analysis as the queries take it. */
import type { Analysis, FolderReader, queries } from '../devicetree/index.js';

const contextOf = new WeakMap<Analysis, queries.QueryContext>();

/** One object for an analysis, as queries keep their indices by it. */
export function queryContext(analysis: Analysis, reader: FolderReader): queries.QueryContext {
  const known = contextOf.get(analysis);
  if (known !== undefined) return known;
  const { compilation, plan, target, attributes, bindings, context, findings } = analysis;
  const made: queries.QueryContext = {
    compilation,
    plan,
    target,
    attributeTable: attributes,
    bindings,
    reader,
    includePaths: context.includePaths,
    findings,
  };
  contextOf.set(analysis, made);
  return made;
}
