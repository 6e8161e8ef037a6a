// Lays out what a test in VS Code needs: the extension with the real or the fake adapter, and a workspace to debug.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const FROM = (...parts) => path.join(ROOT, ...parts);

/** What the extension consists of, beside the adapter's bundle. */
const EXTENSION_FILES = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  '.vscodeignore',
  'media',
  'dist/extension.cjs',
];

/** @returns {'real' | 'fake'} VSC_ADAPTER, or the real adapter if it has been built */
export function chosenAdapter() {
  const wanted = process.env.VSC_ADAPTER;
  if (wanted === 'real' || wanted === 'fake') return wanted;
  return fs.existsSync(FROM('dist/debug-adapter-worker.cjs')) ? 'real' : 'fake';
}

/** The extension's folder: the project itself for the real adapter, a copy with the fake one otherwise. */
export function stageExtension(adapter) {
  if (adapter === 'real') return ROOT;
  const staged = FROM('out/vscode-test/extension');
  fs.rmSync(staged, { recursive: true, force: true });
  for (const file of EXTENSION_FILES)
    if (fs.existsSync(FROM(file))) fs.cpSync(FROM(file), path.join(staged, file), { recursive: true });
  fs.copyFileSync(FROM('out/vscode-test/fake-adapter.cjs'), path.join(staged, 'dist/debug-adapter-worker.cjs'));
  return staged;
}

/** A fresh workspace folder inside `into`, with a program that the chosen adapter can debug. */
export function stageWorkspace(adapter, into) {
  if (adapter === 'real') {
    // The demos name their programs relative to their folder.
    const [demo, programs] = ['firmware/demos/guarded-task', 'firmware/elf/demos'];
    for (const folder of [demo, programs]) fs.cpSync(FROM(folder), path.join(into, folder), { recursive: true });
    // One of them lies in the workspace, for the search of an F5 without launch.json.
    fs.copyFileSync(FROM(programs, 'guarded-task-mps2-an385.elf'), path.join(into, demo, 'guarded-task.elf'));
    return path.join(into, demo);
  }
  const folder = path.join(into, 'demo');
  fs.cpSync(FROM('test/vscode/demo'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'firmware.elf'), elfHeader());
  return folder;
}

/** The header of an Arm executable with nothing behind it: enough for the extension to take it for firmware. */
function elfHeader() {
  const header = Buffer.alloc(52);
  header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(40, 18);
  return header;
}
