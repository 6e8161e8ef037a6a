/** Runs one of the project's Node programs and answers with what it printed. */
import { spawnSync } from 'node:child_process';
import { root } from './root.js';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `args` are Node's arguments; `cwd` is the project's folder unless told otherwise. */
export function runNode(args: readonly string[], cwd = root): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status, stdout, stderr };
}
