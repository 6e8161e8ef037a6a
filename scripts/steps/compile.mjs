// Compiles everything: the instructions' meaning first, because the interpreter is generated from it, then the rest, then the bundles.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, root, runNodeOrExit, sourceFolders, stamp } from './project.mjs';

const TSC = 'node_modules/typescript/bin/tsc';
const MEANING = 'emulator/tsconfig.meaning.json';
const IMAGE = 'emulator/interpreter/generated/interpreter-image.ts';
const IMAGE_SOURCE = 'out/emulator/interpreter/image-source.js';
const BOARD_SOURCES = 'boards/generated/board-sources.ts';

/** Ends the process when a step fails. */
export async function compile() {
  removeOrphans();
  await generateInterpreter();
  embedBoards();
  runNodeOrExit([TSC, '-b']);
  bundle();
}

/** Output whose source is gone would still be imported, and its tests would still be run. */
function removeOrphans() {
  for (const folder of sourceFolders) {
    for (const file of filesBelow(join('out', folder), (name) => /\.(js|js\.map|d\.ts)$/.test(name))) {
      const source = file.slice('out/'.length).replace(/\.(js|js\.map|d\.ts)$/, '.ts');
      if (!existsSync(join(root, source))) rmSync(join(root, file));
    }
  }
}

async function generateInterpreter() {
  const isSource = (name) => name.endsWith('.ts');
  const inputs = [
    MEANING,
    'tsconfig.base.json',
    'package-lock.json',
    ...filesBelow('base', isSource),
    ...['float', 'isa', 'record', 'wasm', 'interpreter', 'core'].flatMap((part) =>
      filesBelow(join('emulator', part), isSource),
    ),
  ].filter((file) => file !== IMAGE);
  const image = stamp('out/interpreter-image.stamp', inputs);
  if (image.fresh() && existsSync(join(root, IMAGE))) return;
  runNodeOrExit([TSC, '-b', MEANING]);
  const { interpreterImageSource } = await import(pathToFileURL(join(root, IMAGE_SOURCE)).href);
  mkdirSync(dirname(join(root, IMAGE)), { recursive: true });
  writeFileSync(join(root, IMAGE), interpreterImageSource());
  image.write();
}

/** The engines read no files, so the boards' devicetree sources go into the program as text. */
function embedBoards() {
  const files = filesBelow('boards', (name) => /\.dtsi?$/.test(name));
  const entries = files.map((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
    return `  ${JSON.stringify(basename(file))}: ${JSON.stringify(text)},\n`;
  });
  const source =
    '/** Generated from the devicetree sources in boards/ by the build. */\n' +
    `export const BOARD_SOURCES: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`;
  const path = join(root, BOARD_SOURCES);
  if (existsSync(path) && readFileSync(path, 'utf8') === source) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
}

function bundle() {
  const isSource = (name) => name.endsWith('.ts');
  const inputs = sourceFolders.filter((folder) => folder !== 'test').flatMap((folder) => filesBelow(folder, isSource));
  const bundles = stamp('dist/.bundles.stamp', ['webpack.config.mjs', 'package-lock.json', ...inputs]);
  if (bundles.fresh()) return;
  runNodeOrExit(['node_modules/webpack/bin/webpack.js', '--config', 'webpack.config.mjs']);
  bundles.write();
}
