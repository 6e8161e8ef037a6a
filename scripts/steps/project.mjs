// What every step shares: where the project is, how a program is run, and when a result is still good.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folders that TypeScript compiles, each with its own tsconfig.json. */
export const sourceFolders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'tsconfig.json')))
  .map((entry) => entry.name);

/** Runs a program in the project's folder with our terminal; answers its exit status. */
export function run(program, args, env = process.env) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', env });
  if (result.error) throw new Error(`${program} did not start: ${result.error.message}`);
  return result.status ?? 1;
}

/** Runs a Node program of the project, and ends this process with its status if that is not 0. */
export function runNodeOrExit(args) {
  const status = run(process.execPath, args);
  if (status !== 0) process.exit(status);
}

/** All files below `folder` whose name passes, sorted, as paths from the project's folder. */
export function filesBelow(folder, accepts) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && accepts(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** A stamp remembers the contents of `inputs`: `fresh()` says whether they are still the same, `write()` remembers them. */
export function stamp(path, inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    hash.update(`${input}\0`);
    hash.update(readFileSync(join(root, input)));
  }
  const digest = hash.digest('hex');
  const file = join(root, path);
  return {
    fresh: () => existsSync(file) && readFileSync(file, 'utf8') === digest,
    write() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, digest);
    },
  };
}
