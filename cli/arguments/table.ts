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
  help:
    'the board that the firmware was built for: mps2-an385, mps2-an386, mps2-an500, mps2-an505, mps2-an521, mps2-m0plus, ' +
    'mps2-m23, microbit or lm3s6965evb',
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

/** How a devicetree source is read, where its build folder does not say it. */
const DEVICETREE = [
  INCLUDE,
  {
    name: 'define',
    short: 'D',
    kind: 'list',
    placeholder: 'NAME[=VALUE]',
    help: 'a macro for the preprocessor; may be given again',
  },
  {
    name: 'zephyr-base',
    kind: 'text',
    placeholder: 'DIR',
    help: 'the Zephyr tree, for sources outside of it that no build folder belongs to',
  },
  {
    name: 'dialect',
    kind: 'choice',
    choices: ['auto', 'zephyr', 'linux'],
    default: 'auto',
    help: 'whose rules of the language apply',
  },
  {
    name: 'core',
    kind: 'text',
    placeholder: 'NAME',
    help: 'the core whose MPU carries the regions out, such as cortex-m33, instead of the one in /cpus',
  },
  { name: 'config', kind: 'text', placeholder: 'FILE', help: "a build's .config, for rules that depend on Kconfig" },
] as const satisfies readonly OptionRow[];

const SOURCE = {
  name: 'FILE',
  help: 'a devicetree source or overlay, or the build folder of a Zephyr application',
} as const;

const ELF = { name: 'ELF', help: 'an ELF file for a Cortex-M core' } as const;

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
        name: 'image',
        kind: 'list',
        placeholder: 'FILE',
        help: 'a further ELF file to load, such as the Non-secure image; may be given again',
      },
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
    name: 'lint',
    summary: 'check devicetree sources, their memory regions against the MPU above all',
    operands: [{ ...SOURCE, name: 'FILES', repeated: true }],
    options: [
      ...DEVICETREE,
      {
        name: 'cache-line',
        kind: 'count',
        placeholder: 'BYTES',
        help: "the data cache's line size, for rules on cache maintenance",
      },
      {
        name: 'severity',
        kind: 'list',
        placeholder: 'RULE=LEVEL',
        help: 'error, warning, information or off for a rule; may be given again',
      },
      { name: 'all-files', kind: 'flag', help: 'tell warnings and remarks on files from elsewhere too' },
      {
        name: 'format',
        kind: 'choice',
        choices: ['text', 'json', 'sarif'],
        default: 'text',
        help: 'how findings are printed',
      },
    ],
    notes: [
      "Errors are told of every file that is read, such as an SDK's; warnings and remarks only of files",
      'below the working directory or the folder that a file of FILES lies in.',
      '',
      'Exit status: 1 if there is an error among the findings, 0 if not, 125 for bad input or usage.',
    ].join('\n'),
  },
  {
    name: 'regions',
    summary: 'print the MPU regions that Zephyr programs for a devicetree',
    operands: [SOURCE],
    options: [
      ...DEVICETREE,
      { name: 'format', kind: 'choice', choices: ['text', 'json'], default: 'text', help: 'how the plan is printed' },
      {
        name: 'allocate',
        kind: 'list',
        placeholder: 'ATTRIBUTE:BYTES[:ALIGN]',
        help: "instead of the plan: which memory Zephyr's mem_attr_heap_alloc takes a block from; may be given again",
      },
      {
        name: 'check',
        kind: 'list',
        placeholder: 'ADDRESS:BYTES:ATTRIBUTE',
        help: "instead of the plan: what Zephyr's mem_attr_check_buf says of a buffer; may be given again",
      },
    ],
    notes: 'Exit status: 0, or 125 for bad input or usage. Errors in the source go to stderr.',
  },
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
