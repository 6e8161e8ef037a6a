/** Programs from outside under a limit of processor time, which neither a busy nor a suspended machine uses up. */
import { spawnSync } from 'node:child_process';

export interface LimitedRun {
  readonly outOfTime: boolean;
  /** Null after a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const NOT_FOUND = 127;

/** Runs a tool for at most so many seconds of processor time, without input. Throws an Error if there is no such tool. */
export function runLimited(tool: string, args: readonly string[], seconds: number, folder?: string): LimitedRun {
  const command = ['-c', `ulimit -t ${seconds}; exec "$@"`, 'sh', tool, ...args];
  const options = { encoding: 'latin1', input: '', maxBuffer: 64 * 2 ** 20 } as const;
  const result = spawnSync('sh', command, { ...options, ...(folder === undefined ? {} : { cwd: folder }) });
  if (result.error) throw result.error;
  const { status, signal, stdout, stderr } = result;
  if (status === NOT_FOUND) throw new Error(`${tool}: ${stderr}`);
  return { outOfTime: signal === 'SIGXCPU' || signal === 'SIGKILL', status, stdout, stderr };
}
