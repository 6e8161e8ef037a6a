// `npm run vscode`: opens a demo in VS Code with this extension. The desktop if `code` is installed, else the server build,
// asking before it is downloaded (--yes: without asking; --server: even if there is a desktop). `npm run vscode -- FOLDER` opens another folder.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, URLSearchParams } from 'node:url';
import { packageExtension } from './package.mjs';
import { CURRENT_VERSION, ensureServer, installVsix, startServer } from './vscode-server.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const DEMO = path.join(ROOT, 'firmware/demos/mbed-rom-write');

/** For the server build, whose profile is ours alone: nothing stands between opening it and F5. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  // Restricted mode would leave the extension off without a word; folders of the user's own are asked about.
  'security.workspace.trust.startupPrompt': 'always',
};

const folder = path.resolve(
  process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? (fs.existsSync(DEMO) ? DEMO : ROOT),
);
try {
  build();
  const server = process.argv.includes('--server') || !openDesktop() ? await openServer() : undefined;
  if (server !== undefined) await untilInterrupted(server);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function build() {
  const { status } = spawnSync(process.execPath, [path.join(ROOT, 'scripts/build.mjs')], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The build failed; its messages are above.');
}

/** @returns {boolean} whether a desktop VS Code was there to open */
function openDesktop() {
  const { error } = spawnSync('code', ['--new-window', `--extensionDevelopmentPath=${ROOT}`, folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return error === undefined;
}

async function openServer() {
  const installed = await ensureServer(CURRENT_VERSION, {
    assumeYes: process.argv.includes('--yes') || !process.stdin.isTTY,
  });
  const data = path.join(ROOT, '.cache/vscode-data');
  fs.mkdirSync(data, { recursive: true });
  await installVsix(installed, data, await packageExtension(ROOT, path.join(data, 'ringfence.vsix')));
  const settings = { ...SETTINGS, 'security.workspace.trust.enabled': !isOurs(folder) };
  const server = await startServer(installed, { dataFolder: data, logFile: path.join(data, 'server.log'), settings });
  console.log(`\nVS Code ${installed.version} serves ${folder}\n`);
  console.log(`  http://127.0.0.1:${server.port}/?${new URLSearchParams({ folder })}\n`);
  console.log('Open it in a browser, then press F5. Ctrl+C ends the server.');
  return server;
}

/** Whether a folder belongs to this project, whose firmware may run without asking. */
function isOurs(opened) {
  const relative = path.relative(ROOT, opened);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

function untilInterrupted(server) {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => {
        server.stop();
        resolve();
      });
  });
}
