/** From words to an invocation. Every mistake is a UserError whose sentence says what to write instead. */
import { parseArgs } from 'node:util';
import { UserError } from '../../base/index.js';
import { COMMANDS, type CommandName, type CommandRow, HELP_OPTION, type OptionRow, VERSION_OPTION } from './table.js';

export type OptionValue = string | number | true | readonly string[];

export type Invocation =
  | { readonly kind: 'help'; readonly command?: CommandName }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly command: CommandName;
      /** By the names of the command's operands. */
      readonly operands: Readonly<Record<string, string>>;
      /** All words that are no options, in order: what a repeated operand stands for. */
      readonly words: readonly string[];
      /** By the options' names, defaults filled in; absent where there is no default. */
      readonly options: Readonly<Record<string, OptionValue>>;
    };

/** The code of every mistake that is one of the command line. */
const USAGE = 'usage';

/** Throws a UserError (`usage`). */
export function parseArguments(words: readonly string[]): Invocation {
  const first = words[0];
  if (first === `--${HELP_OPTION.name}` || first === '-h') return { kind: 'help' };
  if (first === `--${VERSION_OPTION.name}`) return { kind: 'version' };
  const names = COMMANDS.map(({ name }) => name).join(', ');
  if (first === undefined) {
    throw new UserError(USAGE, `Name a command (${names}); “ringfence --help” tells what they do.`);
  }
  const command = COMMANDS.find(({ name }) => name === first);
  if (command === undefined) {
    const what = first.startsWith('-') ? 'an option of ringfence' : 'a command';
    throw new UserError(USAGE, `“${first}” is not ${what}; the commands are ${names}.`);
  }
  return parseCommand(command, words.slice(1));
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function tokensOf(command: CommandRow, words: readonly string[]): readonly Token[] {
  const type = (row: OptionRow): 'boolean' | 'string' => (row.kind === 'flag' ? 'boolean' : 'string');
  const rows: readonly OptionRow[] = [...command.options, HELP_OPTION];
  const options = Object.fromEntries(
    rows.map((row) => [row.name, { type: type(row), ...(row.short !== undefined && { short: row.short }) }]),
  );
  const { tokens } = parseArgs({
    args: [...words],
    options: { ...options, [HELP_OPTION.name]: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

function parseCommand(command: CommandRow & { readonly name: CommandName }, words: readonly string[]): Invocation {
  const tokens = tokensOf(command, words);
  if (tokens.some((token) => token.kind === 'option' && token.name === HELP_OPTION.name)) {
    return { kind: 'help', command: command.name };
  }
  const positional: string[] = [];
  const given = new Map<string, OptionValue>();
  for (const token of tokens) {
    if (token.kind === 'positional') positional.push(token.value);
    if (token.kind !== 'option') continue;
    const row = command.options.find(({ name }) => name === token.name);
    if (row === undefined) {
      const help = `“ringfence ${command.name} --help” lists those there are.`;
      throw new UserError(USAGE, `“ringfence ${command.name}” has no option “${token.rawName}”; ${help}`);
    }
    if (row.kind !== 'list' && given.has(row.name))
      throw new UserError(USAGE, `“--${row.name}” is given twice; give it once.`);
    const value = valueOf(row, token.value, token.inlineValue === true);
    const before = given.get(row.name);
    given.set(row.name, row.kind === 'list' ? [...(typeof before === 'object' ? before : []), String(value)] : value);
  }
  for (const row of command.options) {
    if ('default' in row && !given.has(row.name)) given.set(row.name, row.default);
  }
  const operands = operandsOf(command, positional);
  const options = Object.fromEntries(given);
  return { kind: 'command', command: command.name, operands, words: positional, options };
}

function operandsOf(command: CommandRow, positional: readonly string[]): Readonly<Record<string, string>> {
  const missing = command.operands[positional.length];
  if (missing !== undefined && missing.optional !== true) {
    throw new UserError(USAGE, `“ringfence ${command.name}” needs ${missing.name}, ${missing.help}.`);
  }
  const extra = positional[command.operands.length];
  if (extra !== undefined && command.operands.at(-1)?.repeated !== true) {
    throw new UserError(USAGE, `“ringfence ${command.name}” does not know what to do with “${extra}”; leave it out.`);
  }
  return Object.fromEntries(
    command.operands.flatMap(({ name }, i) => (i in positional ? [[name, positional[i]!]] : [])),
  );
}

/** `inline` says that the value was written as `--option=value`, where it may begin with a dash. */
function valueOf(row: OptionRow, value: string | undefined, inline: boolean): OptionValue {
  const option = `“--${row.name}”`;
  if (row.kind === 'flag') {
    if (value !== undefined) throw new UserError(USAGE, `${option} takes no value; leave “${value}” out.`);
    return true;
  }
  if (value === undefined || (!inline && value.startsWith('-'))) {
    const placeholder = row.kind === 'choice' ? row.choices.join('|') : row.placeholder;
    throw new UserError(USAGE, `${option} needs a value: write “--${row.name}=${placeholder}”.`);
  }
  switch (row.kind) {
    case 'text':
    case 'list':
      if (value === '' && row.name !== 'args') throw new UserError(USAGE, `The value of ${option} is empty; give one.`);
      return value;
    case 'choice':
      if (!row.choices.includes(value)) {
        throw new UserError(USAGE, `${option} is “${value}”, but has to be ${row.choices.join(' or ')}.`);
      }
      return value;
    case 'count': {
      const count = /^[0-9][0-9_]*$/.test(value) ? Number(value.replaceAll('_', '')) : 0;
      if (count < 1 || !Number.isSafeInteger(count)) {
        throw new UserError(USAGE, `${option} is “${value}”, but has to be a whole number from 1 up.`);
      }
      return count;
    }
  }
}
