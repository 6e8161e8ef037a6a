// Installs the locked dependencies, once for each state of the lockfile.
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, stamp } from './project.mjs';

/** Ends the process when npm fails. A node_modules that is a link belongs to someone else and is used as it is. */
export function install() {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const installed = stamp('node_modules/.ringfence-lock', ['package-lock.json']);
  if (installed.fresh()) return;
  console.log('Installing the locked dependencies (npm ci) …');
  const status = npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (status !== 0) {
    console.error(
      'npm ci failed (its message is above): the packages come from the npm registry, so check the network or your npm settings.',
    );
    process.exit(status);
  }
  installed.write();
}

/** Runs the npm that started us, or the one on PATH. */
function npm(args) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js') || script?.endsWith('.cjs')) return run(process.execPath, [script, ...args]);
  return run('npm', args);
}
