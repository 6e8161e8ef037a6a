/** Looking at the stopped program: frames, scopes, variables, evaluations, and data breakpoints on what is shown. */
import { hex32, UserError } from '../../base/index.js';
import type { Devicetree } from '../../devicetree/index.js';
import type { Fault, Machine } from '../../emulator/index.js';
import type { LocksBody } from '../../protocol/index.js';
import type { SourcePlace, Variable } from '../dwarf/index.js';
import { evaluate, splitFormat } from '../expressions/index.js';
import { bare, sizeOf, type Format, type TypedValue } from '../values/index.js';
import type { DataBreakpointInfo } from './breakpoint-types.js';
import { callStack, type StackFrame } from './call-stack.js';
import { complete } from './completions.js';
import { consoleCommand } from './console-commands.js';
import { dataIdOf, MAX_WATCHED_BYTES } from './data-id.js';
import type {
  EvaluateContext,
  EvaluateResult,
  FramePresentation,
  SessionFrame,
  SessionScope,
  SessionSource,
  SessionVariable,
  SetResult,
  StackTrace,
  VariablesQuery,
} from './data-types.js';
import type { Disassembler } from './disassembly.js';
import { allSecureFloats, FrameContext, readWhole } from './frame-context.js';
import { globalNodes } from './global-nodes.js';
import { assignTo, listOf, memoryOf, References, setResult, ValueNodes, type Container, type Node } from './nodes.js';
import type { Program } from './program.js';
import { coreRegisterNodes, mpuNodes, systemNodes } from './register-nodes.js';
import { rightsNodes } from './rights-nodes.js';

/** What the inspector asks of the session. */
export interface InspectorParts {
  readonly program: Program;
  machine(): Machine;
  hidden(): number;
  unstacked(): Fault | undefined;
  /** Whether the stop is for a fault: then its handler is not what the user wants to see. */
  atFault(): boolean;
  source(place: SourcePlace): SessionSource;
  disassembler(): Disassembler;
  locks(): LocksBody;
  readonly devicetree: Devicetree | undefined;
  /** Memory or registers have been changed by the user. */
  written(): void;
}

const ACCESS_TYPES = ['read', 'write', 'readWrite'] as const;

export class Inspector {
  private readonly parts: InspectorParts;
  private readonly references = new References();
  private stack: readonly StackFrame[] | undefined;
  private readonly contexts = new Map<number, FrameContext>();
  /** Ids go on from stop to stop, so that an old one never means another frame. */
  private firstId = 1;
  private lastId = 0;

  constructor(parts: InspectorParts) {
    this.parts = parts;
  }

  /** The program goes on: what has been looked at is no longer true. */
  forget(): void {
    this.firstId = this.lastId + 1;
    this.stack = undefined;
    this.contexts.clear();
    this.references.clear();
  }

  /** Registers or memory were written: frames may be others, references keep their meaning. */
  private changed(): void {
    this.stack = undefined;
    this.contexts.clear();
    this.parts.written();
  }

  private frames(): readonly StackFrame[] {
    if (this.stack === undefined) {
      const machine = this.parts.machine();
      const unstacked = this.parts.unstacked();
      this.stack = callStack(this.parts.program, {
        lazyAddress: machine.system.lazyFloatsAddress,
        registers: machine.registers(),
        read: (address, length) => readWhole(machine, address, length),
        hiddenInlined: this.parts.hidden(),
        allSecureFloats: allSecureFloats(machine),
        ...(unstacked === undefined ? {} : { unstacked }),
      });
      this.lastId = Math.max(this.lastId, this.firstId + this.stack.length - 1);
    }
    return this.stack;
  }

  stackTrace(start: number, levels: number): StackTrace {
    const frames = this.frames();
    const end = levels > 0 ? start + levels : frames.length;
    const markers = frames.flatMap(({ kind }, i) => (kind === 'exception' ? [i] : []));
    const handlerEnd = this.parts.atFault() ? (markers[0] ?? 0) : 0;
    const shown = frames.map((frame, i) => this.shownFrame(frame, this.firstId + i, i < handlerEnd));
    return { frames: shown.slice(start, end), total: frames.length };
  }

