// Drives the workbench as a user does: opens a source file, sets a breakpoint, presses F5, reads what shows.
// The extension comes from the packaged .vsix. Screenshots of each step go to the results folder.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

/** What the user does and must see, for each adapter. */
const SCRIPTS = {
  fake: {
    file: 'main.c',
    breakpointAt: 'unsigned total',
    hover: { inLine: 'unsigned total', word: 'value', shows: /42 \(calibration\.value\)/ },
    exception: /MemManage[\s\S]*Store of 4 bytes to 0x08000000 denied/,
    views: {
      'MPU Regions': [/0: 0x00000000 – 0x1fffffff/, /denied the access/],
      Locks: [/RAM execution.*held once · protection on/, /The counter is 1, but RAM is still execute-never/],
      Fault: [/MemManage/, /Store of 4 bytes to 0x08000000/],
    },
    explain: { address: '0x08000000', shows: [/Privileged read: allowed/, /Privileged write: denied/] },
  },
  real: {
    file: 'sensor_node.cpp',
    breakpointAt: 'alarms_++;',
    hover: { inLine: 'if (!reading.over_limit)', word: 'over_limit', shows: /true/ },
    exception: /MemManage[\s\S]*write to read-only region 0/,
    culprit: 'row->limit = limit;',
    faultHover: { inLine: 'row->limit = limit;', word: 'row', shows: /region\s+0/i },
    callStack: [/<MemManage exception>/, /Channel::raise_limit/, /SensorNode::react/, /main/],
    views: {
      'MPU Regions': [/0: 0x00000000 – 0x1fffffff/, /denied the access/],
      Locks: [/RAM execution, held once · protection off/, /RamRoutine::self_test/, /ROM write, free/],
      Fault: [/MemManage/, /DACCVIOL/, /store of 4 bytes at 0x00000c08/, /Region 0 is read-only/],
    },
    explain: { address: '0x00000c08', shows: [/Privileged read: allowed/, /Privileged write: denied/] },
  },
};

/** @param {{ page: import('playwright-core').Page, adapter: 'real' | 'fake', folder: string, results: string }} options */
export async function testWorkbench({ page, adapter, folder, results }) {
  const script = SCRIPTS[adapter];
  const shot = (name) => page.screenshot({ path: path.join(results, `${name}.png`) });
  await openFile(page, script.file);
  await widenSideBar(page);
  await revealLine(page, path.join(folder, script.file), script.breakpointAt);
  await toggleBreakpoint(page, script.breakpointAt);

  await page.keyboard.press('F5');
  await page.locator('.pane-header', { hasText: /Paused on/ }).waitFor({ timeout: 60_000 });
  await shot('1-breakpoint');
  await hover(page, script.hover);
  await shot('2-hover');
  await page.keyboard.press('Escape');

  await page.keyboard.press('F5');
  await page.waitForSelector('.exception-widget', { timeout: 60_000 });
  assert.match(await page.locator('.exception-widget').innerText(), script.exception);
  await assertCulprit(page, script);
  for (const title of ['Watch', 'Breakpoints']) await paneHeader(page, title).click();
  await settle(page);
  await shot('3-fault');
  if (script.faultHover !== undefined) {
    await hover(page, script.faultHover);
    await settle(page);
    await shotOfHover(page, path.join(results, '4-fault-hover.png'));
    await page.keyboard.press('Escape');
  }
  for (const title of ['Variables', 'Call Stack', 'Fault']) await paneHeader(page, title).click();
  for (const [title, patterns] of Object.entries(script.views)) {
    await assertView(page, title, patterns);
    await settle(page);
    await shotOfPane(page, title, path.join(results, `5-${title.toLowerCase().replace(' ', '-')}.png`));
    await paneHeader(page, title).click();
  }

  await explain(page, script.explain);
  await shot('6-explain');
  await page.keyboard.press('Escape');
  await showMemory(page);
  await shot('7-memory');

  await page.keyboard.press('Shift+F5');
  await paneHeader(page, 'MPU Regions').waitFor({ state: 'hidden' });

  await debugWithoutConfiguration(page, folder, script.file);
  await shot('8-without-launch-json');
}

/** F5 without launch.json, with the editor on a source file: the extension finds the program by itself. */
async function debugWithoutConfiguration(page, folder, file) {
  fs.rmSync(path.join(folder, '.vscode'), { recursive: true });
  // The status bar names the launch configuration until the workbench has noticed.
  await page.locator('[id="status.debug"][aria-label="Debug: "]').waitFor({ timeout: 30_000 });
  await page.locator('.tab', { hasText: file }).first().click();
  await page.keyboard.press('F5');
  await page.locator('.debug-top-stack-frame-line').first().waitFor({ timeout: 60_000 });
}

/** The editor stands at the culprit, and the call stack leads there through the exception. */
async function assertCulprit(page, { culprit, callStack = [] }) {
  if (culprit === undefined) return;
  // Lines are laid out absolutely: the highlighted one is where the decoration of the top frame is.
  const line = await editorLine(page, culprit).boundingBox();
  const mark = await page.locator('.debug-top-stack-frame-line, .debug-focused-stack-frame-line').first().boundingBox();
  assert.ok(Math.abs(line.y - mark.y) < line.height, `the marked line is not "${culprit}"`);
  const pane = page.locator('.pane', { has: paneHeader(page, 'Call Stack') });
  for (const pattern of callStack) await waitForText(pane, pattern);
}

