/** What a user wrote by hand: taken, or told of in a sentence. */
import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, readSettings } from '../../devicetree-server/settings.js';
import { testWorkspace } from './workspace.js';

describe('devicetree-server: settings', () => {
  it('are defaults where nothing is set', () => {
    for (const value of [undefined, null, {}]) assert.deepEqual(readSettings(value).settings, DEFAULT_SETTINGS);
  });

  for (const [value, mistake] of [
    [{ zephyrBase: 1 }, 'ringfence.devicetree.zephyrBase has to be a text.'],
    [{ includePaths: 'include' }, 'ringfence.devicetree.includePaths has to be a list of folders.'],
    [{ includePaths: ['a', 1] }, 'ringfence.devicetree.includePaths has to be a list of folders.'],
    [{ contexts: {} }, 'ringfence.devicetree.contexts has to be a list of contexts, each with a name and files.'],
    [
      { contexts: [{ name: 'a' }] },
      'ringfence.devicetree.contexts has to be a list of contexts, each with a name and files.',
    ],
    [
      { contexts: [{ name: 'a', files: ['x'], dialect: 'c' }] },
      'ringfence.devicetree.contexts has to be a list of contexts, each with a name and files.',
    ],
    [{ core: ['cortex-m7'] }, "ringfence.devicetree.core has to be a core's name."],
    [{ cacheLineBytes: 33 }, 'ringfence.devicetree.cacheLineBytes has to be a power of two from 4 to 1024.'],
    [
      { severities: { ZM040: 'loud' } },
      'ringfence.devicetree.severities has to be rules with error, warning, information or off.',
    ],
    [{ debounceMs: '150' }, 'ringfence.devicetree.debounceMs has to be milliseconds from 0 to 10000.'],
    [{ debounceMs: -1 }, 'ringfence.devicetree.debounceMs has to be milliseconds from 0 to 10000.'],
    [[], 'ringfence.devicetree is no object.'],
  ] as const) {
    it(`tells of ${JSON.stringify(value)}`, () => {
      assert.deepEqual(readSettings(value), { settings: DEFAULT_SETTINGS, mistakes: [mistake] });
    });
  }

  it('are told of once in the editor, apply without what is wrong, and anew when they change', async () => {
    const workspace = testWorkspace();
    try {
      const client = await workspace.start({ settings: { debounceMs: 'fast', includePaths: ['include'] } });
      workspace.write('include/size.h', '#define SIZE 1\n');
      const uri = workspace.uri('a.dts');
      client.open(uri, '/dts-v1/;\n#include <size.h>\n/ { a = <SIZE>; };\n');
      assert.deepEqual(await client.diagnostics(uri), []);
      assert.deepEqual(client.shown, ['ringfence.devicetree.debounceMs has to be milliseconds from 0 to 10000.']);
      client.changeSettings({ debounceMs: 'fast' });
      await client.until(() => (client.last(uri) ?? []).length > 0);
      assert.equal(client.shown.length, 1);
    } finally {
      await workspace.dispose();
    }
  });

  it('set the severity of rules', async () => {
    const workspace = testWorkspace();
    try {
      const text =
        '/dts-v1/;\n/ {\n\t#address-cells = <1>;\n\t#size-cells = <1>;\n\tmemory@20000000 {\n' +
        '\t\tcompatible = "mmio-sram";\n\t\treg = <0x20000000 0x3000>;\n\t\tzephyr,memory-attr = <1>;\n\t};\n};\n';
      const client = await workspace.start();
      const uri = workspace.uri('a.dts');
      client.open(uri, text);
      const rule = (await client.diagnostics(uri)).find(({ code }) => String(code).startsWith('ZM'));
      assert.ok(rule);
      client.changeSettings({ debounceMs: 0, severities: { [String(rule.code)]: 'off' } });
      await client.until(() => client.last(uri)?.every(({ code }) => code !== rule.code) === true);
    } finally {
      await workspace.dispose();
    }
  });
});
