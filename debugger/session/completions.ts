/** Names for the debug console: locals, globals, functions, registers, members after a dot or an arrow, commands. */
import { evaluate } from '../expressions/index.js';
import { children } from '../values/index.js';
import type { FrameContext } from './frame-context.js';
import { bankedFields, specialFields, STATES } from './registers.js';

const LIMIT = 100;
const COMMANDS = ['explain', 'help', 'info locks', 'info mpu', 'info registers'] as const;
const CORE = [...Array.from({ length: 13 }, (_, n) => `r${n}`), 'sp', 'lr', 'pc'];
const FLOATS = [...Array.from({ length: 32 }, (_, n) => `s${n}`), ...Array.from({ length: 16 }, (_, n) => `d${n}`)];

function registerNames({ machine }: FrameContext): readonly string[] {
  const banked = STATES.flatMap(({ secure }) => bankedFields(machine, secure));
  const special = [...specialFields(machine), ...banked].map(([name]) => name);
  return [...CORE, ...special, ...(machine.cpu.hasFloats ? FLOATS : [])];
}

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
  if (word.startsWith('$')) return registerNames(context).map((name) => `$${name}`);
  const { program } = context;
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
