/** Which context a document is shown in, over real messages. */
import assert from 'node:assert/strict';
import type { DevicetreeContextsBody } from '../../protocol/index.js';
import { testWorkspace, type TestWorkspace } from './workspace.js';

const FILES = {
  'a.dts': '/dts-v1/;\n#include "soc.dtsi"\n',
  'b.dts': '/dts-v1/;\n#include "soc.dtsi"\n/ { b { compatible = <1>; }; };\n',
  'soc.dtsi': '/ { soc: soc { }; };\n',
};

describe('devicetree-server: contexts', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = testWorkspace(FILES);
  });
  afterEach(() => workspace.dispose());

  const contexts = (client: Awaited<ReturnType<TestWorkspace['start']>>, name: string) =>
    client.request<DevicetreeContextsBody>('ringfence/devicetree/contexts', { uri: workspace.uri(name) });

  it('an included file is shown alone until a source that includes it is open', async () => {
    const client = await workspace.start();
    client.open(workspace.uri('soc.dtsi'), FILES['soc.dtsi']);
    await client.diagnostics(workspace.uri('soc.dtsi'));
    assert.equal((await contexts(client, 'soc.dtsi')).active?.title, 'soc.dtsi alone');
    client.open(workspace.uri('a.dts'), FILES['a.dts']);
    await client.diagnostics(workspace.uri('a.dts'));
    assert.equal((await contexts(client, 'soc.dtsi')).active?.title, 'a.dts alone');
  });

  it('a file of several contexts is shown in the one that was chosen, and told so', async () => {
    const client = await workspace.start();
    for (const name of ['a.dts', 'b.dts', 'soc.dtsi'] as const) {
      client.open(workspace.uri(name), FILES[name]);
      await client.diagnostics(workspace.uri(name));
    }
    const before = await contexts(client, 'soc.dtsi');
    assert.deepEqual(
      before.available.map(({ title }) => title),
      ['a.dts alone', 'b.dts alone', 'soc.dtsi alone'],
    );
    assert.equal(before.active?.title, 'a.dts alone');
    const told = client.contextsChanged;
    const chosen = await client.request<DevicetreeContextsBody>('ringfence/devicetree/selectContext', {
      uri: workspace.uri('soc.dtsi'),
      contextId: before.available[1]!.id,
    });
    assert.equal(chosen.active?.title, 'b.dts alone');
    assert.ok(chosen.errors + chosen.warnings > 0);
    await client.until(() => client.contextsChanged > told);
    client.close(workspace.uri('soc.dtsi'));
    client.open(workspace.uri('soc.dtsi'), FILES['soc.dtsi']);
    await client.diagnostics(workspace.uri('soc.dtsi'));
    assert.equal((await contexts(client, 'soc.dtsi')).active?.title, 'b.dts alone');
  });

  it('the settings describe contexts, with paths from the folder', async () => {
    const client = await workspace.start({
      settings: {
        debounceMs: 0,
        contexts: [
          {
            name: 'mine',
            files: ['a.dts', 'app.overlay'],
            includePaths: ['include'],
            defines: { SIZE: '0x400' },
            dialect: 'linux',
          },
        ],
      },
    });
    workspace.write('include/names.h', '#define NODE soc\n');
    const overlay = '#include <names.h>\n&NODE { size = <SIZE>; };\n';
    client.open(workspace.uri('app.overlay'), overlay);
    assert.deepEqual(await client.diagnostics(workspace.uri('app.overlay')), []);
    const { active } = await contexts(client, 'app.overlay');
    assert.equal(active?.title, 'mine');
    assert.deepEqual(active.files, [workspace.uri('a.dts'), workspace.uri('app.overlay')]);
    assert.equal(active.origin, 'From the setting ringfence.devicetree.contexts.');
  });

  it('a file that is no source has none', async () => {
    const client = await workspace.start();
    workspace.write('main.c', 'int main(void) { return 0; }\n');
    client.open(workspace.uri('main.c'), 'int main(void) { return 0; }\n');
    assert.deepEqual(await contexts(client, 'main.c'), { available: [], errors: 0, warnings: 0 });
    await assert.rejects(
      client.request('ringfence/devicetree/plan', { uri: workspace.uri('main.c') }),
      /This document belongs to no devicetree\./,
    );
  });

  it('the plan of a document is text with its regions', async () => {
    const client = await workspace.start();
    client.open(
      workspace.uri('m.dts'),
      '/dts-v1/;\n/ {\n\t#address-cells = <1>;\n\t#size-cells = <1>;\n' +
        '\tcpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { compatible = "arm,cortex-m7"; reg = <0>; }; };\n' +
        '\tmemory@20000000 { compatible = "zephyr,memory-region", "mmio-sram"; reg = <0x20000000 0x4000>;\n' +
        '\t\tzephyr,memory-region = "A"; zephyr,memory-attr = <0x100000>; };\n};\n',
    );
    const plan = await client.request<{ title: string; text: string }>('ringfence/devicetree/plan', {
      uri: workspace.uri('m.dts'),
    });
    assert.equal(plan.title, 'MPU regions of m.dts alone');
    assert.match(plan.text, /0x20000000/);
  });

  it('a build says more than the file', async () => {
    workspace.write('app/prj.conf', '');
    workspace.write('app/app.overlay', '&uart { status = "okay"; };\n');
    workspace.write('boards/x/x.dts', '/dts-v1/;\n/ { uart: serial { }; };\n');
    workspace.write(
      'app/build/build_info.yml',
      `cmake:\n  application:\n    source-dir: ${workspace.path('app')}\n  board:\n    name: x\n  devicetree:\n` +
        `    files:\n     - ${workspace.path('boards/x/x.dts')}\n     - ${workspace.path('app/app.overlay')}\n` +
        `    user-files:\n     - ${workspace.path('app/app.overlay')}\n    include-dirs: []\nversion: 0.1.0\n`,
    );
    const client = await workspace.start();
    client.open(workspace.uri('app/app.overlay'), '&uart { status = "okay"; };\n');
    assert.deepEqual(await client.diagnostics(workspace.uri('app/app.overlay')), []);
    assert.match((await contexts(client, 'app/app.overlay')).active?.id ?? '', /^zephyr-build:/);
  });
});
