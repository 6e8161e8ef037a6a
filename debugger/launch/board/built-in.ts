/** The boards that come with Ringfence, made from their devicetree sources the first time that somebody asks. */
import { HostError, UserError } from '../../../base/index.js';
import { boardNames, boardSources } from '../../../boards/index.js';
import { compile, placeText, type SourceFile, type SourceReader } from '../../../devicetree/index.js';
import type { BoardDescription } from '../../../emulator/index.js';
import { boardFromDevicetree } from './board-from-devicetree.js';

const made = new Map<string, BoardDescription>();

/** The board of that name. Throws a UserError (`board-unknown`) that lists the names there are. */
export function findBoard(name: string): BoardDescription {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (!boardNames.includes(name)) {
    const names = boardNames.join(', ');
    throw new UserError('board-unknown', `There is no board named “${name}”; choose one of ${names}.`);
  }
  const board = build(name);
  made.set(name, board);
  return board;
}

function build(name: string): BoardDescription {
  const files = new Map(
    Object.entries(boardSources).map(([path, text]): [string, SourceFile] => [path, { path, text }]),
  );
  const reader: SourceReader = { read: (path) => files.get(path) };
  const compilation = compile({ files: [files.get(`${name}.dts`)!], includePaths: [], dialect: 'zephyr' }, reader);
  const { board, findings } = boardFromDevicetree(compilation.tree, name);
  const trouble = [...compilation.findings, ...findings].find(({ severity }) => severity !== 'information');
  if (board !== undefined && trouble === undefined) return board;
  const what = trouble === undefined ? 'no machine' : `${placeText(trouble.range)}: ${trouble.message}`;
  throw new HostError('built-in-board', `The built-in board ${name} does not build: ${what}`);
}
