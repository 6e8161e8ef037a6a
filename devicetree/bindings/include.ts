/** `include:` of bindings: files merged into files, with filters, by the rules that Zephyr's edtlib has for it. */
import type { DevicetreeFinding, SourceFile, SourceRange } from '../source/index.js';
import { kindText, sameValue, stringOf, stringsOf, yamlText } from './yaml-value.js';
import type { YamlEntry, YamlMap, YamlValue } from './yaml-value.js';
import { readYaml } from './yaml.js';

/** A file's contents with its includes merged in, and which files these were. */
interface Merged {
  readonly map: YamlMap;
  readonly files: readonly SourceFile[];
  /** Every include was found and read. */
  readonly isComplete: boolean;
}

/** Where merged files are kept while one set of bindings is open, so that a file that many include is merged once. */
export interface IncludeLoader {
  find(name: string): SourceFile | undefined;
  readonly merged: Map<SourceFile, Merged | 'busy' | 'failed'>;
  readonly findings: DevicetreeFinding[];
}

export function includeLoader(find: (name: string) => SourceFile | undefined): IncludeLoader {
  return { find, merged: new Map(), findings: [] };
}

/**
 * `raw` with what its `include:` names merged in and that key gone. Children's includes stay: they are merged when the child
 * binding is built, as edtlib does it. Never fails: what cannot be included is left out with a finding.
 */
export function mergeIncludes(loader: IncludeLoader, raw: YamlMap): Merged {
  const include = raw.entries.get('include');
  if (include === undefined) return { map: raw, files: [], isComplete: true };
  const own = withoutKeys(raw, (key) => key === 'include');
  const merge: Merge = { loader, checkRequired: false, blame: undefined };
  let collected: YamlMap | undefined;
  let isComplete = true;
  const files: SourceFile[] = [];
  for (const element of elements(loader, include.value)) {
    const contents = contentsOf(loader, element, files);
    isComplete &&= contents?.isComplete === true;
    if (contents === undefined) continue;
    const blamed = { ...merge, blame: element.range };
    collected = collected === undefined ? contents.map : mergeMaps(blamed, collected, contents.map, undefined);
  }
  if (collected === undefined) return { map: own, files, isComplete };
  return { map: mergeMaps({ ...merge, checkRequired: true }, own, collected, undefined), files, isComplete };
}

/** Elements of an `include:`: names, and maps with a name and filters. */
function elements(loader: IncludeLoader, include: YamlValue): readonly YamlValue[] {
  if (include.kind === 'string') return [include];
  if (include.kind !== 'list') {
    error(
      loader,
      'binding-include',
      include.range,
      `'include:' takes a file name or a list, not ${kindText(include)}.`,
    );
    return [];
  }
  return include.items.filter((item) => {
    if (item.kind === 'string' || item.kind === 'map') return true;
    error(
      loader,
      'binding-include',
      item.range,
      `An element of 'include:' is a file name or a mapping with 'name', not ${kindText(item)}.`,
    );
    return false;
  });
}

function contentsOf(loader: IncludeLoader, element: YamlValue, files: SourceFile[]): Merged | undefined {
  const name = element.kind === 'string' ? element : member(element, 'name');
  const filter = element.kind === 'map' ? readFilter(loader, element, true) : NO_FILTER;
  if (name === undefined) {
    error(loader, 'binding-include', element.range, "A mapping in 'include:' needs 'name', the file to include.");
    return undefined;
  }
  const text = stringOf(name);
  if (text === undefined) {
    error(loader, 'binding-include', name.range, `'name' takes a file name, not ${kindText(name)}.`);
    return undefined;
  }
  const file = loader.find(text);
  if (file === undefined) {
    error(loader, 'binding-include-not-found', name.range, `No file '${text}' lies in the folders of bindings.`);
    return undefined;
  }
  const merged = loadMerged(loader, file, name.range);
  if (merged === undefined) return undefined;
  for (const each of [file, ...merged.files]) if (!files.includes(each)) files.push(each);
  return { ...merged, map: filtered(merged.map, filter) };
}

