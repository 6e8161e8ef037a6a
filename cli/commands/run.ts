/** `ringfence run ELF`: the console on stdout, everything of ours on stderr, and the exit status that tells how it ended. */
import { basename } from 'node:path';
import { HostError, UserError, findingText, type Finding } from '../../base/index.js';
import { chooseBoard, NodeSemihostingFiles, readFileBytes, writeFileText } from '../../host/index.js';
import type { OptionValue } from '../arguments/parse.js';
import type { Engine, RunRequest, Terminal } from '../engine.js';
import { interruptible } from '../interrupt.js';
import { type RunOutcome, type RunReport, type RunSubject, errorReport, reportOf } from '../report.js';
import { statusOf } from '../status.js';

/** The options of `run`, as the parser hands them out. */
interface RunOptions extends RunSubject {
  readonly dts: string | undefined;
  readonly includePaths: readonly string[];
  readonly images: readonly string[];
  readonly maxInstructions: number;
  readonly semihostingDir: string | undefined;
  readonly args: string | undefined;
  readonly json: string | undefined;
}

function runOptions(elf: string, options: Readonly<Record<string, OptionValue>>): RunOptions {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' ? value : undefined;
  };
  const limit = options['max-instructions'];
  const list = (name: string): readonly string[] => {
    const value = options[name];
    return typeof value === 'object' ? value : [];
  };
  const dts = text('dts');
  return {
    elf,
    board: dts ?? text('board') ?? '',
    dts,
    includePaths: list('include'),
    images: list('image'),
    mpu: text('mpu') === 'off' ? 'off' : 'enforce',
    maxInstructions: typeof limit === 'number' ? limit : Infinity,
    semihostingDir: text('semihosting-dir'),
    args: text('args'),
    json: text('json'),
  };
}

/** The exit status. What stops the run from beginning is thrown on, after the report is written. */
export async function run(
  elf: string,
  given: Readonly<Record<string, OptionValue>>,
  engine: Engine,
  terminal: Terminal,
): Promise<number> {
  const options = runOptions(elf, given);
  const subject: RunSubject = { elf: options.elf, board: options.board, mpu: options.mpu };
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    terminal.stderr(`${findingText(finding)}\n`);
  };
  let outcome: RunOutcome;
  try {
    outcome = await interruptible((interrupt) => perform(options, { interrupt, tell }, engine, terminal));
  } catch (error) {
    const typed = error instanceof UserError || error instanceof HostError;
    write(options.json, errorReport(subject, typed ? error : { code: 'internal', message: String(error) }, findings));
    throw error;
  }
  write(options.json, reportOf(subject, outcome, findings));
  if (outcome.fault !== undefined) terminal.stderr(`${outcome.fault.explanation.join('\n')}\n`);
  const { processStatus, note } = statusOf(outcome.ending);
  if (note !== undefined) terminal.stderr(`ringfence: ${note}\n`);
  return processStatus;
}

async function perform(
  options: RunOptions,
  given: Pick<RunRequest, 'interrupt' | 'tell'>,
  engine: Engine,
  terminal: Terminal,
): Promise<RunOutcome> {
  const files = new NodeSemihostingFiles(options.semihostingDir);
  const program = basename(options.elf);
  const { board, findings } = chooseBoard(options, '.');
  for (const finding of findings) given.tell(finding);
  const request: RunRequest = {
    elf: readFileBytes(options.elf),
    elfName: options.elf,
    images: options.images.map((name) => ({ bytes: readFileBytes(name), name })),
    board,
    mpu: options.mpu,
    maxInstructions: options.maxInstructions,
    files,
    commandLine: options.args === undefined || options.args === '' ? program : `${program} ${options.args}`,
    ...given,
  };
  try {
    return await engine.run(request, terminal);
  } finally {
    files.closeAll();
  }
}

function write(path: string | undefined, report: RunReport): void {
  if (path !== undefined) writeFileText(path, `${JSON.stringify(report, undefined, 2)}\n`);
}
