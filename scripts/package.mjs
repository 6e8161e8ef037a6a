// Packages the extension: `npm run package` writes ringfence-<version>.vsix. vsce is kept in .cache/vsce, apart from the
// project's own dependencies: it has an optional native module that wants a compiler and that packaging does not use.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const VSCE_VERSION = '3.9.2';
const MOST_BYTES = 3_000_000;

/**
 * Packages the extension that lies in `folder` as `vsix`.
 * @returns {Promise<string>} `vsix`
 */
export async function packageExtension(folder, vsix) {
  for (const bundle of ['dist/extension.cjs', 'dist/debug-adapter-worker.cjs'])
    if (!fs.existsSync(path.join(folder, bundle))) throw new Error(`${bundle} is missing: run "npm run build" first.`);
  const vsce = await ensureVsce();
  const options = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  const { stdout, stderr } = await run(process.execPath, [vsce, ...options], { cwd: folder });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  const size = fs.statSync(vsix).size;
  if (size > MOST_BYTES)
    throw new Error(`${vsix} has ${size} bytes, more than ${MOST_BYTES}: see what .vscodeignore lets in.`);
  return vsix;
}

async function ensureVsce() {
  const folder = path.join(ROOT, '.cache/vsce');
  const manifest = path.join(folder, 'node_modules/@vscode/vsce/package.json');
  const entry = path.join(folder, 'node_modules/@vscode/vsce/vsce');
  if (fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest, 'utf8')).version === VSCE_VERSION) return entry;
  console.log(`Installing @vscode/vsce ${VSCE_VERSION} into ${path.relative(ROOT, folder)} …`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...options, `@vscode/vsce@${VSCE_VERSION}`], { cwd: folder, maxBuffer: 1 << 26 });
  return entry;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  try {
    await packageExtension(ROOT, path.join(ROOT, `ringfence-${version}.vsix`));
  } catch (error) {
    console.error(error.stderr || error.message);
    process.exitCode = 1;
  }
}
