/**
 * What an editor asks of a compilation and what it is answered: plain values with ranges and Markdown. Nothing here knows a
 * protocol; a language server only translates.
 */
import type { BindingIndex, FolderEntry } from '../bindings/index.js';
import type { Compilation } from '../compilation/index.js';
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import type { IncludeSite, MacroDefinition, MacroUse } from '../preprocessor/index.js';
import type { DevicetreeFinding, SourceRange, SourceReader, TextEdit } from '../source/index.js';
import type {
  CellSyntax,
  DeleteNodeSyntax,
  DeletePropertySyntax,
  NodeSyntax,
  PropertySyntax,
  ReferenceSyntax,
  SlashIncludeSyntax,
  ValueSyntax,
} from '../syntax/index.js';
import type { AttributeTable, MpuPlan, MpuTarget } from '../zephyr/index.js';

/** A reader that may also list folders, which completion of include paths needs. */
export interface QueryReader extends SourceReader {
  list?(path: string): readonly FolderEntry[] | undefined;
}

/** Everything known of the context in which a file is shown. Indices are kept with `compilation`, so ask with the same object. */
export interface QueryContext {
  readonly compilation: Compilation;
  readonly plan?: MpuPlan | undefined;
  readonly target?: MpuTarget | undefined;
  readonly attributeTable: AttributeTable;
  readonly bindings?: BindingIndex | undefined;
  readonly reader: QueryReader;
  /** Folders for `#include <…>`, in order. */
  readonly includePaths: readonly string[];
  readonly findings: readonly DevicetreeFinding[];
}

/** The innermost thing at a place. `range` is what an editor underlines. */
export type Element = { readonly range: SourceRange } & (
  | {
      readonly kind: 'node-name';
      readonly syntax: NodeSyntax | DeleteNodeSyntax;
      /** Undefined: the node is deleted later, or it is omitted. */
      readonly node: DevicetreeNode | undefined;
    }
  | {
      readonly kind: 'property-name';
      readonly syntax: PropertySyntax | DeletePropertySyntax;
      readonly node: DevicetreeNode | undefined;
      /** The merged property; undefined where it is deleted later. */
      readonly property: DevicetreeProperty | undefined;
    }
  | {
      readonly kind: 'label';
      readonly label: string;
      readonly of: 'node' | 'property' | 'value' | 'reservation';
      readonly node: DevicetreeNode | undefined;
    }
  | {
      readonly kind: 'reference';
      readonly reference: ReferenceSyntax;
      readonly node: DevicetreeNode | undefined;
      /** The property whose value it stands in. */
      readonly place: ValuePlace | undefined;
    }
  | { readonly kind: 'string'; readonly text: string; readonly place: ValuePlace }
  | {
      readonly kind: 'cell';
      readonly place: ValuePlace;
      readonly cell: CellSyntax;
      /** In the property's bytes. */
      readonly offsetBytes: number;
    }
  | { readonly kind: 'value'; readonly place: ValuePlace }
  | { readonly kind: 'macro-use'; readonly use: MacroUse; readonly place: ValuePlace | undefined }
  | { readonly kind: 'macro-definition'; readonly macro: MacroDefinition }
  | { readonly kind: 'include'; readonly site: IncludeSite | SlashIncludeSyntax }
);

export type ElementKind = Element['kind'];

/** A part of a property's value. */
export interface ValuePlace {
  readonly syntax: PropertySyntax;
  readonly value: ValueSyntax;
  /** Which of the value's parts. */
  readonly index: number;
  readonly node: DevicetreeNode | undefined;
  /** The merged property, whose value may come from another assignment (`property.syntax`). */
  readonly property: DevicetreeProperty | undefined;
}

export interface Hover {
  readonly range: SourceRange;
  readonly markdown: string;
}

/** Where something is defined. */
export interface DefinitionTarget {
  /** All of it: the node with its body. */
  readonly range: SourceRange;
  /** What an editor selects: its name. */
  readonly nameRange: SourceRange;
}

