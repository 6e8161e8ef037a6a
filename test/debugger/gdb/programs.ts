/** The programs that are recorded, with their machine and where they end. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../../support/root.js';

/** Boards of demos; a program of another board, which QEMU does not have, cannot be recorded. */
const BOARDS = ['mps2-an385', 'mps2-an386', 'mps2-an500', 'lm3s6965evb', 'microbit'] as const;

export interface Program {
  /** `debug-fixtures/loops-O2-dwarf5`. */
  readonly name: string;
  readonly board: (typeof BOARDS)[number];
  /** The function where the fault of a demo ends up; empty for programs without one. */
  readonly faultFunction: string;
}

export const ELF_FOLDER = join(root, 'firmware/elf');

function namesOf(folder: string): readonly string[] {
  const files = readdirSync(join(ELF_FOLDER, folder)).filter((file) => file.endsWith('.elf'));
  return files.map((file) => `${folder}/${basename(file, '.elf')}`).sort();
}

/** Demos without a fault handler of their own stay in Default_Handler. */
function faultFunctionOf(name: string): string {
  return name.endsWith('-bare') ? 'Default_Handler' : 'fault_report';
}

function onBoard(name: string, faultFunction: string): readonly Program[] {
  const board = BOARDS.find((one) => name.includes(`-${one}`));
  return board === undefined ? [] : [{ name, board, faultFunction }];
}

export const PROGRAMS: readonly Program[] = [
  ...namesOf('debug-fixtures').map((name) => ({ name, board: 'mps2-an385', faultFunction: '' }) as const),
  ...namesOf('hard-float').flatMap((name) => onBoard(name, '')),
  ...namesOf('demos').flatMap((name) => onBoard(name, faultFunctionOf(name))),
];

export function elfPath({ name }: Program): string {
  return join(ELF_FOLDER, `${name}.elf`);
}
