/** Completion in values: references with their cells, values that the binding allows, compatible strings. */
import { bindingFor, specifierSpaceOf, type PropertySpec, type YamlValue } from '../bindings/index.js';
import { cellCount, type DevicetreeNode } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import { item, plain } from './completion-items.js';
import { attributeItems, macroItems } from './completion-macros.js';
import type { BodyPlace } from './completion-place.js';
import { cellNames } from './specifiers.js';
import { STATUS_VALUES } from './standard.js';
import type { CompletionItem, Completions, QueryContext } from './types.js';

export interface ValueRequest {
  readonly inside: 'cells' | 'string' | 'nothing';
  readonly property: string;
  readonly body: BodyPlace;
  readonly replace: SourceRange;
  readonly prefix: string;
}

/** Compatible strings that are offered at once. */
const MOST_COMPATIBLES = 400;

export function valueItems(context: QueryContext, request: ValueRequest): Completions {
  const { inside, property, body, replace, prefix } = request;
  const spec = specOf(context, body.node, property);
  if (inside === 'string') return stringItems(context, request, spec, '');
  if (prefix.startsWith('&{')) return all(pathItems(context, replace, prefix.includes('}')));
  const references = referenceItems(context, replace, property, spec, inside === 'cells');
  if (prefix.startsWith('&')) return all(references);
  if (/^\d/.test(prefix)) return all([]);
  if (inside === 'nothing') return outsideItems(context, request, spec, references);
  if (property === 'zephyr,memory-attr')
    return all([...attributeItems(context, replace, ['', '']), ...macroItems(context, replace, '5')]);
  const wantsReference = spec === undefined ? false : /^phandle/.test(spec.type);
  return all([
    ...numberItems(replace, spec),
    ...references.map((each) => (wantsReference ? each : { ...each, sort: `7${each.sort}` })),
    ...macroItems(context, replace, '5'),
  ]);
}

function all(items: readonly CompletionItem[]): Completions {
  return { items, isIncomplete: false };
}

function specOf(
  { bindings }: QueryContext,
  node: DevicetreeNode | undefined,
  property: string,
): PropertySpec | undefined {
  return bindings === undefined || node === undefined
    ? undefined
    : bindingFor(bindings, node)?.properties.get(property);
}

/** Behind `=` or a comma, before any quote or bracket. */
function outsideItems(
  context: QueryContext,
  request: ValueRequest,
  spec: PropertySpec | undefined,
  references: readonly CompletionItem[],
): Completions {
  const { property, replace } = request;
  if (property === 'zephyr,memory-attr') return all(attributeItems(context, replace, ['<', '>']));
  const strings = stringItems(context, request, spec, '"');
  if (strings.items.length > 0) return strings;
  if (spec?.type === 'path' || request.body.node?.path === '/chosen' || request.body.node?.path === '/aliases') {
    return all(references);
  }
  if (spec !== undefined && /^phandle/.test(spec.type)) {
    return all(references.map((each) => ({ ...each, insert: `<${each.insert}>`, filter: each.label })));
  }
  return all(numberItems(replace, spec).map((each) => ({ ...each, insert: `<${each.insert}>` })));
}

/** Strings for a property; `quote` stands around each where none is typed yet. */
function stringItems(
  context: QueryContext,
  { property, replace, prefix, body }: ValueRequest,
  spec: PropertySpec | undefined,
  quote: '' | '"',
): Completions {
  // In quotes, the word begins behind the first one and ends before the last.
  const inner = quote === '' && prefix.startsWith('"') ? { ...replace, start: replace.start + 1 } : replace;
  const string = (text: string, order: string, more: Partial<CompletionItem>): CompletionItem =>
    item('value', text, inner, order, { insert: `${quote}${text}${quote}`, ...more });
  if (property === 'status') {
    return all(
      [...STATUS_VALUES].map(([text, words], i) => string(text, String(i), { markdown: words, preselect: i === 0 })),
    );
  }
  if (property === 'compatible') return compatibleItems(context, prefix.replaceAll('"', ''), string);
  if (property === 'zephyr,memory-region' || spec === undefined) return all(pathStrings(context, body, string, quote));
  const values = [...(spec.const === undefined ? [] : [spec.const]), ...(spec.enum ?? [])];
  return all(
    values.flatMap((value, i) =>
      value.kind === 'string'
        ? [string(value.value, String(Math.min(i, 9)), { preselect: isDefault(spec, value) })]
        : [],
    ),
  );
}

