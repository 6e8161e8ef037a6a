/** Preprocesses devicetree sources as `gcc -E -x assembler-with-cpp -nostdinc -undef -D__DTS__` does. */
import type { SourceReader } from '../source/index.js';
import { answerBuiltin, defineBuiltins } from './builtins.js';
import { newEnvironment } from './environment.js';
import type { Expander, TokenSource } from './expansion.js';
import { createOutput } from './output.js';
import { enterFile } from './frames.js';
import { report, type Run } from './run.js';
import { createTextSource, readAll } from './text.js';
import { takeVisit } from './visits.js';
import { TEXT_END } from './tokens.js';
import type { MacroDefinition, Preprocessed, PreprocessorInput } from './types.js';

/** Never throws for its input: whatever is wrong becomes a finding, and the output is what there is. */
export function preprocess(input: PreprocessorInput, reader: SourceReader): Preprocessed {
  const run = createRun(input, reader);
  defineBuiltins(run);
  for (const file of input.files) {
    if (run.expander.limits.stopped) break;
    if (takeVisit(run, file, -1, Infinity)) continue;
    enterFile(run, file, -1, undefined);
    readAll(run);
  }
  const macros = new Map<string, MacroDefinition>();
  for (const [name, { definition }] of run.macros) macros.set(name, definition);
  return {
    output: run.output.finish(run.parts.filter(({ end }) => end >= 0)),
    files: [...run.files.keys()],
    includes: run.includes,
    macros,
    definitions: run.definitions,
    uses: run.expander.uses,
    inactive: run.inactive,
    findings: run.findings,
  };
}

function createRun(input: PreprocessorInput, reader: SourceReader): Run {
  const { expansions, depth } = input.budget;
  const macros: Run['macros'] = new Map();
  const expander: Expander = {
    macros,
    uses: [],
    limits: {
      expansions,
      tokens: expansions * TOKENS_PER_EXPANSION,
      depth: Math.min(depth, DEEPEST),
      stopped: false,
    },
    builtin: (x, macro, name) => {
      run.impure++;
      return answerBuiltin(run, x, macro, name);
    },
    report: (code, severity, message, range, of) => report(run, code, severity, message, range, of),
    source: NOTHING,
    context: undefined,
    parsing: 0,
    preventExpansion: 0,
    inDirective: false,
    argumentDepth: 0,
    outermost: undefined,
    outermostUse: undefined,
    looked: undefined,
  };
  const run: Run = {
    input,
    reader,
    output: createOutput(input.files[0] ?? { path: '', text: '' }),
    expander,
    macros,
    definitions: [],
    includes: [],
    inactive: [],
    findings: [],
    files: new Map(),
    changes: [],
    probes: [],
    visited: [],
    shut: [],
    environment: newEnvironment(),
    impure: 0,
    frames: [],
    parts: [],
    once: new Set(),
    pushed: new Map(),
    assertions: new Map(),
    epoch: 0,
    counter: 0,
    directivesDone: 0,
    includesDone: 0,
    secondLook: SECOND_LOOK_CHARACTERS,
    closing: undefined,
  };
  expander.source = createTextSource(run);
  return run;
}

const NOTHING: TokenSource = { next: () => TEXT_END, unread: () => undefined, mark: () => () => false };

/** The budget counts expansions; tokens they may give are this many times more. */
const TOKENS_PER_EXPANSION = 4;

/** Arguments in arguments cost some ten frames of JavaScript's stack each, so this much and no more whatever the budget says. */
const DEEPEST = 400;

const SECOND_LOOK_CHARACTERS = 2_000_000;
