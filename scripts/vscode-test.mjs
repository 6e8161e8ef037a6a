// Tests the extension in real VS Code. `node scripts/vscode-test.mjs [host] [ui] [restricted]`; without a name, all.
//   host: a mocha suite inside the extension host     ui: the packaged .vsix in a clean profile, driven through the workbench
//   restricted: the package in a workspace that is not trusted
// The current VS Code and the oldest that package.json allows, one after the other; VSC_VERSION=1.139.1|1.100.0 chooses one.
//   VSC_HOST=server|desktop   VSC_ADAPTER=real|fake   VSC_OUT=folder for logs and screenshots
//   VSC_GREP=only those of the host tests whose title has this
//   VSC_VSIX=a package to test instead of one made from this folder
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageExtension } from './package.mjs';
import { openWorkbench } from './vscode-browser.mjs';
import { CURRENT_VERSION, OLDEST_VERSION, ensureServer, installVsix, startServer } from './vscode-server.mjs';
import { chosenAdapter, stageExtension, stageOtherExtension, stageWorkspace } from './vscode-stage.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SUITE = path.join(ROOT, 'out/vscode-test/suite.cjs');
const TIMEOUT_MS = 240_000;

/** A profile in which nothing but our extension draws attention. */
const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'update.mode': 'none',
  // In a browser it is on by default.
  'files.autoSave': 'off',
  'window.commandCenter': false,
  'debug.toolBarLocation': 'docked',
  'debug.openDebug': 'openOnDebugBreak',
};

/** Tests ran and failed: another host would not help. */
class SuiteFailure extends Error {}

const version = process.env.VSC_VERSION ?? CURRENT_VERSION;
const adapter = chosenAdapter();
const out = path.resolve(process.env.VSC_OUT ?? path.join(ROOT, 'out/vscode-test/results', version));

const kinds = process.argv.slice(2);
const failures = [];
if (process.env.VSC_VERSION === undefined) testVersions();
else await testVersion();

/** Each version in a process of its own: one that hangs or crashes does not take the other's result with it. */
function testVersions() {
  for (const VSC_VERSION of [CURRENT_VERSION, OLDEST_VERSION]) {
    const options = { stdio: 'inherit', env: { ...process.env, VSC_VERSION } };
    const { status } = spawnSync(process.execPath, process.argv.slice(1), options);
    if (status !== 0) process.exitCode = 1;
  }
}

async function testVersion() {
  build();
  if (kinds.length === 0 || kinds.includes('host')) await run('host', hostTests);
  if (kinds.length === 0 || kinds.includes('ui')) await run('ui', uiOnServer);
  if (kinds.length === 0 || kinds.includes('restricted')) await run('restricted', restrictedOnServer);
  for (const failure of failures) console.error(`VS Code ${version}: ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function build() {
  const node = (...args) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  node('scripts/build.mjs');
  node('node_modules/webpack/bin/webpack.js', '--config', 'test/vscode/webpack.config.mjs');
}

/** The desktop where there is a display and it can be downloaded, else the server build. */
async function hostTests(temporary, results) {
  const wanted = process.env.VSC_HOST;
  const serverFits = process.platform === 'linux' && process.arch === 'x64';
  if (wanted === 'server' || (wanted !== 'desktop' && serverFits && process.env.DISPLAY === undefined))
    return hostOnServer(temporary, results);
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    const cachePath = path.join(ROOT, '.cache/vscode-desktop');
    const vscodeExecutablePath = await downloadAndUnzipVSCode({ version, cachePath });
    return await hostOnDesktop(temporary, results, vscodeExecutablePath);
  } catch (error) {
    if (wanted === 'desktop' || !serverFits || error instanceof SuiteFailure) throw error;
    console.log(`The desktop cannot be used (${error.message}), so the server build is.`);
    return hostOnServer(temporary, results);
  }
}

/** Runs one kind of test in a temporary folder that is removed afterwards. */
async function run(kind, test) {
  console.log(`VS Code ${version}, ${kind} tests, ${adapter} adapter`);
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'ringfence-vscode-'));
  fs.rmSync(path.join(out, kind), { recursive: true, force: true });
  fs.mkdirSync(path.join(out, kind), { recursive: true });
  try {
    await test(temporary, path.join(out, kind));
    console.log(`VS Code ${version}, ${kind} tests: passed`);
  } catch (error) {
    failures.push(`${kind} tests failed: ${error.message}`);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function hostOnDesktop(temporary, results, vscodeExecutablePath) {
  const { runTests } = await import('@vscode/test-electron');
  const user = path.join(temporary, 'user');
  const options = ['--disable-extensions', '--disable-workspace-trust', '--user-data-dir', user];
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: [stageExtension(adapter), stageOtherExtension(temporary)],
      extensionTestsPath: SUITE,
      extensionTestsEnv: environment(results),
      launchArgs: [stageWorkspace(adapter, temporary), ...options],
    });
  } catch (error) {
    if (!fs.existsSync(environment(results).RINGFENCE_REPORT)) throw error;
    report(results);
    throw new SuiteFailure(error.message);
  }
  report(results);
  refuseLoggedErrors(user);
}

async function hostOnServer(temporary, results) {
  // The server takes one extension under development, and installs what lies in its folder when it starts for the first time.
  stageOtherExtension(path.join(temporary, 'server/extensions'));
  const { server, stop } = await serve(temporary, results, { testDriver: true });
  const workbench = await openWorkbench({
    port: server.port,
    folder: stageWorkspace(adapter, temporary),
    profile: path.join(temporary, 'chromium'),
    payload: [
      ['extensionDevelopmentPath', stageExtension(adapter)],
      ['extensionTestsPath', SUITE],
    ],
    onLog: (type, text) => fs.appendFileSync(path.join(results, 'console.log'), `[${type}] ${text}\n`),
  });
  try {
    const code = await inTime(workbench.exit);
    await workbench.page.screenshot({ path: path.join(results, 'end.png') });
    report(results);
    if (code !== 0) throw new Error(`VS Code's test run ended with ${code}; screenshot and logs are in ${results}`);
    refuseLoggedErrors(path.join(temporary, 'server'));
  } finally {
    await workbench.close();
    stop();
  }
}

