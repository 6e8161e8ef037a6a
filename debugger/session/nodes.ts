/** What variable references stand for: lists of named things that can be shown, unfolded and assigned to, made when asked for. */
import { hex32, UserError } from '../../base/index.js';
import type { SourcePlace, Variable } from '../dwarf/index.js';
import { setValue } from '../expressions/index.js';
import {
  bare,
  childCounts,
  children,
  describe,
  pointerAddress,
  sizeOf,
  typeName,
  type Child,
  type Format,
  type TypedValue,
} from '../values/index.js';
import type { SessionSource, SessionVariable, SetResult, VariablesQuery } from './data-types.js';
import type { FrameContext } from './frame-context.js';

/** One thing in a list. */
export interface Node {
  readonly name: string;
  show(hex: boolean): SessionVariable;
  /** Throws a UserError where the text is no value for it. */
  assign?(text: string): void;
  /** The memory that a data breakpoint on it watches. */
  readonly range?: { readonly address: number; readonly sizeBytes: number; readonly label: string };
}

/** What unfolds. */
export interface Container {
  readonly named: number;
  readonly indexed: number;
  nodes(query: VariablesQuery): readonly Node[];
}

/** Hands out references; they are forgotten together when the program goes on. */
export class References {
  private readonly containers = new Map<number, Container>();
  private next = 1;

  add(container: Container): number {
    const reference = this.next++;
    this.containers.set(reference, container);
    return reference;
  }

  get(reference: number): Container {
    const found = this.containers.get(reference);
    if (found !== undefined) return found;
    throw new UserError('stale-reference', 'The variable is from an earlier stop of the program: look it up again.');
  }

  /** Numbers go on, so that an old reference never means something new. */
  clear(): void {
    this.containers.clear();
  }
}

export function listOf(nodes: () => readonly Node[], named = 0): Container {
  let made: readonly Node[] | undefined;
  return {
    named,
    indexed: 0,
    nodes: ({ filter, start = 0, count }) => {
      if (filter === 'indexed') return [];
      made ??= nodes();
      return made.slice(start, count === undefined || count === 0 ? undefined : start + count);
    },
  };
}

/** A made-up entry that unfolds to others. */
export function groupNode(references: References, name: string, value: string, nodes: () => readonly Node[]): Node {
  const container = listOf(nodes);
  return {
    name,
    show: () => ({
      name,
      value,
      variablesReference: references.add(container),
      readOnly: true,
      kind: 'virtual',
    }),
  };
}

/** A made-up entry without anything below it. */
export function textNode(name: string, value: string, kind: SessionVariable['kind'] = 'virtual'): Node {
  return { name, show: () => ({ name, value, variablesReference: 0, readOnly: true, kind }) };
}

export interface ValueShown {
  readonly value: string;
  readonly type: string;
  readonly variablesReference: number;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
  readonly memoryReference?: string;
}

/** Makes nodes of values in one frame. */
export class ValueNodes {
  readonly references: References;
  readonly context: FrameContext;
  private readonly resolve: (place: SourcePlace) => SessionSource;

  constructor(references: References, context: FrameContext, resolve: (place: SourcePlace) => SessionSource) {
    this.references = references;
    this.context = context;
    this.resolve = resolve;
  }

  /** A value as text with a reference to what it unfolds to; `extra` come after its own children. */
  shown(value: TypedValue, format: Format | undefined, expression?: string, extra: readonly Node[] = []): ValueShown {
    const { context } = this;
    const counts = childCounts(value, context);
    const named = counts.named + extra.length;
    const memory = memoryOf(value, context);
    const reference = named + counts.indexed === 0 ? 0 : this.references.add(this.container(value, expression, extra));
    return {
      value: describe(value, context, format === undefined ? {} : { format }),
      type: typeName(value.type, context.language),
      variablesReference: reference,
      ...(named === 0 ? {} : { namedVariables: named }),
      ...(counts.indexed === 0 ? {} : { indexedVariables: counts.indexed }),
      ...(memory === undefined ? {} : { memoryReference: hex32(memory) }),
    };
  }

  container(value: TypedValue, expression?: string, extra: readonly Node[] = []): Container {
    const { named, indexed } = childCounts(value, this.context);
    return {
      named: named + extra.length,
      indexed,
      nodes: ({ filter, start = 0, count = 0 }) => {
        const all = indexed > 0 && named === 0;
        if (filter === 'indexed' && !all) return [];
        const own =
          filter === 'named' && all
            ? []
            : children(value, this.context, all ? { start, count } : undefined, expression).map((one) =>
                this.child(one),
              );
        return filter === 'indexed' ? own : [...own, ...extra];
      },
    };
  }

  private child({ kind, name, value, expression }: Child): Node {
    const icon = kind === 'base' ? 'baseClass' : kind === 'static' ? 'static' : 'data';
    return this.node(name, value, expression, icon);
  }

  node(name: string, value: TypedValue, expression: string | undefined, kind: SessionVariable['kind'] = 'data'): Node {
    const { location } = value;
    const sizeBytes = sizeOf(value.type);
    const isWatchable = location.kind === 'memory' && sizeBytes > 0 && value.bitField === undefined;
    const readOnly = location.kind === 'unavailable' || (location.kind === 'bytes' && value.registerName === undefined);
    return {
      name,
      show: (hex) => ({
        name,
        ...this.shown(value, hex ? 'hex' : undefined, expression),
        ...(expression === undefined ? {} : { evaluateName: expression }),
        readOnly,
        kind,
      }),
      ...(readOnly ? {} : { assign: (text: string) => assignTo(value, text, this.context) }),
      ...(isWatchable ? { range: { address: location.address, sizeBytes, label: expression ?? name } } : {}),
    };
  }

  /** `isHidden` is for a variable that an inner one of the same name hides: then no expression reaches it. */
  variable(variable: Variable, isHidden: boolean): Node {
    const { name } = variable;
    const expression = isHidden ? undefined : name;
    const icon = variable.kind === 'static' ? 'static' : 'data';
    const node = this.node(name, this.context.valueOf(variable), expression, icon);
    const { declaration } = variable;
    if (declaration === undefined) return node;
    const { line, column } = declaration;
    return {
      ...node,
      show: (hex) => ({ ...node.show(hex), declaration: { source: this.resolve(declaration), line, column } }),
    };
  }
}

/** A pointer's target; otherwise where the value itself is. */
export function memoryOf(value: TypedValue, context: FrameContext): number | undefined {
  const kind = bare(value.type).kind;
  if (kind === 'pointer' || kind === 'reference' || kind === 'rvalueReference') return pointerAddress(value, context);
  return value.location.kind === 'memory' ? value.location.address : undefined;
}

export function assignTo(value: TypedValue, text: string, context: FrameContext): void {
  const result = setValue(value, text, context);
  if (!result.ok) throw new UserError('cannot-assign', result.error.message);
}

/** The answer to an assignment: the same thing as it is now. */
export function setResult(shown: SessionVariable): SetResult {
  const { value, type, variablesReference, namedVariables, indexedVariables, memoryReference } = shown;
  return {
    value,
    variablesReference,
    ...(type === undefined ? {} : { type }),
    ...(namedVariables === undefined ? {} : { namedVariables }),
    ...(indexedVariables === undefined ? {} : { indexedVariables }),
    ...(memoryReference === undefined ? {} : { memoryReference }),
  };
}
