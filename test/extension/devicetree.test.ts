/** The devicetree client's parts that need no editor: features beside other extensions, variables, what status and lists say. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { RULES } from '../../devicetree/index.js';
import { countCrashes } from '../../extension/devicetree/crashes.js';
import { OTHER_DEVICETREE_EXTENSIONS, resolveFeatures } from '../../extension/devicetree/features.js';
import { isDevicetreeSource } from '../../extension/devicetree/files.js';
import { contextItems, rulePage, statusRow, virtualName, virtualSource } from '../../extension/devicetree/rows.js';
import { fillVariables } from '../../extension/devicetree/variables.js';
import type { DevicetreeContextBody, DevicetreeContextsBody } from '../../protocol/index.js';
import { root } from '../support/root.js';

const BUILD: DevicetreeContextBody = {
  id: 'build',
  title: 'nucleo_h743zi (build/zephyr)',
  origin: 'From build_info.yml in build.',
  files: ['file:///z/board.dts', 'file:///app/app.overlay'],
};
const ALONE: DevicetreeContextBody = {
  id: 'alone',
  title: 'board.dts',
  origin: 'The file by itself.',
  files: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `file:///z/${name}.dtsi`),
};

function contexts(changes: Partial<DevicetreeContextsBody> = {}): DevicetreeContextsBody {
  return { active: BUILD, available: [BUILD], errors: 0, warnings: 0, ...changes };
}

describe('devicetree client: features', () => {
  for (const [setting, enabled, expected] of [
    ['auto', [], 'all'],
    ['auto', ['KyleMicallefBonnici.dts-lsp'], 'memory'],
    ['auto', ['nordic-semiconductor.nrf-devicetree'], 'memory'],
    ['auto', ['plorefice.devicetree'], 'all'],
    ['all', ['KyleMicallefBonnici.dts-lsp'], 'all'],
    ['memory', [], 'memory'],
    ['off', ['KyleMicallefBonnici.dts-lsp'], 'off'],
    [undefined, [], 'all'],
    [7, ['KyleMicallefBonnici.dts-lsp'], 'memory'],
  ] as const)
    it(`${String(setting)} beside ${enabled.join(', ') || 'nobody'} means ${expected}`, () => {
      assert.equal(
        resolveFeatures(setting, (id) => (enabled as readonly string[]).includes(id)),
        expected,
      );
    });

  it('asks for identifiers as VS Code has them', () => {
    for (const id of OTHER_DEVICETREE_EXTENSIONS) assert.match(id, /^[\w-]+\.[\w-]+$/);
  });
});

describe('devicetree client: files', () => {
  for (const [file, expected] of [
    ['/boards/nucleo.dts', true],
    ['/dts/soc.dtsi', true],
    ['c:\\app\\boards\\x.OVERLAY', true],
    ['/app/cape.dtso', true],
    ['/app/.dts', false],
    ['/app/board.dts.pre', false],
    ['/include/dt-bindings/a.h', false],
  ] as const)
    it(`${file} is ${expected ? 'a source' : 'none'}`, () => assert.equal(isDevicetreeSource(file), expected));
});

describe('devicetree client: variables in settings', () => {
  const values = { folder: '/work space', home: '/homes/me', environment: { ZEPHYR: '/z', EMPTY: undefined } };

  it('are filled in at any depth, and nothing else is touched', () => {
    const settings = {
      zephyrBase: '${env:ZEPHYR}/zephyr',
      includePaths: ['${workspaceFolder}/include', '${userHome}/dts', 'plain', '${env:MISSING}/x', '${file}'],
      contexts: [{ name: 'a', files: ['${workspaceFolder}/a.dts'], defines: { A: '${env:EMPTY}' } }],
      debounceMs: 150,
      core: null,
    };
    assert.deepEqual(fillVariables(settings, values), {
      zephyrBase: '/z/zephyr',
      includePaths: ['/work space/include', '/homes/me/dts', 'plain', '/x', '${file}'],
      contexts: [{ name: 'a', files: ['/work space/a.dts'], defines: { A: '' } }],
      debounceMs: 150,
      core: null,
    });
  });

  it('have no folder outside of any', () => {
    assert.equal(fillVariables('${workspaceFolder}/a', { ...values, folder: undefined }), '/a');
  });
});

describe('devicetree client: status', () => {
  it('names the context and counts the findings of all its files', () => {
    assert.deepEqual(statusRow(contexts({ errors: 2, warnings: 1 }), 'all'), {
      label: 'nucleo_h743zi (build/zephyr)',
      counts: '2 errors, 1 warning',
      severity: 'error',
      tooltip:
        '**nucleo\\_h743zi \\(build/zephyr\\)**\n\nFrom build\\_info\\.yml in build\\.\n\n2 errors, 1 warning in all of its files.',
    });
  });

  for (const [errors, warnings, severity, counts] of [
    [0, 0, 'information', 'No errors or warnings'],
    [0, 3, 'warning', '0 errors, 3 warnings'],
    [1, 0, 'error', '1 error, 0 warnings'],
  ] as const)
    it(`says ${counts}`, () => {
      const row = statusRow(contexts({ errors, warnings }), 'all');
      assert.deepEqual([row.severity, row.counts], [severity, counts]);
    });

  it('says that there are other contexts, and that another extension does the rest', () => {
    const { tooltip } = statusRow(contexts({ available: [BUILD, ALONE] }), 'memory');
    assert.match(tooltip, /One other context reads this file: click to choose\.$/);
    assert.match(tooltip, /Memory protection only/);
    assert.match(statusRow(contexts({ available: [ALONE, BUILD, ALONE] }), 'all').tooltip, /2 other contexts read/);
  });

  it('says when no build is known', () => {
    const row = statusRow(contexts({ active: undefined, available: [] }), 'all');
    assert.equal(row.label, 'No devicetree context');
    assert.equal(row.tooltip, '**No devicetree context**\n\nNo build is known that reads this file.');
  });
});

describe('devicetree client: list of contexts', () => {
  it('marks the one that is shown, and names the first files', () => {
    const items = contextItems(contexts({ available: [BUILD, ALONE] }), (uri) => uri.replace(/.*\//, ''));
    assert.deepEqual(items, [
      {
        contextId: 'build',
        label: 'nucleo_h743zi (build/zephyr)',
        description: 'shown now',
        detail: 'From build_info.yml in build. board.dts + app.overlay',
      },
      {
        contextId: 'alone',
        label: 'board.dts',
        description: '',
        detail: 'The file by itself. a.dtsi + b.dtsi + c.dtsi + d.dtsi + 2 more',
      },
    ]);
  });
});

describe('devicetree client: virtual documents', () => {
  it('are named after their source, and lead back to it', () => {
    const uri = 'file:///app/my%20board.overlay';
    const plan = virtualName('plan', uri);
    assert.deepEqual(plan, { path: '/plan/my board.overlay (MPU plan)', query: uri });
    assert.deepEqual(virtualSource(plan), { kind: 'plan', sourceUri: uri });
    assert.deepEqual(virtualSource(virtualName('merged', uri)), { kind: 'merged', sourceUri: uri });
  });

  it('have a name even where the URI is broken', () => {
    assert.equal(virtualName('plan', 'file:///a%zz.dts').path, '/plan/a%zz.dts (MPU plan)');
  });

  for (const name of [
    { path: '/other/x', query: 'file:///x' },
    { path: '/plan/x', query: '' },
  ])
    it(`leaves ${name.path}?${name.query} to others`, () => assert.equal(virtualSource(name), undefined));
});

describe('devicetree client: pages of rules', () => {
  it('exist for every rule', () => {
    for (const { id, documentation } of RULES) {
      assert.equal(rulePage(id), documentation);
      assert.ok(existsSync(path.join(root, documentation)), id);
    }
  });

  for (const code of ['unit_address_vs_reg', '../ZM040', 'ZM40', ''])
    it(`does not exist for "${code}"`, () => assert.equal(rulePage(code), undefined));
});

describe('devicetree client: a server that crashes', () => {
  it('is started again four times in three minutes', () => {
    const crashes = countCrashes();
    assert.deepEqual(
      [0, 1_000, 2_000, 3_000, 4_000].map((now) => crashes.again(now)),
      [true, true, true, true, false],
    );
    crashes.forget();
    assert.equal(crashes.again(5_000), true);
  });

  it('is started again for ever if it crashes rarely', () => {
    const crashes = countCrashes();
    for (let hour = 0; hour < 10; hour++) assert.equal(crashes.again(hour * 3_600_000), true);
  });
});
