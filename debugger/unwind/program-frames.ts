/** The unwinder's view of a loaded program: DWARF's call frame information, and functions from the symbol table. */
import type { DebugView, FrameContext, RegisterRule as DwarfRule } from '../dwarf/index.js';
import type { SymbolAt, SymbolTable } from '../elf/index.js';
import type {
  CfaRule,
  FrameInformation,
  FrameRegisters,
  FunctionExtent,
  ReadMemory,
  RegisterRule,
  UnwindRow,
} from './frame-information.js';

/** Which functions there are and how to leave them; without debug information only from the instructions. */
export function programFrames(debug: DebugView | undefined, symbols: SymbolTable): FrameInformation {
  return {
    rules: (pc) => (debug === undefined ? undefined : rowAt(debug, pc)),
    functionAt: (pc) => extentAt(symbols, pc),
    tailCalls: (returnAddress, pc) => debug?.tailCalls(returnAddress, pc) ?? [],
  };
}

/** Assembly functions often have no size: such a symbol reaches at least to `pc`. */
function extentAt(symbols: SymbolTable, pc: number): FunctionExtent | undefined {
  const found = symbols.functionAt(pc) ?? labelAt(symbols, pc);
  if (found === undefined) return undefined;
  const { symbol } = found;
  const end = symbol.address + (symbol.size > 0 ? symbol.size : found.offset + 2);
  return { name: symbols.readableName(symbol), start: symbol.address, end };
}

/** Code of libraries in assembly may have a label without a type. */
function labelAt(symbols: SymbolTable, pc: number): SymbolAt | undefined {
  if (symbols.contentAt(pc) !== 'thumb') return undefined;
  const found = symbols.at(pc);
  return found?.symbol.kind === 'label' ? found : undefined;
}

function rowAt(debug: DebugView, pc: number): UnwindRow | undefined {
  const row = debug.unwindRow(pc);
  if (row === undefined) return undefined;
  const cfa: CfaRule =
    row.cfa.kind === 'register'
      ? row.cfa
      : { kind: 'expression', compute: (registers, read) => debug.cfa(contextOf(pc, registers, read)) };
  const rules = [...row.registers].map(([register, rule]) => [register, ruleOf(debug, pc, register, rule)] as const);
  return { cfa, registers: new Map(rules) };
}

/** Expressions are left to the reader of DWARF, which knows the operations. */
function ruleOf(debug: DebugView, pc: number, register: number, rule: DwarfRule): RegisterRule {
  switch (rule.kind) {
    case 'undefined':
    case 'sameValue':
    case 'offset':
    case 'register':
      return rule;
    case 'valOffset':
      return { kind: 'valueOffset', offset: rule.offset };
    case 'expression':
    case 'valExpression':
      return {
        kind: 'expression',
        value: true,
        compute: (registers, _cfa, read) => debug.unwind(contextOf(pc, registers, read))?.registers.get(register),
      };
  }
}

function contextOf(pc: number, { r }: FrameRegisters, read: ReadMemory): FrameContext {
  return {
    pc,
    register: (number) => r[number],
    memory: (address, size) => read(address >>> 0, size),
    cfa: () => undefined,
  };
}
