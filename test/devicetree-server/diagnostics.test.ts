/** Diagnostics over real messages: of the right files, at the right places, and gone when their cause is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { DevicetreeContextsBody } from '../../protocol/index.js';
import { testWorkspace, type TestWorkspace } from './workspace.js';

const codes = (diagnostics: readonly Diagnostic[] | undefined): unknown[] =>
  (diagnostics ?? []).map(({ code }) => code);

const BOARD = '/dts-v1/;\n#include "soc.dtsi"\n&uart { status = "okay"; };\n';
const SOC = '/ {\n\tuart: serial { };\n};\n';

describe('devicetree-server: diagnostics', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = testWorkspace({ 'board.dts': BOARD, 'soc.dtsi': SOC });
  });
  afterEach(() => workspace.dispose());

  it('tells of a document without mistakes too, with its version', async () => {
    const client = await workspace.start();
    client.open(workspace.uri('board.dts'), BOARD);
    assert.deepEqual(await client.diagnostics(workspace.uri('board.dts')), []);
    assert.equal(client.published[0]?.version, 1);
  });

  it('are found and go with an edit', async () => {
    const client = await workspace.start();
    const uri = workspace.uri('board.dts');
    client.open(uri, BOARD.replace('&uart', '&usart'));
    const [found] = await client.diagnostics(uri);
    assert.deepEqual(found?.range, { start: { line: 2, character: 0 }, end: { line: 2, character: 6 } });
    assert.equal(found.source, 'ringfence');
    assert.equal(found.severity, 1);
    client.change(uri, { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 3 } }, text: '' });
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('of an included file stand in that file, and go when the last document that reads it is closed', async () => {
    const client = await workspace.start();
    workspace.write('soc.dtsi', '/ {\n\tuart: serial { }\n};\n');
    client.open(workspace.uri('board.dts'), BOARD);
    assert.deepEqual(await client.diagnostics(workspace.uri('board.dts')), []);
    await client.until(() => (client.last(workspace.uri('soc.dtsi')) ?? []).length > 0);
    assert.equal(client.last(workspace.uri('soc.dtsi'))?.[0]?.range.start.line, 1);
    client.close(workspace.uri('board.dts'));
    await client.until(() => client.last(workspace.uri('soc.dtsi'))?.length === 0);
  });

  describe('of files outside of the workspace', () => {
    // A label on two nodes is dtc's error; a status that is no string its warning.
    const OUTSIDE = '/ {\n\tstatus = <1>;\n\tuart: serial { };\n\ta: bus { };\n\ta: other { };\n};\n';

    const toldOf = async (
      settings: object,
    ): Promise<{ told: unknown[]; counts: DevicetreeContextsBody; open: unknown[] }> => {
      workspace.write('app/board.dts', BOARD.replace('soc.dtsi', '../sdk/soc.dtsi'));
      workspace.write('sdk/soc.dtsi', OUTSIDE);
      const client = await workspace.start({
        folders: [workspace.path('app')],
        settings: { debounceMs: 0, ...settings },
      });
      const [board, soc] = [workspace.uri('app/board.dts'), workspace.uri('sdk/soc.dtsi')];
      client.open(board, readFileSync(workspace.path('app/board.dts'), 'utf8'));
      await client.until(() => (client.last(soc) ?? []).length > 0);
      const told = codes(client.last(soc));
      const counts = await client.request<DevicetreeContextsBody>('ringfence/devicetree/contexts', { uri: board });
      client.open(soc, OUTSIDE);
      await client.until(() => (client.last(soc) ?? []).length === 2);
      return { told, counts, open: codes(client.last(soc)) };
    };

    it('are errors only, until somebody opens the file', async () => {
      const { told, counts, open } = await toldOf({});
      assert.deepEqual(told, ['dtc-duplicate-label']);
      assert.deepEqual([counts.errors, counts.warnings], [1, 0]);
      assert.deepEqual(open, ['dtc-status-is-string', 'dtc-duplicate-label']);
    });

    it('are all if the settings say so', async () => {
      const { told, counts } = await toldOf({ outsideWorkspace: 'all' });
      assert.deepEqual(told, ['dtc-status-is-string', 'dtc-duplicate-label']);
      assert.deepEqual([counts.errors, counts.warnings], [1, 1]);
    });
  });

  it('follow unsaved edits of an included file, and what the disk says when it is closed unsaved', async () => {
    const client = await workspace.start();
    const [board, soc] = [workspace.uri('board.dts'), workspace.uri('soc.dtsi')];
    client.open(board, BOARD);
    assert.deepEqual(await client.diagnostics(board), []);
    client.open(soc, SOC);
    assert.deepEqual(await client.diagnostics(soc), []);
    client.change(soc, SOC.replace('uart:', 'usart:'));
    await client.until(() => (client.last(board) ?? []).length > 0);
    client.close(soc);
    await client.until(() => client.last(board)?.length === 0);
  });

  it('follow files that change, come and go on disk', async () => {
    const client = await workspace.start();
    const [board, soc] = [workspace.uri('board.dts'), workspace.uri('soc.dtsi')];
    workspace.remove('soc.dtsi');
    client.open(board, BOARD);
    assert.ok(codes(await client.diagnostics(board)).includes('cpp-include-not-found'));
    workspace.write('soc.dtsi', SOC);
    client.changedOnDisk(soc);
    await client.until(() => client.last(board)?.length === 0);
    workspace.write('soc.dtsi', SOC.replace('uart:', 'usart:'));
    client.changedOnDisk(soc);
    await client.until(() => (client.last(board) ?? []).length > 0);
  });

  it('count columns in UTF-16 and lines by CRLF', async () => {
    const client = await workspace.start();
    const uri = workspace.uri('crlf.dts');
    client.open(uri, '/dts-v1/;\r\n/ {\r\n\ta = "\u{1f600}", <&none>;\r\n};\r\n');
    const [found] = await client.diagnostics(uri);
    assert.deepEqual(found?.range.start, { line: 2, character: 12 });
  });

  it('of the last edit are the last that arrive, however fast edits come', async () => {
    const client = await workspace.start({ settings: { debounceMs: 5 } });
    const uri = workspace.uri('board.dts');
    client.open(uri, BOARD);
    for (let i = 0; i < 30; i++) client.change(uri, BOARD.replace('&uart', i % 2 === 0 ? '&usart' : '&uart'));
    const version = client.change(uri, BOARD.replace('&uart', '&none'));
    const [found] = await client.diagnostics(uri, version);
    assert.match(JSON.stringify(found?.message), /none/);
    const versions = client.published.filter((each) => each.uri === uri).map((each) => each.version ?? 0);
    assert.deepEqual(
      versions,
      versions.toSorted((a, b) => a - b),
    );
    assert.equal(versions.at(-1), version);
  });

  it('name their rule, its page, and related places', async () => {
    const client = await workspace.start();
    const uri = workspace.uri('memory.dts');
    client.open(
      uri,
      '/dts-v1/;\n/ {\n\t#address-cells = <1>;\n\t#size-cells = <1>;\n\ta: memory@20000000 {\n' +
        '\t\tcompatible = "mmio-sram";\n\t\treg = <0x20000000 0x3000>;\n\t\tzephyr,memory-region = "A";\n' +
        '\t\tzephyr,memory-attr = <0x100000>;\n\t};\n};\n',
    );
    const diagnostics = await client.diagnostics(uri);
    const rule = diagnostics.find(({ code }) => String(code).startsWith('ZM'));
    assert.deepEqual(rule?.data, { documentation: `docs/lint/${rule?.code}.md` });
  });

  it('of documents outside of every folder, and on no disk', async () => {
    const outside = testWorkspace({ 'other.dts': '/dts-v1/;\n/ { a = <&b>; };\n' });
    try {
      const client = await workspace.start();
      client.open(outside.uri('other.dts'), '/dts-v1/;\n/ { a = <&b>; };\n');
      assert.equal((await client.diagnostics(outside.uri('other.dts'))).length, 1);
      client.open('untitled:Untitled-1', '/dts-v1/;\n/ { a = <&b>; };\n');
      assert.equal((await client.diagnostics('untitled:Untitled-1')).length, 1);
      client.close('untitled:Untitled-1');
      await client.until(() => client.last('untitled:Untitled-1')?.length === 0);
    } finally {
      await outside.dispose();
    }
  });

  it('are none at the level `off`', async () => {
    const client = await workspace.start({ features: 'off' });
    client.open(workspace.uri('board.dts'), '/ {');
    await client.stop();
    assert.deepEqual(client.published, []);
  });
});
