/** How the client counts lines and writes paths, as it said in `initialize`. The debugger counts from 1 and has plain paths. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';

export class Client {
  private readonly firstLine: number;
  private readonly firstColumn: number;
  private readonly urisForPaths: boolean;
  /** Whether it can be told that everything it shows is out of date. */
  readonly takesInvalidated: boolean;
  /** Whether it has one source, with one presentation hint, for all frames of a file: VS Code does. */
  readonly sharesSources: boolean;

  constructor(told: Partial<Dap.InitializeRequestArguments> = {}) {
    this.firstLine = told.linesStartAt1 === false ? 0 : 1;
    this.firstColumn = told.columnsStartAt1 === false ? 0 : 1;
    this.urisForPaths = told.pathFormat === 'uri';
    this.takesInvalidated = told.supportsInvalidatedEvent === true;
    this.sharesSources = told.clientID === 'vscode';
  }

  /** The debugger's line as the client counts; 0, which stands for none, stays. */
  line(line: number): number {
    return line === 0 ? 0 : line - 1 + this.firstLine;
  }

  column(column: number): number {
    return column === 0 ? 0 : column - 1 + this.firstColumn;
  }

  lineFrom(line: number): number {
    return line - this.firstLine + 1;
  }

  columnFrom(column: number): number {
    return column - this.firstColumn + 1;
  }

  path(path: string): string {
    return this.urisForPaths ? pathToFileURL(path).href : path;
  }

  pathFrom(path: string): string {
    return path.startsWith('file:') ? fileURLToPath(path) : path;
  }
}
