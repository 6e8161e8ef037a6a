/**
 * The syntax tree of devicetree source (Devicetree Specification v0.4, chapter 6, and what dtc and dtlib take beyond it). One
 * tree for one compilation: included files stand where they were included, each range in its own file.
 */
import type { MacroUse, MappedText, Origin } from '../preprocessor/types.js';
import type { DevicetreeFinding, SourceFile, SourceRange } from '../source/index.js';

/** A piece of text with its place. `macro` is set where a macro made it. */
export interface NameSyntax {
  readonly text: string;
  readonly range: SourceRange;
  readonly macro?: MacroUse | undefined;
}

/** `label:`; the range is that of the name. */
export type LabelSyntax = NameSyntax;

/** `&label`, `&{/path}` or, in Linux's dialect, `&{label/path}`. */
export interface ReferenceSyntax {
  readonly kind: 'label' | 'path';
  /** The label or the path, without `&` and braces. */
  readonly target: string;
  readonly range: SourceRange;
  readonly macro?: MacroUse | undefined;
}

/**
 * An arithmetic expression; `value` is undefined where it cannot be computed (an unknown name, a division by zero). For `linux` it
 * is unsigned 64 bits, as dtc computes; for `zephyr` an integer without bounds, as dtlib does, and may be negative: a cell holds
 * its low bits.
 */
export interface ExpressionSyntax {
  readonly kind: 'number' | 'character' | 'unary' | 'binary' | 'conditional' | 'unknown-name' | 'missing';
  readonly value: bigint | undefined;
  readonly range: SourceRange;
  readonly macro?: MacroUse | undefined;
  /** `+`, `<<`, `!` …, for unary and binary. */
  readonly operator?: string | undefined;
  readonly operands: readonly ExpressionSyntax[];
  /** For `unknown-name`: a macro that nobody defined, with its arguments' text if it had some. */
  readonly name?: NameSyntax | undefined;
  readonly argumentsText?: string | undefined;
}

export type CellSyntax =
  | { readonly kind: 'expression'; readonly expression: ExpressionSyntax; readonly range: SourceRange }
  | { readonly kind: 'reference'; readonly reference: ReferenceSyntax; readonly range: SourceRange };

/** A label inside of cells or bytes, and before which byte of that part it stands. */
export interface ValueLabel {
  readonly label: LabelSyntax;
  readonly offsetBytes: number;
}

/** One comma-separated part of a property's value. */
export type ValueSyntax = {
  readonly range: SourceRange;
  /** Before the part. */
  readonly labels: readonly LabelSyntax[];
  readonly innerLabels: readonly ValueLabel[];
  /** Behind the part, before the comma or the semicolon. */
  readonly labelsAfter: readonly LabelSyntax[];
} & (
  | { readonly kind: 'cells'; readonly bits: 8 | 16 | 32 | 64; readonly cells: readonly CellSyntax[] }
  /** `text` has its escapes resolved, each UTF-16 unit one byte (0 to 255). */
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Outside of `<>`: the node's path as a string. */
  | { readonly kind: 'reference'; readonly reference: ReferenceSyntax }
  | {
      readonly kind: 'incbin';
      readonly path: string;
      readonly offset: bigint;
      readonly length: bigint | undefined;
      readonly bytes: Uint8Array | undefined;
    }
  /** What recovery passed over. */
  | { readonly kind: 'invalid' }
);

export interface PropertySyntax {
  readonly kind: 'property';
  readonly name: NameSyntax;
  readonly labels: readonly LabelSyntax[];
  /** Undefined: without `=`, a property without a value. */
  readonly values: readonly ValueSyntax[] | undefined;
  /** True where the value holds neither references nor labels, which spares readers to look for them. */
  readonly isPlain?: boolean;
  /** What a plain value encodes to, once somebody has worked it out; trees that share the syntax share it. */
  encoded?: Uint8Array | undefined;
  /** From the first label or the name to the semicolon. */
  readonly range: SourceRange;
}

export interface NodeSyntax {
  readonly kind: 'node';
  /** A name, `/`, or a reference for a node that stands elsewhere. */
  readonly name: NameSyntax | undefined;
  readonly reference: ReferenceSyntax | undefined;
  readonly labels: readonly LabelSyntax[];
  readonly omitIfNoRef: boolean;
  readonly body: readonly BodySyntax[];
  /** From the first label or the name to the semicolon. */
  readonly range: SourceRange;
  /** From `{` to `}`, both included; where `}` is missing, to where recovery ended the node. */
  readonly bodyRange: SourceRange;
  /** Recovery ended the node: its `}` was not there. */
  readonly unclosed: boolean;
}

export interface DeleteNodeSyntax {
  readonly kind: 'delete-node';
  readonly name: NameSyntax | undefined;
  readonly reference: ReferenceSyntax | undefined;
  readonly range: SourceRange;
}

export interface DeletePropertySyntax {
  readonly kind: 'delete-property';
  readonly name: NameSyntax;
  readonly range: SourceRange;
}

/** `/omit-if-no-ref/ &label;` at the top. */
export interface OmitIfNoRefSyntax {
  readonly kind: 'omit-if-no-ref';
  readonly reference: ReferenceSyntax;
  readonly range: SourceRange;
}

export interface MemoryReservationSyntax {
  readonly kind: 'memreserve';
  readonly labels: readonly LabelSyntax[];
  readonly address: ExpressionSyntax;
  readonly size: ExpressionSyntax;
  readonly range: SourceRange;
}

/** `/dts-v1/;` or `/plugin/;`. */
export interface TagSyntax {
  readonly kind: 'tag';
  readonly name: 'dts-v1' | 'plugin';
  readonly range: SourceRange;
}

export type BodySyntax = PropertySyntax | NodeSyntax | DeleteNodeSyntax | DeletePropertySyntax;
export type TopLevelSyntax = NodeSyntax | DeleteNodeSyntax | OmitIfNoRefSyntax | MemoryReservationSyntax | TagSyntax;

/** `/include/ "file"`, which the parser follows itself. */
export interface SlashIncludeSyntax {
  readonly range: SourceRange;
  readonly nameRange: SourceRange;
  readonly name: string;
  readonly target: SourceFile | undefined;
}

export interface SyntaxTree {
  readonly statements: readonly TopLevelSyntax[];
  readonly slashIncludes: readonly SlashIncludeSyntax[];
  readonly findings: readonly DevicetreeFinding[];
}

/** A token of devicetree source, for semantic colours and for what is typed unfinished. */
export interface DtsToken {
  readonly kind: DtsTokenKind;
  readonly text: string;
  /** In the mapped text. */
  readonly start: number;
  readonly end: number;
  readonly source: MappedText;
}

export type DtsTokenKind =
  'name' | 'label' | 'reference' | 'number' | 'character' | 'string' | 'directive' | 'punctuation' | 'bytes' | 'end';

export type { Origin };