function isDefault({ default: usual }: PropertySpec, value: YamlValue): boolean {
  return (
    usual !== undefined &&
    usual.kind === value.kind &&
    'value' in usual &&
    'value' in value &&
    usual.value === value.value
  );
}

/** In /aliases and /chosen strings may be paths. */
function pathStrings(
  { compilation }: QueryContext,
  { node }: BodyPlace,
  string: (text: string, order: string, more: Partial<CompletionItem>) => CompletionItem,
  quote: '' | '"',
): readonly CompletionItem[] {
  if (quote !== '' || (node?.path !== '/aliases' && node?.path !== '/chosen')) return [];
  const items: CompletionItem[] = [];
  for (const each of compilation.tree.nodes()) {
    if (items.length >= MOST_COMPATIBLES) break;
    items.push(string(each.path, '1', { kind: 'node', detail: each.labels[0]?.text }));
  }
  return items;
}

function compatibleItems(
  { bindings, compilation }: QueryContext,
  typed: string,
  string: (text: string, order: string, more: Partial<CompletionItem>) => CompletionItem,
): Completions {
  const names = new Set(bindings?.compatibles() ?? []);
  if (bindings === undefined) {
    for (const node of compilation.tree.nodes()) {
      const value = node.properties.get('compatible')?.syntax.values ?? [];
      for (const part of value) if (part.kind === 'string') names.add(part.text);
    }
  }
  const wanted = typed.toLowerCase();
  const fitting = [...names].filter((name) => name.toLowerCase().includes(wanted));
  const items = fitting
    .slice(0, MOST_COMPATIBLES)
    .map((name) => string(name, name.toLowerCase().startsWith(wanted) ? '1' : '2', { kind: 'compatible' }));
  return { items, isIncomplete: fitting.length > MOST_COMPATIBLES };
}

function numberItems(replace: SourceRange, spec: PropertySpec | undefined): readonly CompletionItem[] {
  const values = [...(spec?.const === undefined ? [] : [spec.const]), ...(spec?.enum ?? [])];
  return values.flatMap((value, i) =>
    value.kind === 'int'
      ? [item('value', value.text, replace, `0${String(i).padStart(3, '0')}`, { preselect: isDefault(spec!, value) })]
      : [],
  );
}

/** Labels; where the property's specifier space is known only its controllers, with their cells to fill in. */
export function referenceItems(
  context: QueryContext,
  replace: SourceRange,
  property: string,
  spec: PropertySpec | undefined,
  inCells: boolean,
): readonly CompletionItem[] {
  const space = inCells ? spaceFor(property, spec) : undefined;
  const labels = [...context.compilation.tree.labels];
  const controllers = space === undefined ? [] : labels.filter(([, node]) => node.properties.has(`#${space}-cells`));
  const shown = controllers.length > 0 ? controllers : labels;
  return shown.map(([label, node]) => {
    const cells = controllers.length > 0 && space !== undefined ? cellsSnippet(context, node, space) : '';
    return item('label', `&${label}`, replace, '1', {
      detail: node.path,
      insert: `&${label}${cells}`,
      snippet: cells !== '',
    });
  });
}

function spaceFor(property: string, spec: PropertySpec | undefined): string | undefined {
  if (property === 'interrupts-extended') return 'interrupt';
  if (spec !== undefined) {
    return spec.type === 'phandle-array' ? (spec.specifierSpace ?? specifierSpaceOf(property)) : undefined;
  }
  return /-?gpio$/.test(property) ? 'gpio' : specifierSpaceOf(property);
}

/** ` ${1:pin} ${2:flags}`. */
function cellsSnippet(context: QueryContext, controller: DevicetreeNode, space: string): string {
  const count = Math.min(cellCount(controller, `#${space}-cells`) ?? 0, 16);
  const names = cellNames(context, controller, space);
  return Array.from({ length: count }, (_, i) => ` \${${i + 1}:${plain(names[i] ?? '0')}}`).join('');
}

/** Every node by its path. */
function pathItems({ compilation }: QueryContext, replace: SourceRange, closed: boolean): readonly CompletionItem[] {
  const items: CompletionItem[] = [];
  for (const node of compilation.tree.nodes()) {
    if (items.length >= 4000) break;
    const text = `&{${node.path}`;
    const follows = closed || replace.file.text.charCodeAt(replace.end) === 0x7d;
    items.push(
      item('node', `&{${node.path}}`, replace, '1', {
        detail: node.labels[0]?.text,
        insert: follows ? text : `${text}}`,
      }),
    );
  }
  return items;
}
