/**
 * The tree's pieces. Each holds its place in the mapped text and looks up the place in a file only when somebody asks: most
 * ranges of a board are never asked for.
 */
import type { MacroUse, MappedText, Origin } from '../preprocessor/index.js';
import type { SourceRange } from '../source/index.js';
import type {
  BodySyntax,
  CellSyntax,
  DeleteNodeSyntax,
  DeletePropertySyntax,
  ExpressionSyntax,
  LabelSyntax,
  MemoryReservationSyntax,
  NameSyntax,
  NodeSyntax,
  OmitIfNoRefSyntax,
  PropertySyntax,
  ReferenceSyntax,
  TagSyntax,
  ValueLabel,
  ValueSyntax,
} from './tree.js';

export const NONE: readonly never[] = [];

class Piece {
  readonly source: MappedText;
  readonly start: number;
  end: number;
  private known: Origin | undefined = undefined;

  constructor(source: MappedText, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  get range(): SourceRange {
    return this.origin.range;
  }

  get macro(): MacroUse | undefined {
    return this.origin.macro;
  }

  private get origin(): Origin {
    return (this.known ??= this.source.origin(this.start, this.end));
  }
}

export class Name extends Piece implements NameSyntax {
  readonly text: string;

  constructor(source: MappedText, start: number, end: number, text: string) {
    super(source, start, end);
    this.text = text;
  }
}

export class Reference extends Piece implements ReferenceSyntax {
  readonly kind: 'label' | 'path';
  readonly target: string;

  constructor(source: MappedText, start: number, end: number, kind: 'label' | 'path', target: string) {
    super(source, start, end);
    this.kind = kind;
    this.target = target;
  }
}

export class Expression extends Piece implements ExpressionSyntax {
  readonly kind: ExpressionSyntax['kind'];
  readonly value: bigint | undefined;
  readonly operator: string | undefined;
  readonly operands: readonly ExpressionSyntax[];
  readonly name: NameSyntax | undefined;
  readonly argumentsText: string | undefined;

  constructor(
    place: { source: MappedText; start: number; end: number },
    kind: ExpressionSyntax['kind'],
    value: bigint | undefined,
    more?: {
      operator?: string;
      operands?: readonly ExpressionSyntax[];
      name?: NameSyntax;
      argumentsText?: string | undefined;
    },
  ) {
    super(place.source, place.start, place.end);
    this.kind = kind;
    this.value = value;
    this.operator = more?.operator;
    this.operands = more?.operands ?? NONE;
    this.name = more?.name;
    this.argumentsText = more?.argumentsText;
  }
}

export class ExpressionCell {
  readonly kind = 'expression';
  readonly expression: Expression;

  constructor(expression: Expression) {
    this.expression = expression;
  }

  get range(): SourceRange {
    return this.expression.range;
  }
}

export class ReferenceCell {
  readonly kind = 'reference';
  readonly reference: Reference;

  constructor(reference: Reference) {
    this.reference = reference;
  }

  get range(): SourceRange {
    return this.reference.range;
  }
}

/** What the parts of a value have in common; `what` is the part of the union that differs. */
class ValuePiece extends Piece {
  readonly labels: readonly LabelSyntax[];
  innerLabels: readonly ValueLabel[] = NONE;
  labelsAfter: readonly LabelSyntax[] = NONE;

  constructor(source: MappedText, start: number, end: number, labels: readonly LabelSyntax[]) {
    super(source, start, end);
    this.labels = labels;
  }
}

export class CellsValue extends ValuePiece {
  readonly kind = 'cells';
  readonly bits: 8 | 16 | 32 | 64;
  readonly cells: CellSyntax[] = [];

  constructor(source: MappedText, start: number, labels: readonly LabelSyntax[], bits: 8 | 16 | 32 | 64) {
    super(source, start, start, labels);
    this.bits = bits;
  }
}

export class StringValue extends ValuePiece {
  readonly kind = 'string';
  text = '';
}

export class BytesValue extends ValuePiece {
  readonly kind = 'bytes';
  bytes: Uint8Array = new Uint8Array(0);
}

export class ReferenceValue extends ValuePiece {
  readonly kind = 'reference';
  readonly reference: Reference;