/** Addresses of a region fit a side bar that is a little wider than VS Code makes it. */
async function widenSideBar(page) {
  const box = await page.locator('.part.sidebar').boundingBox();
  const [x, y] = [box.x + box.width + 1, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 200, y, { steps: 5 });
  await page.mouse.up();
}

/** Lets a fade end, for pictures. */
export function settle(page) {
  return page.waitForTimeout(500);
}

/** The part of the editor around the hover. */
async function shotOfHover(page, file) {
  const box = await page.locator('.debug-hover-widget').boundingBox();
  const clip = { x: box.x - 100, y: box.y - 40, width: box.width + 160, height: box.height + 120 };
  await page.screenshot({ path: file, clip });
}

/** A view alone, down to its last row. */
async function shotOfPane(page, title, file) {
  await page.mouse.move(700, 5);
  const pane = page.locator('.pane', { has: paneHeader(page, title) });
  const box = await pane.boundingBox();
  const rows = await pane.locator('.monaco-list-row').all();
  const last = (await Promise.all(rows.map((row) => row.boundingBox()))).map((row) => row.y + row.height);
  const height = Math.min(box.height, Math.max(...last) - box.y + 6);
  await page.screenshot({ path: file, clip: { x: box.x, y: box.y, width: box.width, height } });
}

function paneHeader(page, title) {
  return page.locator('.pane-header', { hasText: new RegExp(`^${title}`) });
}

async function openFile(page, file) {
  await page.getByRole('treeitem', { name: file }).first().dblclick({ timeout: 60_000 });
  await page.waitForSelector('.monaco-editor .view-line');
  await page
    .locator('.monaco-editor')
    .first()
    .click({ position: { x: 400, y: 10 } });
}

/** The editor lays out the lines that show, and no others. */
async function revealLine(page, file, text) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').fill(`:${lines.findIndex((line) => line.includes(text)) + 1}`);
  await page.keyboard.press('Enter');
  await editorLine(page, text).waitFor();
}

/** A line of the editor by its text; the editor renders blanks as no-break spaces. */
export function editorLine(page, text) {
  return page
    .locator('.view-line', { hasText: new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s')) })
    .first();
}

async function toggleBreakpoint(page, text) {
  await editorLine(page, text).click();
  const breakpoint = page.locator('.codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified').first();
  // F9 does nothing until the workbench has learnt from the extension which languages have breakpoints.
  for (let turn = 0; turn < 20 && !(await breakpoint.isVisible()); turn++) {
    await page.keyboard.press('F9');
    await breakpoint.waitFor({ timeout: 1_000 }).catch(() => undefined);
  }
  assert.ok(await breakpoint.isVisible(), 'no breakpoint shows');
}

async function hover(page, { inLine, word, shows }) {
  const target = editorLine(page, inLine).locator('span', { hasText: word }).last();
  const widget = page.locator('.debug-hover-widget');
  const position = await positionOf(target, word);
  // The editor takes a while to lay itself out after a stop; a pointer that rests before that is not noticed.
  for (let turn = 0; turn < 10 && !(await widget.isVisible()); turn++) {
    const box = await target.boundingBox();
    await page.mouse.move(box.x + box.width * position, box.y + box.height * 5);
    await page.mouse.move(box.x + box.width * position, box.y + box.height / 2, { steps: 5 });
    await widget.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
  await waitFor(async () => shows.test(await widget.innerText()), `the hover shows no ${shows}`);
}

/** Where a word's middle lies within a span of fixed-width text, from 0 to 1. */
export async function positionOf(span, word) {
  const text = await span.innerText();
  return (text.lastIndexOf(word) + word.length / 2) / text.length;
}

async function assertView(page, title, patterns) {
  const header = paneHeader(page, title);
  await header.waitFor({ timeout: 20_000 });
  if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  const pane = page.locator('.pane', { has: header });
  for (const pattern of patterns) await waitForText(pane, pattern);
}

/** Tree rows say everything in their label for screen readers, whatever the width leaves visible. */
async function waitForText(pane, pattern) {
  await waitFor(async () => {
    const labels = await pane
      .locator('.monaco-list-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
    return pattern.test(`${await pane.innerText()}\n${labels.join('\n')}`.replaceAll('\u00a0', ' '));
  }, `the view shows no ${pattern}`);
}

export async function waitFor(condition, message) {
  for (let turn = 0; turn < 100; turn++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(message);
}

async function explain(page, { address, shows }) {
  await page.keyboard.press('F1');
  await page.keyboard.type('Ringfence: Explain Access');
  await page
    .getByRole('option', { name: /Explain Access/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  const input = page.locator('.quick-input-widget input');
  await page.locator('.quick-input-widget', { hasText: 'Explain Access' }).waitFor();
  await input.fill(address);
  await page.keyboard.press('Enter');
  for (const pattern of shows) await page.getByRole('option', { name: pattern }).first().waitFor({ timeout: 10_000 });
}

/** Through the context menu of the first region. */
async function showMemory(page) {
  await assertView(page, 'MPU Regions', []);
  const pane = page.locator('.pane', { has: paneHeader(page, 'MPU Regions') });
  await pane
    .locator('.monaco-list-row', { hasText: /0x[0-9a-f]{8}/ })
    .first()
    .click({ button: 'right' });
  // A fresh menu takes a click for the end of the one that opened it, so the keyboard chooses.
  await page.getByRole('menuitem', { name: 'Show in Memory' }).hover();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tab[aria-label*="0x"]');
  await editorLine(page, '0x').waitFor();
}