export interface Definitions {
  readonly origin: SourceRange;
  readonly targets: readonly DefinitionTarget[];
}

export interface ReferencePlace {
  readonly range: SourceRange;
  /** `declaration`: a label, a `#define`, a node's own name. `write`: an assignment, a node that is extended. */
  readonly kind: 'declaration' | 'write' | 'read';
}

/** What an editor offers to rename. */
export type RenameTarget =
  | { readonly kind: 'possible'; readonly range: SourceRange; readonly placeholder: string }
  /** A sentence that says why not. */
  | { readonly kind: 'refused'; readonly message: string };

export type Renaming =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly message: string };

export interface DocumentSymbol {
  readonly kind: 'node' | 'property' | 'macro';
  readonly name: string;
  /** A label, a short value. */
  readonly detail: string;
  readonly range: SourceRange;
  /** Inside of `range`. */
  readonly nameRange: SourceRange;
  readonly children: readonly DocumentSymbol[];
  readonly deprecated: boolean;
}

/** A node found by name, label or path. */
export interface WorkspaceSymbol {
  readonly kind: 'node' | 'macro';
  readonly name: string;
  /** The path, or the macro's body. */
  readonly container: string;
  readonly range: SourceRange;
}

export interface Folding {
  /** Lines from 0, both shown as the fold's first and last. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment' | 'imports';
}

/** In the order of the numbers in `SemanticTokens.data`; the names of the Language Server Protocol where it has one. */
export const SEMANTIC_TOKEN_TYPES = [
  'namespace',
  'property',
  'variable',
  'macro',
  'number',
  'string',
  'keyword',
  'comment',
  'operator',
  'enumMember',
] as const;
export type SemanticTokenType = (typeof SEMANTIC_TOKEN_TYPES)[number];

/** Bits from 0 in this order. */
export const SEMANTIC_TOKEN_MODIFIERS = ['declaration', 'definition', 'deprecated', 'inactive'] as const;
export type SemanticTokenModifier = (typeof SEMANTIC_TOKEN_MODIFIERS)[number];

/** Completion items in the order in which an editor should show them. */
export interface Completions {
  readonly items: readonly CompletionItem[];
  /** More would come with more letters. */
  readonly isIncomplete: boolean;
}

export interface CompletionItem {
  readonly kind:
    'node' | 'label' | 'property' | 'value' | 'macro' | 'compatible' | 'file' | 'folder' | 'directive' | 'snippet';
  readonly label: string;
  /** Short, behind the label: a type, a path, a value. */
  readonly detail: string | undefined;
  readonly markdown: string | undefined;
  /** What `insert` takes the place of. */
  readonly replace: SourceRange;
  /** With `snippet`, in the snippet syntax of the Language Server Protocol: `$1`, `${1:pin}`, `$0`. */
  readonly insert: string;
  readonly snippet: boolean;
  /** What an editor matches the typed letters with; `label` where it is undefined. */
  readonly filter: string | undefined;
  /** Sorts the item among the others. */
  readonly sort: string;
  readonly deprecated: boolean;
  readonly preselect: boolean;
  /** An `#include` that the item needs. */
  readonly additionalEdits: readonly TextEdit[];
}

export interface InlayHint {
  /** In the file that was asked for. */
  readonly offset: number;
  readonly text: string;
  readonly kind: 'value' | 'parameter';
  /** Before the thing at `offset`, or behind it. */
  readonly side: 'before' | 'after';
  readonly tooltip: string | undefined;
}

export interface DocumentLink {
  readonly range: SourceRange;
  /** A path as the reader names it. */
  readonly target: string;
  readonly tooltip: string;
}

export interface CodeAction {
  readonly title: string;
  /** `fix-all` is `source.fixAll.ringfence` in an editor; `fix-kind` mends every finding of one kind, on request. */
  readonly kind: 'fix' | 'fix-kind' | 'fix-all' | 'suppress';
  readonly edits: readonly TextEdit[];
  /** What it mends; none for `fix-all`. */
  readonly finding: DevicetreeFinding | undefined;
  readonly preferred: boolean;
}
