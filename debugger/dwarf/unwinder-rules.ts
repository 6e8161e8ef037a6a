/** Gives the unwinder what the ELF file and its debug information know: rules by address, and functions by symbol. */
import type { ElfFile } from '../elf/index.js';
import type { FrameInformation, FrameRegisters, ReadMemory, RegisterRule, UnwindRow } from '../unwind/index.js';
import type { DebugInformation } from './debug-information.js';
import type { FrameContext } from './frame-context.js';
import type { RegisterRule as WrittenRule, UnwindRow as WrittenRow } from './unwind-rows.js';

export function frameInformationOf(elf: ElfFile, info: DebugInformation): FrameInformation {
  return {
    rules: (pc) => {
      const row = info.unwindRow(pc);
      return row === undefined ? undefined : translate(row, pc, info);
    },
    functionAt: (pc) => {
      const found = elf.symbols.functionAt(pc);
      if (found !== undefined) {
        const { symbol } = found;
        // A symbol without size reaches as far as the debug information says, or just to the address.
        const end = symbol.size > 0 ? symbol.address + symbol.size : (info.functionAt(pc)?.ranges[0]?.end ?? pc + 2);
        return { name: elf.symbols.readableName(symbol), start: symbol.address, end };
      }
      const known = info.functionAt(pc);
      const range = known?.ranges.find(({ start, end }) => pc >= start && pc < end);
      return known === undefined || range === undefined ? undefined : { name: known.name, ...range };
    },
  };
}

function translate(row: WrittenRow, pc: number, info: DebugInformation): UnwindRow {
  const { cfa } = row;
  const registers = new Map<number, RegisterRule>();
  for (const [register, rule] of row.registers) registers.set(register, translateRule(rule, pc, info));
  if (cfa.kind === 'register') return { cfa, registers };
  const compute = (frame: FrameRegisters, read: ReadMemory): number | undefined =>
    info.callFrameValue(cfa.expression, contextOf(pc, frame, read), []);
  return { cfa: { kind: 'expression', compute }, registers };
}

function translateRule(rule: WrittenRule, pc: number, info: DebugInformation): RegisterRule {
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
        value: rule.kind === 'valExpression',
        compute: (frame, cfa, read) => info.callFrameValue(rule.expression, contextOf(pc, frame, read), [cfa]),
      };
  }
}

function contextOf(pc: number, frame: FrameRegisters, read: ReadMemory): FrameContext {
  return { pc, register: (number) => frame.r[number], memory: read, cfa: () => undefined };
}
