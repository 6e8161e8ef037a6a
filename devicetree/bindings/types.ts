/** What Zephyr's bindings say of nodes, and where bindings are found. Shapes follow Zephyr's "Devicetree bindings syntax". */
import type { DevicetreeFinding, SourceFile, SourceRange, SourceReader } from '../source/index.js';
import type { YamlValue } from './yaml-value.js';

/** The types that `type:` may name, with the form that a value takes (Zephyr, "Devicetree bindings syntax", type). */
export const PROPERTY_TYPES = {
  string: { words: 'one string', example: '"text"' },
  int: { words: 'one 32-bit number', example: '<1>' },
  boolean: { words: 'no value', example: '' },
  array: { words: '32-bit numbers', example: '<1 2 3>' },
  'uint8-array': { words: 'bytes', example: '[01 02 03]' },
  'string-array': { words: 'strings', example: '"a", "b"' },
  phandle: { words: 'one reference to a node', example: '<&label>' },
  phandles: { words: 'references to nodes', example: '<&label1 &label2>' },
  'phandle-array': { words: 'references to nodes, each with its cells', example: '<&label1 1 2>, <&label2 3>' },
  path: { words: 'a path to a node', example: '&label' },
  compound: { words: 'any value', example: '' },
} as const;
export type PropertyType = keyof typeof PROPERTY_TYPES;

/** What a binding says of one property, includes merged in. */
export interface PropertySpec {
  readonly name: string;
  readonly type: PropertyType;
  readonly description: string | undefined;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly enum: readonly YamlValue[] | undefined;
  readonly const: YamlValue | undefined;
  readonly default: YamlValue | undefined;
  /** Bounds of an int and of each number of an array. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly specifierSpace: string | undefined;
  /** The property's key in every file that says something of it: the binding itself first, then what it includes. */
  readonly places: readonly SourceRange[];
}

/** A binding, includes merged in. */
export interface Binding {
  /** Undefined for one that was made from a node's own properties (`/zephyr,user`). */
  readonly file: SourceFile | undefined;
  /** The file's `compatible:`, else the file's start; for a child binding, its key. */
  readonly place: SourceRange | undefined;
  readonly compatible: string | undefined;
  /** The compatible at the top of the file: for a child binding, that of the binding it stands in. */
  readonly fileCompatible: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** Buses that nodes with this binding are controllers of. */
  readonly buses: readonly string[];
  /** The bus that nodes with this binding sit on. */
  readonly onBus: string | undefined;
  readonly properties: ReadonlyMap<string, PropertySpec>;
  /** Names of the cells of a specifier, by specifier space: `gpio` → `pin`, `flags`. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
  /** For children without a compatible of their own. */
  readonly child: Binding | undefined;
  /** Every file that was merged in, in order. */
  readonly includes: readonly SourceFile[];
  /** False where an `include:` could not be followed: then a property may be declared after all. */
  readonly isComplete: boolean;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** A reader that can also list folders. */
export interface FolderReader extends SourceReader {
  /**
   * What lies in a folder, in any order; undefined where there is no such folder. A link to a file counts as the file; a link to a
   * folder is left out, as edtlib does it, because it can lead back up.
   */
  list(path: string): readonly FolderEntry[] | undefined;
}

/** The bindings of some folders. Files are read once when it is opened, parsed when a node asks for them. */
export interface BindingIndex {
  readonly folders: readonly string[];
  /** Every YAML file found, in order of the search. */
  readonly files: readonly SourceFile[];
  /** Compatible strings that have a binding, sorted; child bindings that have their own are among them. */
  compatibles(): readonly string[];
  /** Bindings for a compatible: one for each bus that it is bound to, and at most one for no bus in particular. */
  bindingsFor(compatible: string): readonly Binding[];
  /** The file of an `include:`. Of several with one name the last found counts, as with edtlib. */
  included(name: string): SourceFile | undefined;
  /** Vendor prefixes with their names, of every `vendor-prefixes.txt` in the folders; undefined where there is none. */
  readonly vendorPrefixes: ReadonlyMap<string, string> | undefined;
  /** What was wrong with the bindings asked for so far; the ranges lie in YAML files. */
  findings(): readonly DevicetreeFinding[];
}
