// Drives the workbench over a devicetree overlay with a fault: squiggle, Problems, hover, quick fix, status, context, MPU plan.
// In Restricted Mode: the same sources are checked, and nothing is debugged. Screenshots go to the results folder.
import path from 'node:path';
import { editorLine, positionOf, settle, waitFor } from './ui.mjs';

const FAULT = /0x3000 is no power of two/;

/** @param {{ page: import('playwright-core').Page, results: string }} options */
export async function testDevicetree({ page, results }) {
  const shot = (name) => page.screenshot({ path: path.join(results, `${name}.png`) });
  await openOverlay(page);
  await squiggle(page).waitFor({ timeout: 60_000 });
  await assertProblem(page, FAULT);
  await page.locator('.statusbar-item', { hasText: 'Demo board' }).waitFor();
  await shot('dt-1-problem');
  await page.keyboard.press('Control+J');

  await hoverOver(page, 'reg = <0x20021000', '0x3000', FAULT);
  await settle(page);
  await shotOfHover(page, path.join(results, 'dt-2-hover.png'));
  await page.keyboard.press('Escape');
  await hoverOver(page, 'dma_buffers: memory@', 'memory', /MPU (region|slot)/);
  await page.keyboard.press('Escape');

  await explainRule(page);
  await shot('dt-3-rule');
  await run(page, 'View: Close Other Editors in Group', { optional: true });

  await selectContext(page, 'Demo board, release');
  await showPlan(page);
  await shot('dt-4-plan');

  await applyFix(page, /^Round up/);
  await squiggle(page).waitFor({ state: 'detached', timeout: 20_000 });
  await editorLine(page, '0x4000').waitFor();
  await shot('dt-5-fixed');
  await page.keyboard.press('Control+Z');
  await squiggle(page).waitFor({ timeout: 20_000 });
  await run(page, 'File: Revert File');
  await run(page, 'View: Close All Editors');
}

/** @param {{ page: import('playwright-core').Page, results: string }} options */
export async function testRestrictedMode({ page, results }) {
  await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ timeout: 60_000 });
  await openOverlay(page);
  // The context of the settings names paths, so it does not count here; the file is still read.
  await page.locator('.statusbar-item[id^="ringfence.ringfence"]').waitFor({ timeout: 60_000 });
  await page.keyboard.press('F5');
  await page.locator('.monaco-dialog-box', { hasText: /trust/i }).waitFor({ timeout: 20_000 });
  await page.screenshot({ path: path.join(results, 'restricted.png') });
  await page.keyboard.press('Escape');
  await page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
  await waitFor(async () => (await page.locator('.debug-toolbar').count()) === 0, 'a debug session runs');
}

async function openOverlay(page) {
  await page.waitForSelector('.explorer-folders-view', { timeout: 60_000 });
  const file = page.getByRole('option', { name: /app\.overlay/ }).first();
  // The list of files is not there yet while the workbench starts.
  for (let turn = 0; turn < 20 && !(await file.isVisible()); turn++) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+P');
    await page.locator('.quick-input-widget input').fill('app.overlay');
    await file.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
  await page.keyboard.press('Enter');
  await editorLine(page, 'dma_buffers').waitFor();
}

function squiggle(page) {
  return page.locator('.squiggly-error').first();
}

async function assertProblem(page, pattern) {
  await page.keyboard.press('Control+Shift+M');
  const row = page.locator('.markers-panel .monaco-list-row', { hasText: pattern }).first();
  await row.waitFor({ timeout: 20_000 });
  await waitFor(async () => /ringfence.*ZM040/s.test(await row.innerText()), 'the problem names no source and rule');
}

async function hoverOver(page, inLine, word, shows) {
  const target = editorLine(page, inLine).locator('span', { hasText: word }).last();
  const widget = page.locator('.monaco-hover.visible, .monaco-hover:not(.hidden)').filter({ hasText: shows }).first();
  const position = await positionOf(target, word);
  for (let turn = 0; turn < 10 && !(await widget.isVisible()); turn++) {
    const box = await target.boundingBox();
    await page.mouse.move(box.x + box.width * position, box.y + box.height * 8);
    await page.mouse.move(box.x + box.width * position, box.y + box.height / 2, { steps: 5 });
    await widget.waitFor({ timeout: 3_000 }).catch(() => undefined);
  }
  await waitFor(() => widget.isVisible(), `no hover shows ${shows}`);
}

/** The editor from its first line down to the end of the hover. */
async function shotOfHover(page, file) {
  const editor = await page.locator('.editor-instance').first().boundingBox();
  const hovers = await page.locator('.monaco-hover:visible').all();
  const boxes = (await Promise.all(hovers.map((hover) => hover.boundingBox()))).filter((box) => box !== null);
  const bottom = Math.max(editor.y + 260, ...boxes.map((box) => box.y + box.height + 12));
  const right = Math.max(editor.x + 760, ...boxes.map((box) => box.x + box.width + 12));
  const clip = { x: editor.x, y: editor.y, width: right - editor.x, height: bottom - editor.y };
  await page.screenshot({ path: file, clip });
}

/** The rule's id in Problems leads to its page. */
async function explainRule(page) {
  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel a', { hasText: 'ZM040' }).first().click();
  await page.locator('.tab', { hasText: 'ZM040' }).first().waitFor({ timeout: 20_000 });
  await page.keyboard.press('Control+J');
  await page.locator('.tab', { hasText: 'app.overlay' }).first().click();
}

async function selectContext(page, name) {
  await page.locator('.statusbar-item', { hasText: 'Demo board' }).click();
  await page.getByRole('option', { name }).first().click();
  await page.locator('.statusbar-item', { hasText: name }).waitFor({ timeout: 20_000 });
}

/** By the button in the editor's title. */
async function showPlan(page) {
  await page.locator('.editor-actions a[aria-label^="Show MPU Plan"]').first().click();
  await page.locator('.tab', { hasText: 'MPU plan' }).first().waitFor({ timeout: 20_000 });
  await editorLine(page, 'MPU').waitFor();
}

async function applyFix(page, title) {
  const number = editorLine(page, 'reg = <0x20021000').locator('span', { hasText: '0x3000' }).last();
  const box = await number.boundingBox();
  await page.mouse.click(box.x + box.width * (await positionOf(number, '0x3000')), box.y + box.height / 2);
  const action = page.locator('.action-widget .monaco-list-row.focused', { hasText: title });
  for (let turn = 0; turn < 10 && !(await action.isVisible()); turn++) {
    await page.keyboard.press('Control+.');
    await action.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
  await page.keyboard.press('Enter');
}

/** A command by its name in the palette. */
async function run(page, name, { optional = false } = {}) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${name}`);
  const option = page.getByRole('option', { name }).first();
  await option.waitFor({ timeout: 10_000 }).catch((error) => {
    if (!optional) throw error;
  });
  await page.keyboard.press((await option.isVisible()) ? 'Enter' : 'Escape');
}
