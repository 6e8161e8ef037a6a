/** YAML as plain values with places: what bindings, build_info.yml and board.yml are read from. Nothing here knows a YAML library. */
import type { DevicetreeFinding, SourceFile, SourceRange } from '../source/index.js';

/** One value with its place. Values are immutable and may be shared (an alias is the value that it names). */
export type YamlValue = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly range: SourceRange;
  /** In the order of the file. A key that stands twice counts with its last value, as with PyYAML. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlList {
  readonly kind: 'list';
  readonly range: SourceRange;
  readonly items: readonly YamlValue[];
}

export type YamlScalar =
  | { readonly kind: 'string'; readonly range: SourceRange; readonly value: string }
  /** `text` keeps the notation: `0x10`. */
  | { readonly kind: 'int'; readonly range: SourceRange; readonly value: number; readonly text: string }
  | { readonly kind: 'float'; readonly range: SourceRange; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly range: SourceRange; readonly value: boolean; readonly text: string }
  | { readonly kind: 'null'; readonly range: SourceRange };

export interface YamlEntry {
  readonly key: string;
  /** The key, wherever it stands: more than one place where maps of several files were merged, the nearest first. */
  readonly places: readonly SourceRange[];
  readonly value: YamlValue;
}

/** A file as it was understood. */
export interface YamlDocument {
  readonly file: SourceFile;
  /** Undefined for an empty file, and where nothing could be read. */
  readonly root: YamlValue | undefined;
  readonly findings: readonly DevicetreeFinding[];
}

/** The value of a key, where `value` is a map that has it. */
export function member(value: YamlValue | undefined, key: string): YamlValue | undefined {
  return value?.kind === 'map' ? value.entries.get(key)?.value : undefined;
}

/** The text of a string; undefined for everything else. */
export function stringOf(value: YamlValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}

/** The strings of a list of strings, other items left out; undefined where it is no list. */
export function stringsOf(value: YamlValue | undefined): readonly string[] | undefined {
  if (value?.kind !== 'list') return undefined;
  return value.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

/** A value as one would write it on one line: for messages and hovers. */
export function yamlText(value: YamlValue): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.value);
    case 'null':
      return 'null';
    case 'list':
      return `[${value.items.map(yamlText).join(', ')}]`;
    case 'map':
      return `{${[...value.entries.values()].map(({ key, value: inner }) => `${key}: ${yamlText(inner)}`).join(', ')}}`;
    case 'int':
    case 'float':
    case 'boolean':
      return value.text;
  }
}

/** Equal in kind and content; places do not count. */
export function sameValue(a: YamlValue, b: YamlValue): boolean {
  if (a === b) return true;
  if (a.kind === 'map') {
    if (b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
    return [...a.entries].every(([key, { value }]) => {
      const other = b.entries.get(key);
      return other !== undefined && sameValue(value, other.value);
    });
  }
  if (a.kind === 'list') {
    return (
      b.kind === 'list' && a.items.length === b.items.length && a.items.every((it, i) => sameValue(it, b.items[i]!))
    );
  }
  if (a.kind === 'null') return b.kind === 'null';
  return b.kind === a.kind && b.value === a.value;
}

/** What a value is, for a message: `a list`, `a string`. */
export function kindText(value: YamlValue): string {
  const KINDS = {
    map: 'a mapping',
    list: 'a list',
    string: 'a string',
    int: 'an integer',
    float: 'a floating-point number',
    boolean: 'true or false',
    null: 'nothing',
  } as const;
  return KINDS[value.kind];
}
