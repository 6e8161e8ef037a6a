/** The texts of `--help`, from the table. */
import {
  COMMANDS,
  type CommandName,
  type CommandRow,
  HELP_OPTION,
  type OperandRow,
  type OptionRow,
  VERSION_OPTION,
} from './table.js';

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}

function optionLine(row: OptionRow): readonly [string, string] {
  const preset = 'default' in row ? ` (${row.default} if not given)` : '';
  switch (row.kind) {
    case 'flag':
      return [`--${row.name}`, row.help];
    case 'choice':
      return [`--${row.name} ${row.choices.join('|')}`, row.help + preset];
    case 'text':
    case 'count':
    case 'list': {
      const short = row.short === undefined ? '' : `, -${row.short} ${row.placeholder}`;
      return [`--${row.name} ${row.placeholder}${short}`, row.help + preset];
    }
  }
}

function operandText({ name, optional, repeated }: OperandRow): string {
  const text = repeated === true ? `${name}…` : name;
  return optional === true ? `[${text}]` : text;
}

/** The help of `ringfence` alone. */
export function generalHelp(): string {
  const commands = COMMANDS.map(({ name, operands, summary }) => {
    return [[name, ...operands.map(operandText)].join(' '), summary] as const;
  });
  return [
    'Usage: ringfence COMMAND\n\nCommands:\n',
    columns(commands),
    '\nOptions:\n',
    columns([HELP_OPTION, VERSION_OPTION].map(optionLine)),
    '\n“ringfence COMMAND --help” tells more.\n',
  ].join('');
}

export function commandHelp(name: CommandName): string {
  const command: CommandRow = COMMANDS.find((row) => row.name === name)!;
  const words = ['ringfence', name, ...command.operands.map(operandText)];
  if (command.options.length > 0) words.push('[options]');
  const operands = command.operands.map((operand) => [operand.name, operand.help] as const);
  return [
    `Usage: ${words.join(' ')}\n\n${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.\n\n`,
    operands.length > 0 ? columns(operands) + '\n' : '',
    `Options:\n${columns([...command.options, HELP_OPTION].map(optionLine))}`,
    command.notes === undefined ? '' : `\n${command.notes}\n`,
  ].join('');
}
