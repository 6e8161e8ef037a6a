/** package.json against itself: commands, views and settings that it names exist, and no menu offers what cannot work. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { isDevicetreeSource, SOURCE_PATTERN } from '../../extension/devicetree/files.js';
import { RULES } from '../../devicetree/index.js';
import { DEFAULT_SETTINGS, readSettings } from '../../devicetree-server/settings.js';
import type { DevicetreeSettings } from '../../protocol/index.js';
import { FIRMWARE_LANGUAGES } from '../../extension/hover/languages.js';
import { root } from '../support/root.js';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Setting {
  readonly scope: string;
  readonly markdownDescription: string;
  readonly default: unknown;
  readonly properties?: Readonly<Record<string, { readonly enum: readonly string[]; readonly description: string }>>;
}

const { activationEvents, capabilities, contributes, icon, main } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as {
  icon: string;
  main: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    menus: Record<string, MenuItem[]>;
    views: { debug: { id: string; when: string }[] };
    viewsWelcome: { view: string }[];
    breakpoints: { language: string }[];
    debuggers: { type: string; languages: string[] }[];
    walkthroughs: { steps: { media: { markdown: string } }[] }[];
    configuration: { properties: Record<string, Setting> }[];
    languages: { id: string; extensions: string[]; configuration?: string; icon?: Record<string, string> }[];
    grammars: { language: string; path: string }[];
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
    const languages = contributes.languages.flatMap(({ configuration, icon }) => [
      ...(configuration === undefined ? [] : [configuration]),
      ...Object.values(icon ?? {}),
    ]);
    const grammars = contributes.grammars.map((grammar) => grammar.path);
    for (const file of [icon, ...media, ...languages, ...grammars]) assert.ok(existsSync(path.join(root, file)), file);
    assert.equal(main, './dist/extension.cjs');
  });
});

describe('package.json, for devicetree', () => {
  const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
    string,
    Setting
  >;
  const language = contributes.languages.find(({ id }) => id === 'devicetree')!;

  it('has every setting that client and server know, with a description and a default', () => {
    // The compiler wants each name of the contract here, and no other.
    const known: Record<keyof DevicetreeSettings, true> = {
      features: true,
      zephyrBase: true,
      includePaths: true,
      contexts: true,
      core: true,
      cacheLineBytes: true,
      severities: true,
      outsideWorkspace: true,
      debounceMs: true,
    };
    const prefix = 'ringfence.devicetree.';
    const named = Object.keys(settings).filter((name) => name.startsWith(prefix));
    assert.deepEqual(named.map((name) => name.slice(prefix.length)).sort(), Object.keys(known).sort());
    for (const name of named) {
      assert.match(settings[name]!.markdownDescription, /\.$/, name);
      assert.notEqual(settings[name]!.default, undefined, name);
    }
  });

  it('has defaults that the server takes, and that are its own', () => {
    const names = Object.keys(settings).filter((name) => name.startsWith('ringfence.devicetree.'));
    const defaults = names.map((name) => [name.split('.').at(-1)!, settings[name]!.default]);
    assert.deepEqual(readSettings(Object.fromEntries(defaults)), { settings: DEFAULT_SETTINGS, mistakes: [] });
  });

  it('lists every lint rule with its title and severity', () => {
    const properties = settings['ringfence.devicetree.severities']!.properties!;
    assert.deepEqual(
      Object.entries(properties).map(([id, { description }]) => `${id} ${description}`),
      RULES.map(({ id, title, severity }) => `${id} ${title} (${severity} by default).`),
    );
    for (const { enum: values } of Object.values(properties))
      assert.deepEqual(values, ['error', 'warning', 'information', 'off']);
  });

  it('means the same files in the language, the selector, the menus and the activation', () => {
    const braces = `{${language.extensions.map((extension) => extension.slice(1)).join(',')}}`;
    assert.equal(SOURCE_PATTERN, `**/*.${braces}`);
    assert.ok(activationEvents.includes(`workspaceContains:**/*.${braces}`));
    for (const extension of language.extensions) assert.ok(isDevicetreeSource(`/boards/a${extension}`), extension);
    const menus = ['editor/title', 'editor/context'].flatMap((menu) => contributes.menus[menu]!);
    assert.equal(menus.length, 6);
    for (const { when } of menus) {
      const pattern = /resourceExtname =~ \/(.*?)\/ /.exec(when!)![1]!;
      assert.deepEqual(
        ['.dts', '.dtsi', '.dtso', '.overlay', '.c', '.dtsx'].filter((name) => new RegExp(pattern).test(name)),
        language.extensions,
      );
    }
  });

  it('keeps settings that name paths from workspaces that nobody trusts, where nothing can be debugged', () => {
    const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual(restrictedConfigurations, [
      'ringfence.devicetree.zephyrBase',
      'ringfence.devicetree.includePaths',
      'ringfence.devicetree.contexts',
    ]);
    for (const name of restrictedConfigurations) assert.ok(name in settings, name);
    const debugFile = contributes.commands.find(({ command }) => command === 'ringfence.debugFile')!;
    assert.match(debugFile.enablement!, /isWorkspaceTrusted/);
  });
});
