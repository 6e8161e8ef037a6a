// Lays out what a test in VS Code needs: the extension with the real or the fake adapter and devicetree server, a workspace
// with firmware to debug and devicetree sources to edit, and a stand-in for another extension.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const FROM = (...parts) => path.join(ROOT, ...parts);

/** What the extension consists of, beside the bundles that fakes stand in for. */
const EXTENSION_FILES = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  '.vscodeignore',
  'media',
  'docs/images',
  'docs/lint',
  'syntaxes',
  'dist/extension.cjs',
];

const FAKES = [
  ['fake-adapter.cjs', 'debug-adapter-worker.cjs'],
  ['fake-devicetree-server.cjs', 'devicetree-server.cjs'],
];

/** Two ways to build the devicetree sources of the workspace. */
const DEVICETREE_SETTINGS = {
  'ringfence.devicetree.contexts': [
    {
      name: 'Demo board',
      files: ['devicetree/board.dts', 'devicetree/app.overlay'],
      includePaths: ['${workspaceFolder}/devicetree/include'],
    },
    {
      name: 'Demo board, release',
      files: ['devicetree/board.dts', 'devicetree/app.overlay'],
      includePaths: ['devicetree/include'],
      defines: { NDEBUG: '' },
    },
  ],
};

/** What a demo needs beside itself to be built, debugged and read. */
const DEMO_FOLDERS = ['firmware/demos', 'firmware/elf/demos', 'firmware/mbed-mpu', 'firmware/support'];

/** Mistakes that users make, under names that tests start them by. */
const BAD_CONFIGURATIONS = {
  'Wrong types': { program: 7, maxInstructions: 'many' },
  'Missing program': { program: 'no-such.elf' },
  'Unknown board': { program: 'mbed-rom-write.elf', board: 'toaster' },
  'Foreign program': { program: '../../../bad/foreign.elf' },
  'Broken program': { program: '../../../bad/broken.elf' },
};

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
  for (const [fake, bundle] of FAKES) fs.copyFileSync(FROM('out/vscode-test', fake), path.join(staged, 'dist', bundle));
  return staged;
}

/**
 * An extension that has the name of another devicetree extension and does nothing.
 * @returns {string} its folder, inside `into`
 */
export function stageOtherExtension(into) {
  const folder = path.join(into, 'kylemicallefbonnici.dts-lsp-0.0.1');
  fs.mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'dts-lsp',
    publisher: 'KyleMicallefBonnici',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** A fresh workspace folder inside `into`, with devicetree sources and a program that the chosen adapter can debug. */
export function stageWorkspace(adapter, into) {
  const folder = stageFirmware(adapter, into);
  fs.cpSync(FROM('test/vscode/devicetree'), path.join(folder, 'devicetree'), { recursive: true });
  fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(DEVICETREE_SETTINGS, null, 2));
  return folder;
}

function stageFirmware(adapter, into) {
  if (adapter === 'real') {
    // The demos name their programs relative to their folder, and the programs their sources relative to theirs.
    for (const folder of DEMO_FOLDERS) fs.cpSync(FROM(folder), path.join(into, folder), { recursive: true });
    const demo = 'firmware/demos/mbed-rom-write';
    // One of them lies in the workspace, for the search of an F5 without launch.json.
    const program = 'mbed-rom-write-mps2-an385-bare.elf';
    fs.copyFileSync(FROM('firmware/elf/demos', program), path.join(into, demo, 'mbed-rom-write.elf'));
    addBadConfigurations(path.join(into, demo, '.vscode/launch.json'), into);
    return path.join(into, demo);
  }
  const folder = path.join(into, 'demo');
  fs.cpSync(FROM('test/vscode/demo'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'firmware.elf'), elfHeader(40));
  return folder;
}

/** Adds them to a launch.json, and writes the files that they name into a folder outside the workspace. */
function addBadConfigurations(file, into) {
  const launch = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const [name, attributes] of Object.entries(BAD_CONFIGURATIONS))
    launch.configurations.push({ name, type: 'ringfence', request: 'launch', ...attributes });
  fs.writeFileSync(file, JSON.stringify(launch, null, 2));
  const [EM_X86_64, EM_ARM] = [62, 40];
  fs.mkdirSync(path.join(into, 'bad'));
  fs.writeFileSync(path.join(into, 'bad/foreign.elf'), elfHeader(EM_X86_64));
  fs.writeFileSync(path.join(into, 'bad/broken.elf'), elfHeader(EM_ARM));
}

/** The header of an executable with nothing behind it: for EM_ARM, enough for the extension to take it for firmware. */
function elfHeader(machine) {
  const header = Buffer.alloc(52);
  header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(machine, 18);
  return header;
}
