/** The boards that come with Ringfence, as plain descriptions. */
import { UserError } from '../base/index.js';
import type { BoardDescription } from '../emulator/index.js';
import { LM3S6965EVB } from './lm3s6965evb.js';
import { MPS2_AN385 } from './mps2-an385.js';

/** By the name that the user types. */
export const boards: Readonly<Record<string, BoardDescription>> = Object.freeze({
  [MPS2_AN385.name]: MPS2_AN385,
  [LM3S6965EVB.name]: LM3S6965EVB,
});

/** The board of that name. Throws a UserError (`board-unknown`) that lists the names there are. */
export function findBoard(name: string): BoardDescription {
  const board = Object.hasOwn(boards, name) ? boards[name] : undefined;
  if (board !== undefined) return board;
  const names = Object.keys(boards).join(', ');
  throw new UserError('board-unknown', `There is no board named “${name}”; choose one of ${names}.`);
}
