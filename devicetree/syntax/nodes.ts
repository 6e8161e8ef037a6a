/**
 * The tree's pieces. Each holds its place in the mapped text and looks up the place in a file only when somebody asks: most
 * ranges of a board are never asked for. Fields are declared and set in constructors, because V8 is many times slower with
 * fields that a derived class defines.
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
  declare readonly source: MappedText;
  declare start: number;
  declare end: number;
  declare private known: Origin | undefined;

  constructor(source: MappedText, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.known = undefined;
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
  declare readonly text: string;

  constructor(source: MappedText, start: number, end: number, text: string) {
    super(source, start, end);
    this.text = text;
  }
}

export class Reference extends Piece implements ReferenceSyntax {
  declare readonly kind: 'label' | 'path';
  declare readonly target: string;

  constructor(source: MappedText, start: number, end: number, kind: 'label' | 'path', target: string) {
    super(source, start, end);
    this.kind = kind;
    this.target = target;
  }
}

/** A number or a character: most expressions are one, so it holds nothing else. */
export class Literal extends Piece implements ExpressionSyntax {
  declare readonly kind: 'number' | 'character';
  declare readonly value: bigint | undefined;

  constructor(source: MappedText, start: number, end: number, kind: 'number' | 'character', value: bigint | undefined) {
    super(source, start, end);
    this.kind = kind;
    this.value = value;
  }

  get operands(): readonly never[] {
    return NONE;
  }

  get height(): number {
    return 0;
  }
}

export class Compound extends Piece implements ExpressionSyntax {
  declare readonly kind: 'unary' | 'binary' | 'conditional' | 'missing';
  declare readonly value: bigint | undefined;
  declare readonly operator: string | undefined;
  declare readonly operands: readonly Expression[];
  /** How deep the operands nest, so that nobody has to walk deeper than the budget says. */
  declare readonly height: number;

  constructor(
    source: MappedText,
    start: number,
    end: number,
    kind: Compound['kind'],
    value: bigint | undefined,
    operator: string | undefined,
    operands: readonly Expression[],
  ) {
    super(source, start, end);
    this.kind = kind;
    this.value = value;
    this.operator = operator;
    this.operands = operands;
    let height = 0;
    for (const operand of operands) if (operand.height >= height) height = operand.height + 1;
    this.height = height;
  }
}

export class UnknownName extends Piece implements ExpressionSyntax {
  declare readonly name: NameSyntax;
  declare readonly argumentsText: string | undefined;

  constructor(source: MappedText, start: number, end: number, name: NameSyntax, argumentsText: string | undefined) {
    super(source, start, end);
    this.name = name;
    this.argumentsText = argumentsText;
  }

  get kind(): 'unknown-name' {
    return 'unknown-name';
  }

  get value(): undefined {
    return undefined;
  }

  get operands(): readonly never[] {
    return NONE;
  }

  get height(): number {
    return 0;
  }
}

export type Expression = Literal | Compound | UnknownName;

export class ExpressionCell {
  declare readonly expression: Expression;

  constructor(expression: Expression) {
    this.expression = expression;
  }

  get kind(): 'expression' {
    return 'expression';
  }

  get range(): SourceRange {
    return this.expression.range;
  }
}

export class ReferenceCell {
  declare readonly reference: Reference;

  constructor(reference: Reference) {
    this.reference = reference;
  }

  get kind(): 'reference' {
    return 'reference';
  }

  get range(): SourceRange {
    return this.reference.range;
  }
}

class ValuePiece extends Piece {
  declare readonly labels: readonly LabelSyntax[];
  declare innerLabels: readonly ValueLabel[];
  declare labelsAfter: readonly LabelSyntax[];

  constructor(source: MappedText, start: number, end: number, labels: readonly LabelSyntax[]) {
    super(source, start, end);
    this.labels = labels;
    this.innerLabels = NONE;
    this.labelsAfter = NONE;
  }
}

export class CellsValue extends ValuePiece {
  declare readonly bits: 8 | 16 | 32 | 64;
  declare readonly cells: CellSyntax[];

  constructor(source: MappedText, start: number, labels: readonly LabelSyntax[], bits: 8 | 16 | 32 | 64) {
    super(source, start, start, labels);
    this.bits = bits;
    this.cells = [];
  }

  get kind(): 'cells' {
    return 'cells';
  }
}

export class StringValue extends ValuePiece {
  declare readonly text: string;

  constructor(source: MappedText, start: number, end: number, labels: readonly LabelSyntax[], text: string) {
    super(source, start, end, labels);
    this.text = text;
  }

  get kind(): 'string' {
    return 'string';
  }
}

export class BytesValue extends ValuePiece {
  declare bytes: Uint8Array;

  constructor(source: MappedText, start: number, labels: readonly LabelSyntax[]) {
    super(source, start, start, labels);
    this.bytes = EMPTY;
  }

