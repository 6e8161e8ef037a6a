/** package.json against itself: commands, views and settings that it names exist, and no menu offers what cannot work. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { FIRMWARE_LANGUAGES } from '../../extension/hover/languages.js';
import { root } from '../support/root.js';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

const { contributes, icon, main } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  icon: string;
  main: string;
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: Record<string, MenuItem[]>;
    views: { debug: { id: string; when: string }[] };
    viewsWelcome: { view: string }[];
    breakpoints: { language: string }[];
    debuggers: { type: string; languages: string[] }[];
    walkthroughs: { steps: { media: { markdown: string } }[] }[];
    configuration: { properties: Record<string, { scope: string; markdownDescription: string }> };
  };
};

describe('package.json', () => {
  const commands = contributes.commands.map(({ command }) => command);

  it('names only commands that it contributes in menus', () => {
    const named = Object.values(contributes.menus).flat();
    assert.deepEqual(
      named.map(({ command }) => command).filter((command) => !commands.includes(command)),
      [],
    );
  });

  it('hides from the palette what needs a row of a view', () => {
    const hidden = contributes.menus['commandPalette']!.filter(({ when }) => when === 'false');
    const rowCommands = contributes.menus['view/item/context']!.map(({ command }) => command);
    const shown = rowCommands.filter((command) => !hidden.some((item) => item.command === command));
    assert.deepEqual([...new Set(shown)], ['ringfence.explainAccess']);
  });

  it('shows views of our sessions only, each with something to read when it is empty', () => {
    for (const { id, when } of contributes.views.debug) {
      assert.equal(when, "inDebugMode && debugType == 'ringfence'");
      assert.ok(
        contributes.viewsWelcome.some(({ view }) => view === id),
        id,
      );
    }
  });

  it('has breakpoints and hovers in the same languages', () => {
    assert.deepEqual(contributes.breakpoints.map(({ language }) => language).sort(), [...FIRMWARE_LANGUAGES].sort());
    assert.deepEqual(contributes.debuggers[0]!.languages.slice().sort(), [...FIRMWARE_LANGUAGES].sort());
  });

  it('names files that exist', () => {
    const media = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media: { markdown } }) => markdown));
    for (const file of [icon, ...media]) assert.ok(existsSync(path.join(root, file)), file);
    assert.equal(main, './dist/extension.cjs');
  });
});