/** Prints what mocha's JSON reporter wrote inside the extension host. */
function report(results) {
  const { passes, failures: failed } = JSON.parse(fs.readFileSync(path.join(results, 'mocha.json'), 'utf8'));
  for (const test of passes) console.log(`  ok    ${test.fullTitle}`);
  for (const test of failed) console.log(`  FAILS ${test.fullTitle}\n${test.err.stack}`);
}

async function uiOnServer(temporary, results) {
  await inWorkbench(temporary, results, SETTINGS, async (page, folder) => {
    const { testWorkbench } = await import('../test/vscode/ui.mjs');
    const { testDevicetree } = await import('../test/vscode/devicetree-ui.mjs');
    await inTime(testDevicetree({ page, results }));
    await inTime(testWorkbench({ page, adapter, folder, results }));
  });
}

/** The packaged extension in a workspace that nobody trusts. */
async function restrictedOnServer(temporary, results) {
  const trust = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
  await inWorkbench(temporary, results, { ...SETTINGS, ...trust }, async (page) => {
    const { testRestrictedMode } = await import('../test/vscode/devicetree-ui.mjs');
    await inTime(testRestrictedMode({ page, results }));
  });
}

/** Runs a test over the workbench with the packaged extension installed in a clean profile. */
async function inWorkbench(temporary, results, settings, test) {
  const vsix =
    process.env.VSC_VSIX ?? (await packageExtension(stageExtension(adapter), path.join(results, 'ringfence.vsix')));
  const { server, stop } = await serve(temporary, results, { vsix, settings });
  const folder = stageWorkspace(adapter, temporary);
  const workbench = await openWorkbench({ port: server.port, folder, profile: path.join(temporary, 'chromium') });
  try {
    await test(workbench.page, folder);
    refuseLoggedErrors(path.join(temporary, 'server'));
  } catch (error) {
    await workbench.page.screenshot({ path: path.join(results, 'failed.png') });
    throw error;
  } finally {
    await workbench.close();
    stop();
  }
}

/** What the suite inside the extension host learns from us. */
function environment(results) {
  return {
    RINGFENCE_SCENARIO: adapter,
    RINGFENCE_REPORT: path.join(results, 'mocha.json'),
    RINGFENCE_GREP: process.env.VSC_GREP ?? '',
  };
}

async function serve(temporary, results, { testDriver = false, vsix, settings = SETTINGS }) {
  const installed = await ensureServer(version);
  const dataFolder = path.join(temporary, 'server');
  if (vsix !== undefined) await installVsix(installed, dataFolder, vsix);
  const server = await startServer(installed, {
    dataFolder,
    logFile: path.join(results, 'server.log'),
    testDriver,
    environment: environment(results),
    settings,
  });
  return { server, stop: server.stop };
}

async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** An error of ours in VS Code's logs fails the run even if every assertion held. */
function refuseLoggedErrors(dataFolder) {
  const logs = fs.readdirSync(dataFolder, { recursive: true }).filter((file) => file.endsWith('.log'));
  const lines = logs.flatMap((file) => fs.readFileSync(path.join(dataFolder, file), 'utf8').split('\n'));
  const ours = lines.filter((text) => /\[error\]/i.test(text) && /ringfence/i.test(text) && !/on purpose/.test(text));
  if (ours.length > 0) throw new Error(`errors in VS Code's log:\n${ours.join('\n')}`);
}
