/** The command line as data: commands, what they work on, and their options. Parser and help both read it. */

interface OptionBase {
  /** Without the dashes. */
  readonly name: string;
  /** One letter for `-I DIR`. */
  readonly short?: string;
  readonly help: string;
}

export type OptionRow = OptionBase &
  (
    | { readonly kind: 'flag' }
    | { readonly kind: 'text'; readonly placeholder: string; readonly default?: string }
    /** May be given again and again. */
    | { readonly kind: 'list'; readonly placeholder: string }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string }
    /** A whole number from 1 up. */
    | { readonly kind: 'count'; readonly placeholder: string }
  );

export interface OperandRow {
  readonly name: string;
  readonly help: string;
  readonly optional?: true;
  /** One or more; only the last may be. */
  readonly repeated?: true;
}

export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** What the command works on; all of it has to be given but what is optional, which comes last. */
  readonly operands: readonly OperandRow[];
  readonly options: readonly OptionRow[];
  /** A paragraph below the options. */
  readonly notes?: string;
}

const BOARD = {
  name: 'board',
  kind: 'text',
  placeholder: 'NAME',
  default: 'mps2-an385',
  help: 'the board that the firmware was built for: mps2-an385 or lm3s6965evb',
} as const satisfies OptionRow;

const DTS = {
  name: 'dts',
  kind: 'text',
  placeholder: 'FILE',
  help: "a devicetree source of the board, such as a build's zephyr.dts; wins over --board",
} as const satisfies OptionRow;

const INCLUDE = {
  name: 'include',
  short: 'I',
  kind: 'list',
  placeholder: 'DIR',
  help: 'a folder for #include; may be given again',
} as const satisfies OptionRow;

const ELF = { name: 'ELF', help: 'an ELF file for an Armv7-M core' } as const;

/** Every command takes it; so does `ringfence` alone. */
export const HELP_OPTION = { name: 'help', kind: 'flag', help: 'print this text' } as const satisfies OptionRow;
export const VERSION_OPTION = { name: 'version', kind: 'flag', help: 'print the version' } as const satisfies OptionRow;

export const COMMANDS = [
  {
    name: 'run',
    summary: 'run firmware, print its console, and explain the fault that ends it',
    operands: [ELF],
    options: [
      BOARD,
      DTS,
      INCLUDE,
      {
        name: 'mpu',
        kind: 'choice',
        choices: ['enforce', 'off'],
        default: 'enforce',
        help: 'deny what the MPU denies, or let everything pass',
      },
      { name: 'max-instructions', kind: 'count', placeholder: 'N', help: 'stop after N instructions' },
      {
        name: 'semihosting-dir',
        kind: 'text',
        placeholder: 'DIR',
        help: 'let the firmware open files below DIR; without it no file opens',
      },
      { name: 'args', kind: 'text', placeholder: 'TEXT', help: 'what the firmware gets as its command line' },
      { name: 'json', kind: 'text', placeholder: 'FILE', help: 'write a report of the run to FILE' },
    ],
    notes: [
      "Exit status: the firmware's own from 0 to 123 (any other is reported and becomes 1);",
      '124 if it did not end by itself: the limit was reached, or it sleeps and nothing can wake it;',
      '125 for bad input or usage, and if ringfence itself fails; 126 for an unhandled fault or lockup.',
    ].join('\n'),
  },
  { name: 'disassemble', summary: 'print the code of an ELF file', operands: [ELF], options: [] },
  {
    name: 'dap',
    summary: 'be a debug adapter on standard input and output, for editors',
    operands: [],
    options: [],
  },
  {
    name: 'demo-session',
    summary: 'show a debug session over the Debug Adapter Protocol, up to the fault that ends it',
    operands: [{ ...ELF, optional: true }],
    options: [BOARD],
    notes: 'Without ELF it debugs the demo firmware that is in the project.',
  },
] as const satisfies readonly CommandRow[];

export type CommandName = (typeof COMMANDS)[number]['name'];
