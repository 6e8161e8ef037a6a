/** Macros that the preprocessor answers itself, and those that gcc has under `-undef -x assembler-with-cpp`. */
import { lineColumn } from '../source/index.js';
import { nextToken } from './expander.js';
import type { MacroShape } from './define.js';
import { newEnvironment, type Environment } from './environment.js';
import type { Expander, Macro } from './expansion.js';
import { findInclude, nameFrom } from './include.js';
import { commandLineShape, setMacro, type Run } from './run.js';
import { isPunctuator, KIND, makeToken, TEXT_END, tokenRange, type Token } from './tokens.js';
import type { MacroDefinition } from './types.js';

const ANSWERED = [
  ...['__FILE__', '__FILE_NAME__', '__BASE_FILE__', '__LINE__', '__INCLUDE_LEVEL__', '__COUNTER__'],
  ...['__DATE__', '__TIME__', '__TIMESTAMP__', '__has_include', '__has_include_next', '_Pragma'],
];

const FIXED: Readonly<Record<string, string>> = {
  __STDC__: '1',
  __STDC_HOSTED__: '1',
  __ASSEMBLER__: '1',
  __DTS__: '1',
};

const ANSWERED_DEFINITIONS: readonly MacroDefinition[] = ANSWERED.map((name) => ({ name, variadic: false, body: '' }));

/** What runs with the same command line share, so that they may take over what others of them know. */
interface CommandLine {
  readonly environment: Environment;
  readonly shapes: Map<string, { readonly shape: MacroShape | undefined }>;
}

const MOST_COMMAND_LINES = 64;
const commandLines = new Map<string, CommandLine>();

function commandLineOf(key: string): CommandLine {
  let known = commandLines.get(key);
  if (known === undefined) {
    if (commandLines.size >= MOST_COMMAND_LINES) commandLines.clear();
    commandLines.set(key, (known = { environment: newEnvironment(), shapes: new Map() }));
  }
  return known;
}

export function defineBuiltins(run: Run): void {
  for (const definition of ANSWERED_DEFINITIONS)
    run.macros.set(definition.name, { definition, shape: undefined, disabled: false });
  const { defines, includePaths, budget } = run.input;
  const known = commandLineOf(JSON.stringify([defines, includePaths, budget]));
  run.environment = known.environment;
  for (const [name, value] of Object.entries({ ...FIXED, ...defines })) {
    let shapes = known.shapes.get(name);
    if (shapes === undefined) known.shapes.set(name, (shapes = commandLineShape(name, value)));
    if (shapes.shape !== undefined) setMacro(run, shapes.shape.definition.name, shapes.shape);
  }
  // These are not the user's.
  run.definitions.length = 0;
}

/** The tokens of a built-in macro's expansion; undefined where it stays a name. */
export function answerBuiltin(run: Run, x: Expander, macro: Macro, name: Token): readonly Token[] | undefined {
  switch (macro.definition.name) {
    case '__has_include':
    case '__has_include_next':
      return hasInclude(run, x, macro.definition.name.endsWith('next'), name);
    case '_Pragma':
      return pragmaOperator(x, name);
    default: {
      const text = textOf(run, x, macro.definition.name, name);
      return [makeToken(text.startsWith('"') ? KIND.string : KIND.number, text, 0, name.file, name.start, name.end)];
    }
  }
}

function textOf(run: Run, x: Expander, macro: string, name: Token): string {
  const frame = run.frames.at(-1);
  switch (macro) {
    case '__FILE__':
      return quote(frame?.presumedName ?? '');
    case '__FILE_NAME__':
      return quote((frame?.presumedName ?? '').replace(/^.*\//, ''));
    case '__BASE_FILE__':
      return quote(run.input.files[0]?.path ?? '');
    case '__LINE__':
      return `${lineOf(run, x, name)}`;
    case '__INCLUDE_LEVEL__':
      return `${run.frames.length - 1}`;
    case '__COUNTER__':
      return `${run.counter++}`;
    // No clock: what gcc says with SOURCE_DATE_EPOCH=0.
    case '__DATE__':
      return '"Jan  1 1970"';
    case '__TIME__':
      return '"00:00:00"';
    default:
      return '"Thu Jan  1 00:00:00 1970"';
  }
}

/** The line of a `__LINE__` in the text; of one in a macro's body, that of the invocation. */
function lineOf(run: Run, x: Expander, name: Token): number {
  const place = x.context?.place ?? tokenRange(name) ?? x.outermost;
  const frame = run.frames.at(-1);
  if (place === undefined) return 0;
  const delta = frame?.file === place.file ? frame.lineDelta : 0;
  return lineColumn(place.file, place.start).line + 1 + delta;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

function hasInclude(run: Run, x: Expander, next: boolean, name: Token): readonly Token[] | undefined {
  const frame = run.frames.at(-1);
  const range = tokenRange(name) ?? x.outermost;
  const complain = (message: string): void => {
    if (range !== undefined) x.report('cpp-has-include', 'error', message, range);
  };
  if (!x.inDirective || frame === undefined) {
    complain(`${name.text} belongs into #if.`);
    return number('0', name);
  }
  const read = (headers: boolean): Token => {
    x.source.headers?.(headers);
    const token = nextToken(x);
    x.source.headers?.(false);
    return token;
  };
  let token = read(true);
  const paren = isPunctuator(token, '(');
  if (paren) token = read(true);
  else complain(`\`(\` is missing after ${name.text}.`);
  const wanted = nameFrom(token, () => read(false));
  if (wanted === undefined) {
    complain(`${name.text} takes "name" or <name>.`);
    return number('0', name);
  }
  if (paren && !isPunctuator(read(false), ')')) complain(`\`)\` is missing after ${name.text}.`);
  const found = findInclude(run, frame, wanted.name, wanted.quoted, next);
  return number(found === undefined ? '0' : '1', name);
}

function number(text: string, name: Token): readonly Token[] {
  return [makeToken(KIND.number, text, 0, name.file, name.start, name.end)];
}

/** `_Pragma("…")` prints nothing. Arguments keep it, because it might be made a string yet. */
function pragmaOperator(x: Expander, name: Token): readonly Token[] | undefined {
  if (x.inDirective || x.argumentDepth > 0) return undefined;
  const next = (): Token => {
    let token = nextToken(x);
    while (token.kind === KIND.padding) token = nextToken(x);
    return token;
  };
  x.preventExpansion++;
  x.parsing = 2;
  const open = next();
  const text = isPunctuator(open, '(') ? next() : TEXT_END;
  const close = text.kind === KIND.string ? next() : TEXT_END;
  x.parsing = 0;
  x.preventExpansion--;
  if (isPunctuator(close, ')')) return [];
  const range = tokenRange(name) ?? x.outermost;
  if (range !== undefined) x.report('cpp-pragma', 'error', '_Pragma takes a string in parentheses.', range);
  return undefined;
}
