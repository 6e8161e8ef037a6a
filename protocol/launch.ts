/** The launch configuration: its type, and one table of its attributes that editor and adapter check user input with. */

/** What `launch` gets, beside DAP's own `noDebug` and VS Code's `name`, `type` and `request`. Paths are absolute by then. */
export interface LaunchConfiguration {
  /** The firmware: an ELF file for Arm. */
  readonly program: string;
  /** Further ELF files in the same machine, such as the image of the other security state: loaded, and debugged with it. */
  readonly images?: readonly string[];
  /** A built-in board by name. The extension fills in `ringfence.defaultBoard`. */
  readonly board?: string;
  /** A devicetree source of the board, a build's `zephyr.dts` or one's own; it wins over `board`. */
  readonly dts?: string;
  /** Folders for the `#include`s of `dts`. */
  readonly dtsIncludePaths?: readonly string[];
  /** Command line of the firmware, as semihosting's SYS_GET_CMDLINE returns it, after the program's name. */
  readonly args?: readonly string[];
  /** Working folder: relative paths of `program`, `images` and `semihosting.folder` start here. The extension resolves them. */
  readonly cwd?: string;
  /** Stop before the first instruction of the reset handler. Default false. */
  readonly stopOnEntry?: boolean;
  /** Stop at the start of this function, once. `true` means `main`, `false` (default) nowhere. `stopOnEntry` wins. */
  readonly runToEntryPoint?: string | boolean;
  /** Semihosting's host files. Without `folder` the firmware may print but may not open files. */
  readonly semihosting?: { readonly folder?: string };
  /** Path prefixes of the compiler's machine → of this machine, longest first wins. */
  readonly sourceFileMap?: Readonly<Record<string, string>>;
  /** `enforce` (default) denies what the MPU denies; `off` keeps the registers but allows everything. */
  readonly mpu?: 'enforce' | 'off';
  /** Stop with the reason `pause` after so many instructions. Without it there is no limit. */
  readonly maxInstructions?: number;
  /** Run without breakpoints, faults reported on the console: "Run Without Debugging". */
  readonly noDebug?: boolean;
}

/** What JSON type an attribute may have. */
export interface LaunchAttribute {
  readonly types: readonly ('string' | 'boolean' | 'count' | 'strings' | 'map' | 'semihosting')[];
  /** The only strings allowed. */
  readonly values?: readonly string[];
  readonly required?: true;
}

export const LAUNCH_ATTRIBUTES = {
  program: { types: ['string'], required: true },
  images: { types: ['strings'] },
  board: { types: ['string'] },
  dts: { types: ['string'] },
  dtsIncludePaths: { types: ['strings'] },
  args: { types: ['strings'] },
  cwd: { types: ['string'] },
  stopOnEntry: { types: ['boolean'] },
  runToEntryPoint: { types: ['string', 'boolean'] },
  semihosting: { types: ['semihosting'] },
  sourceFileMap: { types: ['map'] },
  mpu: { types: ['string'], values: ['enforce', 'off'] },
  maxInstructions: { types: ['count'] },
  noDebug: { types: ['boolean'] },
} as const satisfies Record<keyof LaunchConfiguration, LaunchAttribute>;

type AttributeType = LaunchAttribute['types'][number];

const IN_WORDS: Record<AttributeType, string> = {
  string: 'a string',
  boolean: 'true or false',
  count: 'a whole number above 0',
  strings: 'an array of strings',
  map: 'an object whose values are strings',
  semihosting: 'an object with a string "folder"',
};

/**
 * What is wrong with a launch configuration, a full sentence for each attribute; empty if it may be used as a
 * LaunchConfiguration. Attributes that are not in the table (other extensions' too) are passed over.
 */
export function launchMistakes(configuration: Readonly<Record<string, unknown>>): string[] {
  const mistakes: string[] = [];
  for (const [name, attribute] of Object.entries(LAUNCH_ATTRIBUTES) as [string, LaunchAttribute][]) {
    const value = configuration[name];
    if (value === undefined || value === null || value === '') {
      if (attribute.required) mistakes.push(`"${name}" is missing: it must be ${allowed(attribute)}.`);
    } else if (!attribute.types.some((type) => matches(value, type))) {
      mistakes.push(`"${name}" must be ${allowed(attribute)}, but it is ${JSON.stringify(value)}.`);
    } else if (attribute.values !== undefined && !attribute.values.includes(value as string)) {
      mistakes.push(`"${name}" must be ${allowed(attribute)}, but it is ${JSON.stringify(value)}.`);
    }
  }
  return mistakes;
}

function allowed(attribute: LaunchAttribute): string {
  if (attribute.values !== undefined) return attribute.values.map((value) => `"${value}"`).join(' or ');
  return attribute.types.map((type) => IN_WORDS[type]).join(' or ');
}

function matches(value: unknown, type: AttributeType): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'count':
      return Number.isSafeInteger(value) && (value as number) > 0;
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'map':
      return isObject(value) && Object.values(value).every((item) => typeof item === 'string');
    case 'semihosting':
      return isObject(value) && (value['folder'] === undefined || typeof value['folder'] === 'string');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