  constructor(labels: readonly LabelSyntax[], reference: Reference) {
    super(reference.source, reference.start, reference.end, labels);
    this.reference = reference;
  }
}

export class IncbinValue extends ValuePiece {
  readonly kind = 'incbin';
  path = '';
  offset = 0n;
  length: bigint | undefined = undefined;
  bytes: Uint8Array | undefined = undefined;
}

export class InvalidValue extends ValuePiece {
  readonly kind = 'invalid';
}

export type Value = CellsValue | StringValue | BytesValue | ReferenceValue | IncbinValue | InvalidValue;

export class Property extends Piece implements PropertySyntax {
  readonly kind = 'property';
  readonly name: NameSyntax;
  readonly labels: readonly LabelSyntax[];
  values: ValueSyntax[] | undefined = undefined;

  constructor(source: MappedText, start: number, labels: readonly LabelSyntax[], name: NameSyntax) {
    super(source, start, start);
    this.labels = labels;
    this.name = name;
  }
}

export class Node extends Piece implements NodeSyntax {
  readonly kind = 'node';
  readonly name: NameSyntax | undefined;
  readonly reference: ReferenceSyntax | undefined;
  readonly labels: readonly LabelSyntax[];
  readonly omitIfNoRef: boolean;
  readonly body: BodySyntax[] = [];
  readonly inside: { start: number; end: number };
  unclosed = false;
  private knownBody: SourceRange | undefined = undefined;

  constructor(source: MappedText, head: NodeHead, bodyStart: number) {
    super(source, head.start, bodyStart);
    this.name = head.name;
    this.reference = head.reference;
    this.labels = head.labels;
    this.omitIfNoRef = head.omitIfNoRef;
    this.inside = { start: bodyStart, end: bodyStart };
  }

  get bodyRange(): SourceRange {
    return (this.knownBody ??= this.source.origin(this.inside.start, this.inside.end).range);
  }
}

/** What stands before a node's `{`. */
export interface NodeHead {
  readonly start: number;
  readonly labels: readonly LabelSyntax[];
  readonly omitIfNoRef: boolean;
  readonly name: NameSyntax | undefined;
  readonly reference: ReferenceSyntax | undefined;
}

export class DeleteNode extends Piece implements DeleteNodeSyntax {
  readonly kind = 'delete-node';
  readonly name: NameSyntax | undefined;
  readonly reference: ReferenceSyntax | undefined;

  constructor(source: MappedText, start: number, target: { name?: NameSyntax; reference?: ReferenceSyntax }) {
    super(source, start, start);
    this.name = target.name;
    this.reference = target.reference;
  }
}

export class DeleteProperty extends Piece implements DeletePropertySyntax {
  readonly kind = 'delete-property';
  readonly name: NameSyntax;

  constructor(source: MappedText, start: number, name: NameSyntax) {
    super(source, start, start);
    this.name = name;
  }
}

export class OmitIfNoRef extends Piece implements OmitIfNoRefSyntax {
  readonly kind = 'omit-if-no-ref';
  readonly reference: ReferenceSyntax;

  constructor(source: MappedText, start: number, reference: ReferenceSyntax) {
    super(source, start, start);
    this.reference = reference;
  }
}

export class MemoryReservation extends Piece implements MemoryReservationSyntax {
  readonly kind = 'memreserve';
  readonly labels: readonly LabelSyntax[];
  readonly address: ExpressionSyntax;
  readonly size: ExpressionSyntax;

  constructor(
    source: MappedText,
    start: number,
    labels: readonly LabelSyntax[],
    address: ExpressionSyntax,
    size: ExpressionSyntax,
  ) {
    super(source, start, start);
    this.labels = labels;
    this.address = address;
    this.size = size;
  }
}

export class Tag extends Piece implements TagSyntax {
  readonly kind = 'tag';
  readonly name: 'dts-v1' | 'plugin';

  constructor(source: MappedText, start: number, name: 'dts-v1' | 'plugin') {
    super(source, start, start);
    this.name = name;
  }
}
