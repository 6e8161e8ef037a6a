/** What the commands need of the debugger. `main.ts` brings the real one, tests bring theirs. */
import type { Finding } from '../base/index.js';
import type { BoardDescription } from '../debugger/index.js';
import type { NodeSemihostingFiles } from '../host/index.js';
import type { RunOutcome } from './report.js';

export interface RunRequest {
  readonly elf: Uint8Array;
  /** The file's name as the user gave it, for messages and as the firmware's argv[0]. */
  readonly elfName: string;
  readonly board: BoardDescription;
  /** What is loaded beside the ELF file. */
  readonly images: readonly { readonly bytes: Uint8Array; readonly name: string }[];
  readonly mpu: 'enforce' | 'off';
  /** Infinity if the user set no limit. */
  readonly maxInstructions: number;
  readonly files: NodeSemihostingFiles;
  /** What semihosting's SYS_GET_CMDLINE gives. */
  readonly commandLine: string;
  /** Aborted when the user wants the run to end; it does so within a fraction of a second. */
  readonly interrupt: AbortSignal;
  /** Called with what there is to remark when it turns up: of the program before its first instruction, of the run meanwhile. */
  readonly tell: (finding: Finding) => void;
}

/** Where text goes. The firmware's console is bytes: it need not be UTF-8. */
export interface Terminal {
  stdout(bytes: Uint8Array): void;
  stderr(text: string): void;
}

/** Throws a UserError for what the user can mend: an ELF that is none, a board that there is not. */
export interface Engine {
  run(request: RunRequest, terminal: Terminal): Promise<RunOutcome>;
  /** The lines of the disassembly, without their ends. */
  disassemble(elf: Uint8Array, elfName: string): Iterable<string>;
  /** Serves one client on standard input and output until it leaves. */
  dap(): Promise<void>;
  /** Shows a debug session of the given ELF file, or of the demo firmware. The exit status. */
  demoSession(elf: string | undefined, board: string, terminal: Terminal): Promise<number>;
}
