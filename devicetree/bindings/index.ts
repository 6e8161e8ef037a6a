/** Zephyr's bindings: YAML files that say what nodes may and must have, and the checks of a tree against them. */
export { openBindings } from './binding-index.js';
export { checkBindings } from './check.js';
export { describeBinding, describeProperty } from './describe.js';
export { specifierSpaceOf } from './specifiers.js';
export { bindingFor, matchBindings, type BindingMatch, type BindingMatches } from './match.js';
export {
  PROPERTY_TYPES,
  type Binding,
  type BindingIndex,
  type FolderEntry,
  type FolderReader,
  type PropertySpec,
  type PropertyType,
} from './types.js';
export { assignmentText, valueTexts } from './value-text.js';
export { readYaml } from './yaml.js';
export {
  member,
  stringOf,
  stringsOf,
  yamlText,
  type YamlDocument,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlScalar,
  type YamlValue,
} from './yaml-value.js';
