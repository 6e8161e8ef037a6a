/** What the preprocessor takes and gives: one text as `gcc -E -x assembler-with-cpp` would print it, and where all of it came from. */
import type { DevicetreeFinding, SourceFile, SourceRange } from '../source/index.js';

/** A macro as it was defined. */
export interface MacroDefinition {
  readonly name: string;
  /** As they are written, `...` and `args...` included. Undefined for an object-like macro. */
  readonly parameters?: readonly string[];
  readonly variadic: boolean;
  /** The replacement list as written, spaces normalised. */
  readonly body: string;
  /** The name in its #define. Undefined for built-in macros and those of the command line. */
  readonly nameRange?: SourceRange;
  /** The whole directive. */
  readonly range?: SourceRange;
  /** The comment right before the directive or at its end, without comment marks. */
  readonly comment?: string | undefined;
}

/** One use of a macro: in text, in a conditional, or inside another macro's expansion. */
export interface MacroUse {
  readonly macro: MacroDefinition;
  /** The name where it is written; for a use inside an expansion, where the name is written in the outer macro's body. */
  readonly nameRange: SourceRange;
  /** The whole invocation with its arguments, in the text of a file. For nested uses, the outermost invocation. */
  readonly range: SourceRange;
  /** The use whose expansion this one came from. */
  readonly parent?: MacroUse;
}

/** One `#include`. */
export interface IncludeSite {
  /** The directive. */
  readonly range: SourceRange;
  /** The name with its quotes or angle brackets. */
  readonly nameRange: SourceRange;
  readonly name: string;
  readonly quoted: boolean;
  /** The file that it brought. Undefined: not found. */
  readonly target?: SourceFile;
}

/** Where a stretch of the output came from. */
export interface Origin {
  /** In the file that a person edits: for expanded text, the outermost macro invocation. */
  readonly range: SourceRange;
  /** Set for text that a macro made. */
  readonly macro?: MacroUse;
}

/** A stretch of the output that one visit of a file gave, with what that file included. */
export interface VisitedPart {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** The preprocessed text with a map back. Also stands for a text that was never preprocessed (`/include/`). */
export interface MappedText {
  readonly text: string;
  /**
   * The origin of the output's range. A range inside text copied as it was maps exactly; one that touches a macro's expansion
   * maps to the invocation; one over several stretches runs from the first's start to the last's end if both lie in one file,
   * else covers the first only.
   */
  origin(start: number, end: number): Origin;
  /** In order of their beginnings, an outer one before those inside of it. Absent where nothing was preprocessed. */
  readonly parts?: readonly VisitedPart[];
}

export interface PreprocessorInput {
  /** Read one after the other as one text, as with gcc's `-include`: a board, its shields' overlays, the application's. */
  readonly files: readonly SourceFile[];
  /** Folders for `#include`, in order. A quoted name is looked for beside the including file first. */
  readonly includePaths: readonly string[];
  /** Macros of the command line; the value `''` is an empty macro. `__DTS__` is 1 unless given. */
  readonly defines: Readonly<Record<string, string>>;
  readonly budget: Budget;
}

/** Bounds for hostile input. Reaching one is a finding (`cpp-budget-…`), and work ends there with what there is. */
export interface Budget {
  /** Characters of output, e.g. 64 Mi. */
  readonly outputCharacters: number;
  /** Depth of #include, as gcc: 200. */
  readonly includeDepth: number;
  /** Macro expansions in all. */
  readonly expansions: number;
  /** Nodes in nodes, parentheses in parentheses. */
  readonly depth: number;
}

export const DEFAULT_BUDGET: Budget = {
  outputCharacters: 64 * 1024 * 1024,
  includeDepth: 200,
  expansions: 2_000_000,
  depth: 256,
};

export interface Preprocessed {
  readonly output: MappedText;
  /** Every file read, in order of first reading. */
  readonly files: readonly SourceFile[];
  readonly includes: readonly IncludeSite[];
  /** Macros as they stand at the end, by name. */
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  /** Every definition there was, also those undefined again. */
  readonly definitions: readonly MacroDefinition[];
  readonly uses: readonly MacroUse[];
  /** Text that conditionals left out, without the directives. */
  readonly inactive: readonly SourceRange[];
  readonly findings: readonly DevicetreeFinding[];
}
