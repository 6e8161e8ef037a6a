/** From merged YAML to a binding: which keys there may be and what they hold (Zephyr, "Devicetree bindings syntax"). */
import type { SourceFile, SourceRange } from '../source/index.js';
import { hasErrors, mergeIncludes, type IncludeLoader } from './include.js';
import { propertySpecs } from './property-spec.js';
import type { Binding } from './types.js';
import { kindText, stringOf, stringsOf } from './yaml-value.js';
import type { YamlMap, YamlValue } from './yaml-value.js';
import { readYaml } from './yaml.js';

/** Child bindings in child bindings; only a file that includes itself there gets so far. */
const MAX_CHILD_DEPTH = 16;

/**
 * The binding of a file, or undefined where it holds none (a fragment for inclusion has no `compatible:`). Trouble goes to the
 * loader's findings; what is wrong is left out of the binding, so that a node is not blamed for it.
 */
export function loadBinding(loader: IncludeLoader, file: SourceFile): Binding | undefined {
  const { root, findings } = readYaml(file);
  loader.findings.push(...findings);
  // edtlib looks before it merges: a compatible that only an included file names does not make a binding.
  if (hasErrors(findings) || root?.kind !== 'map' || !root.entries.has('compatible')) return undefined;
  const fileCompatible = stringOf(root.entries.get('compatible')?.value);
  const build: Build = { loader, file, fileCompatible, includes: [] };
  return buildBinding(build, root, { file, start: 0, end: 0 }, 0);
}

interface Build {
  readonly loader: IncludeLoader;
  readonly file: SourceFile;
  readonly fileCompatible: string | undefined;
  readonly includes: SourceFile[];
}

function buildBinding(build: Build, raw: YamlMap, place: SourceRange, depth: number): Binding {
  const { map, files, isComplete } = mergeIncludes(build.loader, raw);
  for (const file of files) if (!build.includes.includes(file)) build.includes.push(file);
  checkKeys(build, map);
  const compatible = textOf(build, map, 'compatible');
  const description = textOf(build, map, 'description');
  if (depth === 0 && description === undefined && !map.entries.has('description')) {
    error(build, 'binding-description', compatiblePlace(map) ?? place, "A binding needs a 'description'.");
  }
  return {
    file: build.file,
    place: compatiblePlace(map) ?? place,
    compatible,
    fileCompatible: build.fileCompatible,
    title: textOf(build, map, 'title'),
    description,
    buses: buses(build, map),
    onBus: textOf(build, map, 'on-bus'),
    properties: propertySpecs(build.loader.findings, map.entries.get('properties'), isComplete),
    cells: cells(build, map),
    child: childBinding(build, map, depth),
    includes: build.includes,
    isComplete,
  };
}

function childBinding(build: Build, map: YamlMap, depth: number): Binding | undefined {
  const child = map.entries.get('child-binding');
  if (child === undefined) return undefined;
  if (child.value.kind !== 'map') {
    error(build, 'binding-child', child.value.range, `'child-binding' holds a binding, not ${kindText(child.value)}.`);
    return undefined;
  }
  if (depth >= MAX_CHILD_DEPTH) {
    error(
      build,
      'binding-child',
      child.places[0]!,
      `More than ${MAX_CHILD_DEPTH} levels of 'child-binding' are not read.`,
    );
    return undefined;
  }
  return buildBinding(build, child.value, child.places[0]!, depth + 1);
}

function compatiblePlace(map: YamlMap): SourceRange | undefined {
  return map.entries.get('compatible')?.value.range;
}

/** Keys that stand on the top of a binding, beside `…-cells`; `include` is merged away by then. */
const KEYS = new Set([
  'title',
  'description',
  'compatible',
  'bus',
  'on-bus',
  'properties',
  'child-binding',
  'examples',
]);

/** Keys of Zephyr before 2.0, and what to write today. */
const LEGACY: Readonly<Record<string, string>> = {
  '#cells': "'…-cells' with the name of the specifier space",
  child: "'bus'",
  'child-bus': "'bus'",
  parent: "'on-bus'",
  'parent-bus': "'on-bus'",
  'sub-node': "'child-binding'",
};

function checkKeys(build: Build, map: YamlMap): void {
  for (const { key, places } of map.entries.values()) {
    if (KEYS.has(key) || key.endsWith('-cells')) continue;
    const now = LEGACY[key];
    const message =
      now === undefined
        ? `'${key}' is no key of a binding; there are ${[...KEYS].join(', ')}, include and those that end in -cells.`
        : `'${key}' is no longer a key of a binding; write ${now}.`;
    error(build, 'binding-unknown-key', places[0]!, message);
  }
}

function textOf(build: Build, map: YamlMap, key: string): string | undefined {
  const value = map.entries.get(key)?.value;
  if (value === undefined) return undefined;
  const text = stringOf(value);
  if (text !== undefined && (text !== '' || key === 'compatible')) return text;
  const what = value.kind === 'string' ? 'an empty string' : kindText(value);
  error(build, `binding-${key}`, value.range, `'${key}' is a text, not ${what}.`);
  return undefined;
}

/** One bus, or the list of those that a controller speaks: `[i3c, i2c]`. */
function buses(build: Build, map: YamlMap): readonly string[] {
  const value = map.entries.get('bus')?.value;
  if (value === undefined) return [];
  const names = value.kind === 'string' ? [value.value] : onlyStrings(value);
  if (names !== undefined) return names;
  error(build, 'binding-bus', value.range, `'bus' is a name or a list of names, not ${kindText(value)}.`);
  return [];
}

function cells(build: Build, map: YamlMap): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, readonly string[]>();
  for (const { key, value } of map.entries.values()) {
    if (!key.endsWith('-cells')) continue;
    const names = onlyStrings(value);
    if (names === undefined) error(build, 'binding-cells', value.range, `'${key}' is a list of names for the cells.`);
    else result.set(key.slice(0, -'-cells'.length), names);
  }
  return result;
}

/** The strings of a list that holds nothing else. */
function onlyStrings(value: YamlValue): readonly string[] | undefined {
  const names = stringsOf(value);
  return names !== undefined && value.kind === 'list' && names.length === value.items.length ? names : undefined;
}

function error(build: Build, code: string, range: SourceRange, message: string): void {
  build.loader.findings.push({ code, severity: 'error', message, range });
}
