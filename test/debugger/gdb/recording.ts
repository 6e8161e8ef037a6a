/** What GDB, or our session in its place, said of one program: the shape of the gold files and of what is compared with them. */

/** File (its own name), line and address of one place of a breakpoint. */
export type Place = readonly [file: string, line: number, address: number];

/** Kind, function, file, line and pc; empty and 0 where there is no debug information. `tail call`: a jump replaced the frame. */
export type FrameRow = readonly [
  kind: 'function' | 'inlined' | 'tail call' | 'exception',
  name: string,
  file: string,
  line: number,
  pc: number,
];

/** A variable of the frame with that number (0 is the innermost): type and value as printed. */
export type VariableRow = readonly [
  frame: number,
  kind: 'argument' | 'local',
  name: string,
  type: string,
  value: string,
];

export type Command = 'next' | 'step' | 'stepi' | 'nexti' | 'finish' | 'continue';

/** Where the program stood after a command. */
export interface Stop {
  /** Absent at `main`, where each run begins. */
  readonly command?: Command;
  /** What GDB said instead of going: the run ends there. */
  readonly error?: string;
  readonly pc: number;
  readonly sp: number;
  readonly frames: readonly FrameRow[];
  readonly variables: readonly VariableRow[];
}

export interface Recording {
  /** The main file of the program, without folders. */
  readonly file: string;
  /** `break f` for every function of that file. */
  readonly functions: readonly (readonly [name: string, places: readonly Place[]])[];
  /** `break file:line` for every line up to the last one with code, and one more. */
  readonly lines: readonly (readonly [line: number, places: readonly Place[]])[];
  /** Global and static variables of the file, at main. */
  readonly globals: readonly (readonly [name: string, type: string, value: string])[];
  readonly runs: Readonly<Record<string, readonly Stop[]>>;
}