  private shownFrame(frame: StackFrame, id: number, inHandler: boolean): SessionFrame {
    const { kind, name, place, physical } = frame;
    const hasPlace = place !== undefined && place.line !== 0;
    const presentation: FramePresentation =
      physical === undefined ? 'label' : inHandler ? 'deemphasize' : hasPlace ? 'normal' : 'subtle';
    return {
      id,
      name,
      kind,
      line: hasPlace ? place.line : 0,
      column: hasPlace ? place.column : 0,
      presentation,
      ...(hasPlace ? { source: this.parts.source(place) } : {}),
      ...(physical === undefined ? {} : { address: physical.pc }),
    };
  }

  private frame(id: number): StackFrame {
    const found = this.frames()[id - this.firstId];
    if (found !== undefined) return found;
    throw new UserError(
      'stale-frame',
      'The frame is from an earlier stop of the program: select one of the call stack.',
    );
  }

  private context(frameId: number | undefined): FrameContext {
    if (frameId === undefined) return this.innermost();
    let context = this.contexts.get(frameId);
    if (context === undefined) {
      context = new FrameContext(this.parts.machine(), this.parts.program, this.frame(frameId));
      this.contexts.set(frameId, context);
    }
    return context;
  }

  /** Of the innermost frame that is none of the markers. */
  innermost(): FrameContext {
    const index = Math.max(
      0,
      this.frames().findIndex(({ kind }) => kind !== 'exception'),
    );
    return this.context(this.firstId + index);
  }

  private values(context: FrameContext): ValueNodes {
    return new ValueNodes(this.references, context, (place) => this.parts.source(place));
  }

  scopes(frameId: number): readonly SessionScope[] {
    const context = this.context(frameId);
    const values = this.values(context);
    const { references } = this;
    const scope = (
      name: string,
      kind: SessionScope['kind'],
      expensive: boolean,
      nodes: () => readonly Node[],
    ): SessionScope => ({
      name,
      kind,
      expensive,
      variablesReference: references.add(listOf(nodes)),
    });
    const { frame } = context;
    const locals = frame?.source === undefined ? [] : [scope('Locals', 'locals', false, () => localNodes(values))];
    return [
      ...locals,
      scope('Globals', 'globals', true, () => globalNodes(values)),
      scope('Core registers', 'registers', false, () => coreRegisterNodes(references, context)),
      scope('System registers', 'system', true, () => systemNodes(references, context)),
      scope('MPU', 'mpu', false, () => mpuNodes(references, context)),
    ];
  }

  variables(reference: number, query: VariablesQuery): readonly SessionVariable[] {
    return this.references
      .get(reference)
      .nodes(query)
      .map((node) => node.show(query.hex === true));
  }

  private find(container: Container, name: string): Node | undefined {
    const index = /^\[(\d+)\]$/.exec(name);
    const query: VariablesQuery =
      index !== null && container.indexed > 0 ? { filter: 'indexed', start: Number(index[1]), count: 1 } : {};
    return container.nodes(query).find((node) => node.name === name);
  }

  setVariable(reference: number, name: string, text: string, hex: boolean): SetResult {
    const node = this.find(this.references.get(reference), name);
    if (node === undefined) throw new UserError('no-variable', `There is no ${name} here any more.`);
    if (node.assign === undefined) throw new UserError('read-only', `${name} cannot be changed.`);
    node.assign(text);
    this.changed();
    return setResult(node.show(hex));
  }

  setExpression(expression: string, text: string, frameId: number | undefined, hex: boolean): SetResult {
    const context = this.context(frameId);
    const target = this.evaluated(expression, context, false);
    assignTo(target.value, text, context);
    this.changed();
    const now = this.context(frameId);
    const again = this.evaluated(expression, now, false);
    return this.values(now).shown(again.value, again.format ?? (hex ? 'hex' : undefined), expression);
  }

  private evaluated(text: string, context: FrameContext, mayChange: boolean): { value: TypedValue; format?: Format } {
    const result = evaluate(text, context, { allowSideEffects: mayChange });
    if (!result.ok) throw new UserError('bad-expression', result.error.message);
    return result;
  }

