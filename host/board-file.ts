/** A user's devicetree as the board of a launch: read from disk, with what is wrong told by file and line. */
import { resolve } from 'node:path';
import { UserError, type Finding } from '../base/index.js';
import { boardFromDevicetree, findBoard } from '../debugger/index.js';
import { compile, placeText, type Devicetree, type DevicetreeFinding } from '../devicetree/index.js';
import type { BoardDescription } from '../emulator/index.js';
import { diskReader } from './source-reader.js';

/** What a user says of the board: the name of a built-in one, or a devicetree source. */
export interface BoardChoice {
  readonly board: string;
  /** Wins over `board`. */
  readonly dts?: string | undefined;
  /** Folders for `#include`; a build's `zephyr.dts` needs none. */
  readonly includePaths?: readonly string[] | undefined;
}

export interface ChosenBoard {
  readonly board: BoardDescription;
  /** The user's devicetree; a built-in board has none to show. */
  readonly devicetree?: Devicetree;
  /** Warnings and remarks on the devicetree. */
  readonly findings: readonly Finding[];
}

/** More errors than these are only counted. */
const ERRORS_SHOWN = 3;

/** Relative paths start at `folder`. Throws a UserError (`board-unknown`, `dts-unreadable`, `dts-unusable`). */
export function chooseBoard({ board, dts, includePaths = [] }: BoardChoice, folder: string): ChosenBoard {
  if (dts === undefined) return { board: findBoard(board), findings: [] };
  const path = resolve(folder, dts);
  const reader = diskReader();
  const file = reader.read(path);
  if (file === undefined) {
    throw new UserError(
      'dts-unreadable',
      `Cannot read the devicetree “${path}”: it is missing, no file, or too large.`,
    );
  }
  const folders = includePaths.map((one) => resolve(folder, one));
  const compilation = compile({ files: [file], includePaths: folders, dialect: 'zephyr' }, reader);
  const made = boardFromDevicetree(compilation.tree, dts);
  const findings = [...compilation.findings, ...made.findings];
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (made.board === undefined || errors.length > 0) throw unusable(path, errors);
  return { board: made.board, devicetree: compilation.tree, findings: made.findings.map(plain) };
}

function unusable(path: string, errors: readonly DevicetreeFinding[]): UserError {
  const shown = errors.slice(0, ERRORS_SHOWN).map((error) => `${placeText(error.range)}: ${error.message}`);
  const more = errors.length - shown.length;
  const rest = more > 0 ? ` ${more} more ${more === 1 ? 'error follows' : 'errors follow'}.` : '';
  return new UserError('dts-unusable', `The devicetree “${path}” makes no board: ${shown.join(' ')}${rest}`);
}

function plain({ code, severity, message, range }: DevicetreeFinding): Finding {
  return { code, severity, message, where: placeText(range) };
}
