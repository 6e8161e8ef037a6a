// Packages the extension: `npm run package` writes ringfence-<version>.vsix. vsce is kept in .cache/vsce, apart from the
// project's own dependencies: it has an optional native module that wants a compiler and that packaging does not use.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { deadTargets, packagedReadme } from './steps/package-readme.mjs';

const run = promisify(execFile);
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const VSCE_VERSION = '3.9.2';
const MOST_BYTES = 3_000_000;

/** What goes into the package, beside the README. */
const FILES = [
  'package.json',
  'LICENSE',
  'CHANGELOG.md',
  '.vscodeignore',
  'media',
  'dist/extension.cjs',
  'dist/debug-adapter-worker.cjs',
];

/**
 * Packages the extension that lies in `folder` as `vsix`.
 * @returns {Promise<string>} `vsix`
 */
export async function packageExtension(folder, vsix) {
  for (const bundle of ['dist/extension.cjs', 'dist/debug-adapter-worker.cjs']) {
    const file = path.join(folder, bundle);
    if (!fs.existsSync(file)) throw new Error(`${bundle} is missing: run "npm run build" first.`);
    // The extension has to work where this folder is not.
    if (fs.readFileSync(file, 'utf8').includes(ROOT))
      throw new Error(`${bundle} names the folder that it was built in.`);
  }
  const staged = stage(folder);
  const vsce = await ensureVsce();
  const options = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  const { stdout, stderr } = await run(process.execPath, [vsce, ...options], { cwd: staged });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  const size = fs.statSync(vsix).size;
  if (size > MOST_BYTES)
    throw new Error(`${vsix} has ${size} bytes, more than ${MOST_BYTES}: see what .vscodeignore lets in.`);
  const files = filesOf(vsix);
  refuseStrays(files);
  const dead = deadTargets(files.get('extension/readme.md')().toString());
  if (dead.length > 0) throw new Error(`The package's README has dead links: ${dead.join(', ')}`);
  console.log(`${path.basename(vsix)}: ${size} bytes`);
  return vsix;
}

/** A copy of what is packaged from `folder`, with a README that needs nothing beside it. */
function stage(folder) {
  const staged = path.join(ROOT, 'out/package');
  fs.rmSync(staged, { recursive: true, force: true });
  for (const file of FILES) fs.cpSync(path.join(folder, file), path.join(staged, file), { recursive: true });
  const readme = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  const read = (file) => fs.readFileSync(path.join(folder, file));
  fs.writeFileSync(path.join(staged, 'README.md'), packagedReadme(readme, read));
  return staged;
}

/** What may be in the package, beside vsce's own two files. */
const WANTED =
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|media\/icon\.png|media\/walkthrough\/\w+\.md|dist\/(extension|debug-adapter-worker)\.cjs)$/;

function refuseStrays(files) {
  const strays = [...files.keys()].filter(
    (file) => !WANTED.test(file) && !/^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/.test(file),
  );
  if (strays.length > 0) throw new Error(`The package holds what no user needs: ${strays.join(', ')}`);
}

/** Files of a ZIP file by name, from its central directory (APPNOTE 4.3.12); each gives its content when it is called. */
function filesOf(zip) {
  const bytes = fs.readFileSync(zip);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const [method, packed, header] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ];
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), () => {
      const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
      const content = bytes.subarray(start, start + packed);
      return method === 0 ? content : inflateRawSync(content);
    });
    at += 46 + name + extra + comment;
  }
  return files;
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