  evaluate(text: string, frameId: number | undefined, kind: EvaluateContext, hex: boolean): EvaluateResult {
    const context = this.context(frameId);
    const isRepl = kind === 'repl';
    if (isRepl) {
      const answer = consoleCommand(text, {
        context,
        disassembler: this.parts.disassembler(),
        locks: () => this.parts.locks(),
        devicetree: this.parts.devicetree,
      });
      if (answer !== undefined) return { result: answer, variablesReference: 0, readOnly: true, changed: false };
    }
    const before = isRepl ? stateOf(this.parts.machine()) : '';
    const { value, format } = this.evaluated(text, context, isRepl);
    const changed = isRepl && (mayAssign(text) || stateOf(this.parts.machine()) !== before);
    const plain = splitFormat(text).expression.trim();
    const address = memoryOf(value, context);
    const isAddress = address !== undefined && bare(value.type).kind !== 'function';
    const extra = kind === 'hover' && isAddress ? rightsNodes(this.parts.machine(), address, sizeOf(value.type)) : [];
    const shown = this.values(context).shown(value, format ?? (hex ? 'hex' : undefined), plain, extra);
    const readOnly =
      value.location.kind === 'unavailable' || (value.location.kind === 'bytes' && value.registerName === undefined);
    const { value: result, ...rest } = shown;
    if (changed) this.changed();
    return { result, ...rest, readOnly, changed };
  }

  completions(
    text: string,
    column: number,
    frameId?: number,
  ): readonly { label: string; start: number; length: number }[] {
    try {
      return complete(text, column, this.context(frameId));
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  }

  dataOfVariable(name: string, reference: number): DataBreakpointInfo {
    try {
      const range = this.find(this.references.get(reference), name)?.range;
      if (range === undefined)
        return refused(`${name} is not in memory as a whole, so accesses to it cannot be watched.`);
      return this.dataAt(range.address, range.sizeBytes, range.label);
    } catch (error) {
      if (error instanceof UserError) return refused(error.message);
      throw error;
    }
  }

  dataOfExpression(expression: string, frameId: number | undefined): DataBreakpointInfo {
    try {
      const context = this.context(frameId);
      const { value } = this.evaluated(expression, context, false);
      const { location } = value;
      if (location.kind !== 'memory' || value.bitField !== undefined) {
        return refused(`${expression} is not in memory as a whole, so accesses to it cannot be watched.`);
      }
      return this.dataAt(location.address, sizeOf(value.type), splitFormat(expression).expression);
    } catch (error) {
      if (error instanceof UserError) return refused(error.message);
      throw error;
    }
  }

  dataAt(address: number, sizeBytes: number, label?: string): DataBreakpointInfo {
    if (sizeBytes < 1 || sizeBytes > MAX_WATCHED_BYTES) {
      return refused(`A data breakpoint watches 1 to ${MAX_WATCHED_BYTES} bytes, not ${sizeBytes}.`);
    }
    if (this.parts.machine().readMemory(address, sizeBytes).length < sizeBytes) {
      return refused(`Not all of the ${sizeBytes} bytes at ${hex32(address)} are memory.`);
    }
    const what = label ?? hex32(address);
    const description = `${what} (${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'} at ${hex32(address)})`;
    return { dataId: dataIdOf(address, sizeBytes, label), description, accessTypes: ACCESS_TYPES };
  }
}

function refused(description: string): DataBreakpointInfo {
  return { dataId: undefined, description, accessTypes: [] };
}

/** Whether a text has an operator that assigns; comparisons do not. */
function mayAssign(text: string): boolean {
  return /(?:^|[^=!<>])=(?!=)|<<=|>>=|\+\+|--/.test(text);
}

function stateOf(machine: Machine): string {
  return JSON.stringify(machine.registers());
}

/** Parameters and variables; those of inner blocks first, and hidden ones without an expression. */
function localNodes(values: ValueNodes): readonly Node[] {
  const all = values.context.localVariables();
  const parameters = all.filter(({ kind }) => kind === 'parameter');
  const ordered: readonly Variable[] = [...parameters, ...all.filter(({ kind }) => kind !== 'parameter')];
  return ordered.map((variable) =>
    values.variable(variable, all.findIndex(({ name }) => name === variable.name) !== all.indexOf(variable)),
  );
}
