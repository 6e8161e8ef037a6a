// The workbench of a VS Code server in a headless Chromium of this machine, driven by Playwright. Nothing is downloaded.
import fs from 'node:fs';
import path from 'node:path';
import { URLSearchParams } from 'node:url';
import { format } from 'node:util';
import { chromium } from 'playwright-core';

const CANDIDATES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string} path of a Chromium; CHROMIUM overrides the search on PATH */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const named = CANDIDATES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = [process.env.CHROMIUM, ...named].find((file) => file !== undefined && fs.existsSync(file));
  if (found === undefined) throw new Error('No Chromium was found: install one, or name it in the variable CHROMIUM.');
  return found;
}

/**
 * Opens a folder in the workbench and waits until it shows.
 * @param {{ port: number, folder: string, profile: string, payload?: [string, string][], onLog?: (type: string, text: string) => void }} options
 *   `payload` names the extension and tests to load, as paths of this machine
 * @returns {Promise<{ page: import('playwright-core').Page, exit: Promise<number>, close: () => Promise<void> }>}
 *   `exit` is the exit code of the tests that VS Code ran
 */
export async function openWorkbench({ port, folder, profile, payload = [], onLog = () => {} }) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    reducedMotion: 'reduce',
    viewport: { width: 1400, height: 980 },
    permissions: ['clipboard-read', 'clipboard-write'],
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.exposeFunction('codeAutomationLog', (type, values) => onLog(type, format(...values)));
  const exit = new Promise((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  const remote = payload.map(([name, file]) => [name, `vscode-remote://127.0.0.1:${port}${file}`]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(remote) });
  await page.goto(`http://127.0.0.1:${port}/?${query}`);
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  return { page, exit, close: () => context.close() };
}
