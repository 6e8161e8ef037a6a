/** The options of `npm run csmith`, as a table that is also its help. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CORES, isRunnable } from './cores.js';

export interface CsmithOptions {
  readonly programs: number;
  readonly cores: readonly string[];
  readonly seed: number;
  readonly jobs: number;
  readonly fresh: boolean;
  readonly record: boolean;
  readonly help: boolean;
}

/** A mistake in the arguments, told without a stack trace. */
export class UsageError extends Error {}

const RUNNABLE = CORES.filter(isRunnable).map(({ core }) => core);

const TABLE = {
  programs: { type: 'string', default: '200', help: 'how many programs for each core' },
  cores: { type: 'string', default: RUNNABLE.join(','), help: 'on which cores, with commas between them' },
  seed: { type: 'string', default: '1', help: 'the first seed' },
  jobs: { type: 'string', default: String(availableParallelism()), help: 'how many at a time' },
  fresh: { type: 'boolean', default: false, help: 'forget what an earlier run with the same first seed compared' },
  record: { type: 'boolean', default: false, help: 'write the committed programs anew instead' },
  help: { type: 'boolean', default: false, help: 'this list' },
} as const;

export function helpText(): string {
  const rows = Object.entries(TABLE).map(([name, row]) => {
    const usual = row.type === 'string' ? ` (${row.default})` : '';
    return `  --${name.padEnd(9)} ${row.help}${usual}`;
  });
  return ['Compares random C programs on the emulator with QEMU and the host.', ...rows].join('\n');
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} is a whole number above 0, not "${text}"`);
  return Number(text);
}

/** Throws a UsageError. */
export function readOptions(args: readonly string[]): CsmithOptions {
  const given = parse(args);
  const cores = given.cores.split(',');
  const unknown = cores.filter((name) => !RUNNABLE.some((core) => core === name));
  if (unknown.length > 0) throw new UsageError(`--cores: ${unknown.join(', ')}: not one of ${RUNNABLE.join(', ')}`);
  const { fresh, record, help } = given;
  return {
    programs: wholeNumber('programs', given.programs),
    cores,
    seed: wholeNumber('seed', given.seed),
    jobs: wholeNumber('jobs', given.jobs),
    fresh,
    record,
    help,
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseTable> {
  try {
    return parseTable(args);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parseTable(args: readonly string[]) {
  return parseArgs({ args: [...args], options: TABLE }).values;
}
