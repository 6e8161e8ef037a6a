/** How much processor time a program takes, its own and the system's for it: less noisy than the clock on a shared machine. */
import { spawnSync } from 'node:child_process';

export interface CpuTime {
  /** User and system time of the process and its children. */
  readonly seconds: number;
  /** What it printed. */
  readonly output: string;
}

/** Runs the command, then tells of its children in two lines of `0m1.230s 0m0.040s`. Needs a POSIX shell. */
const SCRIPT = '"$@" >&2; status=$?; times; exit $status';

/** Throws an Error if the program cannot be run, takes longer than `timeoutMs`, or ends with another status than 0. */
export function cpuTime(command: string, args: readonly string[], timeoutMs: number): CpuTime {
  const { error, status, stdout, stderr } = spawnSync('sh', ['-c', SCRIPT, 'sh', command, ...args], {
    encoding: 'utf8',
    timeout: timeoutMs,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  const children = stdout.trimEnd().split('\n').at(-1)!;
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map((time) => Number(time[1]) * 60 + Number(time[2]));
  if (seconds.length !== 2) throw new Error(`the shell does not tell the time of ${command}: ${stdout}`);
  return { seconds: seconds[0]! + seconds[1]!, output: stderr };
}
