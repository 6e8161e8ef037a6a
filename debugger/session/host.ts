/** What a session needs from the face that drives it. */
import type { Devicetree } from '../../devicetree/index.js';
import type { Finding } from '../../base/index.js';
import type { SemihostingOptions } from '../../emulator/index.js';

export interface SessionHost {
  /** Bytes of the firmware's console: a device by name, `semihosting:stdout`, `semihosting:stderr`. */
  output?(channel: string, bytes: Uint8Array): void;
  /** A line for the debug console: log points, findings, which come with their parts too. Without a line end. */
  message?(category: 'log' | 'warning' | 'information', text: string, finding?: Finding): void;
  /**
   * A line on a fault that did not stop the program, because it handles the fault itself. `filter` is the label of the exception
   * filter that would have stopped there, where there is one. Once for each place and cause, and not for endlessly many.
   */
  faultHandled?(text: string, filter: string | undefined): void;
  /** Whether a file exists on this machine; all paths stay as written without it. */
  fileExists?(path: string): boolean;
}

export interface SessionOptions {
  /** `enforce` if absent. */
  readonly mpu?: 'enforce' | 'off';
  /** Made anew for each start, so that a restart opens no files of the run before. A BKPT 0xAB stops if absent. */
  semihosting?(): SemihostingOptions;
  /** Prefixes of the compiler's paths → of this machine's; the longest that fits wins. */
  readonly sourceFileMap?: Readonly<Record<string, string>>;
  /** The folder of the ELF file, absolute, for relative compilation directories. */
  readonly programFolder?: string;
  /** Where the images beside it are. */
  readonly imageFolders?: readonly string[];
  /** The workspace's folder, absolute, tried after it. */
  readonly workspaceFolder?: string;
  /** The devicetree that the board was made from, for what the firmware's kernel knows of its memories. */
  readonly devicetree?: Devicetree;
}
