/** What macro expansion works on: macros, the stack of token lists under expansion, the text below it. */
import type { SourceRange } from '../source/index.js';
import type { MacroShape } from './define.js';
import type { Token } from './tokens.js';
import type { MacroDefinition, MacroUse } from './types.js';

/** A macro in one run. */
export interface Macro {
  readonly definition: MacroDefinition;
  /** Undefined for what the preprocessor itself answers. */
  readonly shape: MacroShape | undefined;
  /** It is being expanded, and its name inside stays as it is. */
  disabled: boolean;
}

/** Where tokens come from that no expansion made. */
export interface TokenSource {
  /** `searching` while only a `(` is wanted: then no directive is carried out, the text ends there. */
  next(parsing: Parsing): Token;
  /** Gives back the last token. */
  unread(): void;
  /** For going back after an invocation that does not end; `undefined` where that is not possible any more. */
  mark(): () => boolean;
  /** Whether `<name>` is one token from now on; only directives have that. */
  headers?(on: boolean): void;
}

/** 0: text; 1: looking for `(`; 2: inside of an invocation. */
export type Parsing = 0 | 1 | 2;

export interface Context {
  readonly tokens: readonly Token[];
  at: number;
  readonly macro: Macro | undefined;
  readonly use: MacroUse | undefined;
  /** What `__LINE__` in there refers to: the invocation in the text. Undefined for arguments written in the text. */
  readonly place: SourceRange | undefined;
  readonly previous: Context | undefined;
}

export type Growing<T> = { -readonly [K in keyof T]: T[K] };

export interface Expander {
  readonly macros: Map<string, Macro>;
  readonly uses: MacroUse[];
  readonly limits: ExpansionLimits;
  /** The answer of a macro without a definition, e.g. `__LINE__`. Undefined: the name stays. */
  readonly builtin: (expander: Expander, macro: Macro, name: Token) => readonly Token[] | undefined;
  readonly report: (
    code: string,
    severity: 'error' | 'warning',
    message: string,
    range: SourceRange,
    of?: Macro,
  ) => void;
  source: TokenSource;
  context: Context | undefined;
  parsing: Parsing;
  preventExpansion: number;
  /** In a directive white space does not matter. */
  inDirective: boolean;
  /** `_Pragma` waits while arguments are expanded. */
  argumentDepth: number;
  /** The invocation in the text that everything in the stack came from. */
  outermost: Growing<SourceRange> | undefined;
  outermostUse: MacroUse | undefined;
  /** Names that were looked at, and what they meant, while somebody wants to know. */
  looked: Map<string, MacroShape | undefined> | undefined;
}

export interface ExpansionLimits {
  /** Expansions that may still be made, and tokens that they may still give. */
  expansions: number;
  tokens: number;
  readonly depth: number;
  /** Set when a limit was reached: every text ends. */
  stopped: boolean;
}