  get kind(): 'bytes' {
    return 'bytes';
  }
}

const EMPTY = new Uint8Array(0);

export class ReferenceValue extends ValuePiece {
  declare readonly reference: Reference;

  constructor(labels: readonly LabelSyntax[], reference: Reference) {
    super(reference.source, reference.start, reference.end, labels);
    this.reference = reference;
  }

  get kind(): 'reference' {
    return 'reference';
  }
}

export class IncbinValue extends ValuePiece {
  declare path: string;
  declare offset: bigint;
  declare length: bigint | undefined;
  declare bytes: Uint8Array | undefined;

  constructor(source: MappedText, start: number, labels: readonly LabelSyntax[]) {
    super(source, start, start, labels);
    this.path = '';
    this.offset = 0n;
    this.length = undefined;
    this.bytes = undefined;
  }

  get kind(): 'incbin' {
    return 'incbin';
  }
}

export class InvalidValue extends ValuePiece {
  get kind(): 'invalid' {
    return 'invalid';
  }
}

export type Value = CellsValue | StringValue | BytesValue | ReferenceValue | IncbinValue | InvalidValue;

export class Property extends Piece implements PropertySyntax {
  declare readonly name: NameSyntax;
  declare readonly labels: readonly LabelSyntax[];
  declare values: ValueSyntax[] | undefined;
  declare isPlain: boolean;
  declare encoded: Uint8Array | undefined;

  constructor(source: MappedText, start: number, labels: readonly LabelSyntax[], name: NameSyntax) {
    super(source, start, start);
    this.labels = labels;
    this.name = name;
    this.values = undefined;
    this.isPlain = true;
    this.encoded = undefined;
  }

  get kind(): 'property' {
    return 'property';
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

export class Node extends Piece implements NodeSyntax {
  declare readonly name: NameSyntax | undefined;
  declare readonly reference: ReferenceSyntax | undefined;
  declare readonly labels: readonly LabelSyntax[];
  declare readonly omitIfNoRef: boolean;
  declare readonly body: BodySyntax[];
  declare readonly bodyStart: number;
  declare bodyEnd: number;
  declare unclosed: boolean;

  constructor(source: MappedText, head: NodeHead, bodyStart: number) {
    super(source, head.start, bodyStart);
    this.name = head.name;
    this.reference = head.reference;
    this.labels = head.labels;
    this.omitIfNoRef = head.omitIfNoRef;
    this.body = [];
    this.bodyStart = bodyStart;
    this.bodyEnd = bodyStart;
    this.unclosed = false;
  }

  get kind(): 'node' {
    return 'node';
  }

  get bodyRange(): SourceRange {
    return this.source.origin(this.bodyStart, this.bodyEnd).range;
  }
}

export class DeleteNode extends Piece implements DeleteNodeSyntax {
  declare readonly name: NameSyntax | undefined;
  declare readonly reference: ReferenceSyntax | undefined;

  constructor(source: MappedText, start: number, target: { name?: NameSyntax; reference?: ReferenceSyntax }) {
    super(source, start, start);
    this.name = target.name;
    this.reference = target.reference;
  }

  get kind(): 'delete-node' {
    return 'delete-node';
  }
}

export class DeleteProperty extends Piece implements DeletePropertySyntax {
  declare readonly name: NameSyntax;

  constructor(source: MappedText, start: number, name: NameSyntax) {
    super(source, start, start);
    this.name = name;
  }

  get kind(): 'delete-property' {
    return 'delete-property';
  }
}

export class OmitIfNoRef extends Piece implements OmitIfNoRefSyntax {
  declare readonly reference: ReferenceSyntax;

  constructor(source: MappedText, start: number, reference: ReferenceSyntax) {
    super(source, start, start);
    this.reference = reference;
  }

  get kind(): 'omit-if-no-ref' {
    return 'omit-if-no-ref';
  }
}

export class MemoryReservation extends Piece implements MemoryReservationSyntax {
  declare readonly labels: readonly LabelSyntax[];
  declare readonly address: ExpressionSyntax;
  declare readonly size: ExpressionSyntax;

  constructor(
    source: MappedText,
    start: number,
    labels: readonly LabelSyntax[],
    address: Expression,
    size: Expression,
  ) {
    super(source, start, start);
    this.labels = labels;
    this.address = address;
    this.size = size;
  }

  get kind(): 'memreserve' {
    return 'memreserve';
  }
}

export class Tag extends Piece implements TagSyntax {
  declare readonly name: 'dts-v1' | 'plugin';

  constructor(source: MappedText, start: number, name: 'dts-v1' | 'plugin') {
    super(source, start, start);
    this.name = name;
  }

  get kind(): 'tag' {
    return 'tag';
  }
}