function member(value: YamlValue, key: string): YamlValue | undefined {
  return value.kind === 'map' ? value.entries.get(key)?.value : undefined;
}

/** A whole file for inclusion. Undefined with a finding where it includes itself, or is no mapping. */
function loadMerged(loader: IncludeLoader, file: SourceFile, site: SourceRange): Merged | undefined {
  const known = loader.merged.get(file);
  if (known === 'busy') {
    error(
      loader,
      'binding-include-cycle',
      site,
      `'${baseName(file.path)}' is included here by a file that it includes.`,
    );
    return undefined;
  }
  if (known !== undefined) return known === 'failed' ? undefined : known;
  loader.merged.set(file, 'busy');
  const { root, findings } = readYaml(file);
  loader.findings.push(...findings);
  if (hasErrors(findings)) {
    loader.merged.set(file, 'failed');
    return undefined;
  }
  if (root?.kind !== 'map') {
    loader.merged.set(file, 'failed');
    error(loader, 'binding-include', site, `'${baseName(file.path)}' holds no mapping.`);
    return undefined;
  }
  const merged = mergeIncludes(loader, root);
  loader.merged.set(file, merged);
  return merged;
}

/** Whether YAML was broken: what could be read of it may mean something else than was meant. */
export function hasErrors(findings: readonly DevicetreeFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** What a mapping in `include:` lets through. */
interface Filter {
  readonly allow: ReadonlySet<string> | undefined;
  readonly block: ReadonlySet<string> | undefined;
  readonly child: Filter | undefined;
}
const NO_FILTER: Filter = { allow: undefined, block: undefined, child: undefined };
const FILTER_KEYS = ['property-allowlist', 'property-blocklist', 'child-binding'];

function readFilter(loader: IncludeLoader, value: YamlMap, top: boolean): Filter {
  for (const entry of value.entries.values()) {
    if (FILTER_KEYS.includes(entry.key) || (top && entry.key === 'name')) continue;
    const expected = [...(top ? ['name'] : []), ...FILTER_KEYS].join(', ');
    error(loader, 'binding-include', keyPlace(entry), `'${entry.key}' has no meaning here; expected ${expected}.`);
  }
  const allow = nameList(loader, value.entries.get('property-allowlist'));
  const block = nameList(loader, value.entries.get('property-blocklist'));
  if (allow !== undefined && block !== undefined) {
    const place = keyPlace(value.entries.get('property-blocklist')!);
    error(loader, 'binding-include', place, 'property-allowlist and property-blocklist exclude each other.');
  }
  const child = value.entries.get('child-binding');
  if (child !== undefined && child.value.kind !== 'map') {
    error(
      loader,
      'binding-include',
      child.value.range,
      `'child-binding' is a mapping here, not ${kindText(child.value)}.`,
    );
  }
  return { allow, block, child: child?.value.kind === 'map' ? readFilter(loader, child.value, false) : undefined };
}

function nameList(loader: IncludeLoader, entry: YamlEntry | undefined): ReadonlySet<string> | undefined {
  if (entry === undefined) return undefined;
  const names = stringsOf(entry.value);
  if (names !== undefined) return new Set(names);
  error(
    loader,
    'binding-include',
    entry.value.range,
    `'${entry.key}' is a list of names, not ${kindText(entry.value)}.`,
  );
  return undefined;
}

function filtered(map: YamlMap, filter: Filter): YamlMap {
  let result = map;
  const properties = map.entries.get('properties');
  if (properties?.value.kind === 'map' && (filter.allow !== undefined || filter.block !== undefined)) {
    const { allow, block } = filter;
    const value = withoutKeys(properties.value, (key) => (allow !== undefined ? !allow.has(key) : block!.has(key)));
    result = withEntry(result, { ...properties, value });
  }
  const child = map.entries.get('child-binding');
  if (child?.value.kind === 'map' && filter.child !== undefined) {
    result = withEntry(result, { ...child, value: filtered(child.value, filter.child) });
  }
  return result;
}

interface Merge {
  readonly loader: IncludeLoader;
  /** The including file may not say `required: false` where an included one says `required: true`. */
  readonly checkRequired: boolean;
  /** Where to point when two included files disagree; undefined when the including file itself does. */
  readonly blame: SourceRange | undefined;
}

/** Files that say something of one property; more than these nobody asks for. */
const MAX_PLACES = 16;

/** Keys that an including file may word differently. */
const OVERRIDABLE = new Set(['title', 'description', 'compatible', 'examples']);

/** Merges `from` (included) into `to`, key by key. A key of `to` wins; a different value under it is a finding. */
function mergeMaps(merge: Merge, to: YamlMap, from: YamlMap, parent: string | undefined): YamlMap {
  if (to === from) return to;
  const entries = new Map(to.entries);
  for (const theirs of from.entries.values()) {
    const ours = entries.get(theirs.key);
    entries.set(theirs.key, ours === undefined ? theirs : mergeEntries(merge, ours, theirs, parent));
  }
  return { kind: 'map', range: to.range, entries };
}

function mergeEntries(merge: Merge, ours: YamlEntry, theirs: YamlEntry, parent: string | undefined): YamlEntry {
  // The same file may come by several ways.
  if (ours === theirs || ours.value === theirs.value) return ours;
  const places = [...new Set([...ours.places, ...theirs.places])].slice(0, MAX_PLACES);
  if (ours.value.kind === 'map' && theirs.value.kind === 'map') {
    return { key: ours.key, places, value: mergeMaps(merge, ours.value, theirs.value, ours.key) };
  }
  const kept = { key: ours.key, places, value: ours.value };
  if (ours.key === 'required') return { ...kept, value: mergeRequired(merge, ours.value, theirs.value, parent) };
  if (!OVERRIDABLE.has(ours.key) && !sameValue(ours.value, theirs.value)) {
    const where = parent === undefined ? '' : ` of '${parent}'`;
    conflict(
      merge,
      'binding-include-conflict',
      ours.value,
      theirs.value,
      `'${ours.key}'${where} is ${shortText(ours.value)} here and ${shortText(theirs.value)} in ${fileOf(theirs.value)}; ` +
        'an including file cannot change it.',
    );
  }
  return kept;
}

/** `required: true` wins over `required: false`, from wherever it comes; the including file must not loosen it. */
function mergeRequired(merge: Merge, ours: YamlValue, theirs: YamlValue, parent: string | undefined): YamlValue {
  if (ours.kind !== 'boolean' || theirs.kind !== 'boolean') {
    if (sameValue(ours, theirs)) return ours;
    const wrong = ours.kind === 'boolean' ? theirs : ours;
    error(merge.loader, 'binding-required', wrong.range, `'required' is true or false, not ${kindText(wrong)}.`);
    return ours.kind === 'boolean' ? ours : theirs;
  }
  if (merge.checkRequired && theirs.value && !ours.value) {
    conflict(
      merge,
      'binding-required-loosened',
      ours,
      theirs,
      `'${parent ?? 'required'}' is required by ${fileOf(theirs)}; 'required: false' cannot take that back.`,
    );
  }
  return ours.value || !theirs.value ? ours : theirs;
}

function conflict(merge: Merge, code: string, ours: YamlValue, theirs: YamlValue, message: string): void {
  const related = [{ range: theirs.range, message: 'included from here' }];
  if (merge.blame !== undefined) related.unshift({ range: ours.range, message: 'included before' });
  const range = merge.blame ?? ours.range;
  merge.loader.findings.push({ code, severity: 'error', message, range, related });
}

function shortText(value: YamlValue): string {
  const text = yamlText(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function fileOf(value: YamlValue): string {
  return baseName(value.range.file.path);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function keyPlace(entry: YamlEntry): SourceRange {
  return entry.places[0]!;
}

function withoutKeys(map: YamlMap, out: (key: string) => boolean): YamlMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !out(key))) };
}

function withEntry(map: YamlMap, entry: YamlEntry): YamlMap {
  return { ...map, entries: new Map(map.entries).set(entry.key, entry) };
}

function error(loader: IncludeLoader, code: string, range: SourceRange, message: string): void {
  loader.findings.push({ code, severity: 'error', message, range });
}
