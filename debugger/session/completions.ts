/** Names for the debug console: locals, globals, functions, registers, members after a dot or an arrow, commands. */
import { evaluate } from '../expressions/index.js';
import { children } from '../values/index.js';
import type { FrameContext } from './frame-context.js';
import { specialFields } from './registers.js';

const LIMIT = 100;
const COMMANDS = ['explain', 'help', 'info locks', 'info mpu', 'info registers'] as const;
const REGISTERS = [...Array.from({ length: 13 }, (_, n) => `r${n}`), 'sp', 'lr', 'pc'];

export interface Completion {
  readonly label: string;
  /** Where the label goes, from 0, and how many characters it replaces. */
  readonly start: number;
  readonly length: number;
}

export function complete(text: string, column: number, context: FrameContext): readonly Completion[] {
  const before = text.slice(0, Math.max(0, column - 1));
  const word = /[$\w:~]*$/.exec(before)![0];
  const start = before.length - word.length;
  const member = /^(.*?)(\.|->)$/s.exec(before.slice(0, start));
  const names = member === null ? plainNames(word, start === 0, context) : membersOf(member[1]!, member[2]!, context);
  const fitting = [...new Set(names)].filter((name) => name !== word && name.startsWith(word)).sort();
  return fitting.slice(0, LIMIT).map((label) => ({ label, start, length: word.length }));
}

function plainNames(word: string, isFirst: boolean, context: FrameContext): readonly string[] {
  const { program, machine } = context;
  const special = specialFields(machine).map(([name]) => name);
  if (word.startsWith('$')) return [...REGISTERS, ...special].map((name) => `$${name}`);
  const functions = program.elf.symbols.all
    .filter(({ kind }) => kind === 'function')
    .map((symbol) => program.elf.symbols.readableName(symbol).replace(/\(.*$/, ''));
  return [
    ...(isFirst ? COMMANDS : []),
    ...context.localVariables().map(({ name }) => name),
    ...program.debug.variableNames(),
    ...functions,
  ];
}

/** The operand before the operator reaches back to the last space, comma, bracket or operator outside of brackets. */
function membersOf(before: string, operator: string, context: FrameContext): readonly string[] {
  const operand = /[\w$.>\-:\][()]*$/.exec(before)![0];
  const result = evaluate(operator === '->' ? `*(${operand})` : operand, context);
  if (!result.ok) return [];
  return children(result.value, context)
    .filter(({ kind }) => kind !== 'base')
    .map(({ name }) => name)
    .filter((name) => /^\w+$/.test(name));
}
