/** Bindings and their properties as Markdown, for hovers and completion. */
import { baseName } from './include.js';
import { PROPERTY_TYPES, type Binding, type PropertySpec } from './types.js';
import { yamlText } from './yaml-value.js';

/**
 * What a binding says of a property: type, whether it is required, its values, its description, and which file says so. Undefined
 * where the binding does not know the property.
 */
export function describeProperty(binding: Binding, property: string): string | undefined {
  const spec = binding.properties.get(property);
  if (spec === undefined) return undefined;
  const parts = [`**${code(spec.name)}** — ${typeText(spec)}`];
  const facts = factLines(spec);
  if (facts.length > 0) parts.push(facts.map((fact) => `- ${fact}`).join('\n'));
  if (spec.description !== undefined) parts.push(paragraphs(spec.description));
  parts.push(`*${sourceText(binding, spec)}*`);
  return parts.join('\n\n');
}

/** A binding's title, description and file. */
export function describeBinding(binding: Binding): string {
  const name = binding.compatible === undefined ? 'Child node' : code(binding.compatible);
  const title = binding.title === undefined ? '' : ` — ${binding.title}`;
  const bus = binding.onBus === undefined ? '' : ` (on ${binding.onBus})`;
  const parts = [`**${name}**${title}${bus}`];
  if (binding.description !== undefined) parts.push(paragraphs(binding.description));
  if (binding.file !== undefined) parts.push(`*${baseName(binding.file.path)}*`);
  return parts.join('\n\n');
}

function typeText({ type }: PropertySpec): string {
  const { words, example } = PROPERTY_TYPES[type];
  return example === '' ? `${type}: ${words}` : `${type}: ${words}, as in ${code(example)}`;
}

function factLines(spec: PropertySpec): string[] {
  const lines: string[] = [];
  if (spec.deprecated) lines.push('deprecated');
  if (spec.required) lines.push('required');
  if (spec.default !== undefined) lines.push(`default: ${code(yamlText(spec.default))}`);
  if (spec.const !== undefined) lines.push(`always: ${code(yamlText(spec.const))}`);
  if (spec.enum !== undefined) lines.push(`one of: ${spec.enum.map((value) => code(yamlText(value))).join(', ')}`);
  if (spec.min !== undefined) lines.push(`at least: ${code(String(spec.min))}`);
  if (spec.max !== undefined) lines.push(`at most: ${code(String(spec.max))}`);
  if (spec.specifierSpace !== undefined) lines.push(`specifier space: ${code(spec.specifierSpace)}`);
  return lines;
}

/** The binding that counts, and the included files that say something of the property too. */
function sourceText(binding: Binding, spec: PropertySpec): string {
  const own = binding.file === undefined ? "from the node's own properties" : baseName(binding.file.path);
  const others = spec.places.map(({ file }) => baseName(file.path)).filter((name) => name !== own);
  return others.length === 0 ? own : `${own}, from ${[...new Set(others)].join(', ')}`;
}

/** Lines of one paragraph are joined; an indented block and a list keep their lines. */
function paragraphs(text: string): string {
  return text.trim().replaceAll(/[ \t]+$/gm, '');
}

/** As a code span that holds even where the text has backticks. */
function code(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  return `\`\` ${text} \`\``;
}
