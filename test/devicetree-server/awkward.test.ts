/** What editors and users do that nobody plans for: cancelled requests, odd names, files that go, places outside of everything. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { CancellationTokenSource, LSPErrorCodes, type Hover, type LocationLink } from 'vscode-languageserver/node';
import type { DevicetreeContextsBody } from '../../protocol/index.js';
import { positionAt, testWorkspace, type TestWorkspace } from './workspace.js';

const SOC = '/ { uart: serial { }; };\n';
const BOARD = '/dts-v1/;\n#include "soc.dtsi"\n&uart { };\n';

/** Everything that a client may ask about a document, with its parameters beside the document. */
const PLACE = { position: { line: 5, character: 5 } };
const RANGE = { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } } };
const REQUESTS: Readonly<Record<string, object>> = {
  hover: PLACE,
  definition: PLACE,
  references: { ...PLACE, context: { includeDeclaration: true } },
  documentHighlight: PLACE,
  completion: PLACE,
  prepareRename: PLACE,
  rename: { ...PLACE, newName: 'a' },
  documentSymbol: {},
  foldingRange: {},
  selectionRange: { positions: [PLACE.position] },
  documentLink: {},
  codeAction: { ...RANGE, context: { diagnostics: [] } },
  inlayHint: RANGE,
  'semanticTokens/full': {},
  'semanticTokens/range': RANGE,
};

describe('devicetree-server: awkward clients', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = testWorkspace({ 'board.dts': BOARD, 'soc.dtsi': SOC });
  });
  afterEach(() => workspace.dispose());

  it('answers every request about a document of no context with nothing', async () => {
    const client = await workspace.start();
    for (const [method, more] of Object.entries(REQUESTS)) {
      const answer = await client.request(`textDocument/${method}`, {
        textDocument: { uri: workspace.uri('none.c') },
        ...more,
      });
      const nothing = method.startsWith('semanticTokens') ? { data: [] } : method === 'inlayHint' ? [] : null;
      assert.deepEqual(answer, nothing, method);
    }
    assert.deepEqual(client.logged, []);
  });

  it('answers every request about places beyond the end', async () => {
    const client = await workspace.start();
    const uri = workspace.uri('soc.dtsi');
    client.open(uri, SOC);
    for (const [method, more] of Object.entries(REQUESTS)) {
      await client
        .request(`textDocument/${method}`, { textDocument: { uri }, ...more })
        .catch((error: unknown) => assert.match(String(error), /^Error: [A-Z].*\.$/));
    }
    assert.deepEqual(client.logged, []);
  });

  it('gives up what is cancelled, and answers what comes after', async () => {
    const client = await workspace.start({ settings: { debounceMs: 10_000 } });
    const uri = workspace.uri('board.dts');
    client.open(uri, BOARD);
    await client.diagnostics(uri);
    // Waits for the end of the debounce, which is far away.
    client.change(uri, `${BOARD}\n`);
    const cancellation = new CancellationTokenSource();
    const tokens = client.connection.sendRequest(
      'textDocument/semanticTokens/full',
      { textDocument: { uri } },
      cancellation.token,
    );
    cancellation.cancel();
    await assert.rejects(tokens, ({ code }: { code?: number }) => code === LSPErrorCodes.RequestCancelled);
    const hover = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 2, character: 2 },
    });
    assert.notEqual(hover, null);
    assert.deepEqual(client.logged, []);
  });

  it('takes edits together while somebody types', async () => {
    const client = await workspace.start({ settings: { debounceMs: 100 } });
    const uri = workspace.uri('board.dts');
    client.open(uri, BOARD);
    await client.diagnostics(uri);
    const before = client.published.length;
    for (let i = 0; i < 20; i++) client.change(uri, `${BOARD}${' '.repeat(i)}`);
    await client.diagnostics(uri);
    assert.equal(client.published.length, before + 1);
  });

  it('knows files by names with spaces and other letters, as the editor spells them', async () => {
    const client = await workspace.start();
    workspace.write('a b/soc.dtsi', SOC);
    workspace.write('a b/ü.dts', BOARD);
    const uri = workspace.uri('a b/ü.dts').replace('%C3%BC', '%c3%bc');
    client.open(uri, BOARD);
    assert.deepEqual(await client.diagnostics(uri), []);
    const links = await client.request<LocationLink[]>('textDocument/definition', {
      textDocument: { uri },
      position: { line: 2, character: 2 },
    });
    assert.deepEqual(
      links.map(({ targetUri }) => targetUri),
      [workspace.uri('a b/soc.dtsi'), uri],
    );
  });

  it('knows a file that is open under two names as one', async () => {
    const client = await workspace.start();
    symlinkSync(workspace.path('board.dts'), workspace.path('link.dts'));
    const [real, link] = [workspace.uri('board.dts'), workspace.uri('link.dts')];
    const wrong = BOARD.replace('&uart', '&usart');
    const both = async (count: number): Promise<void> => {
      await client.until(() => client.last(real)?.length === count && client.last(link)?.length === count);
    };
    client.open(real, wrong);
    client.open(link, wrong);
    await both(1);
    client.change(real, BOARD);
    await both(0);
    client.change(link, wrong);
    await both(1);
    client.close(link);
    // What the other name last had.
    await client.until(() => client.last(real)?.length === 0);
    client.change(real, wrong);
    await client.until(() => client.last(real)?.length === 1);
    assert.deepEqual(client.last(link), []);
    client.close(real);
    await client.until(() => client.last(real)?.length === 0);
    assert.deepEqual(client.logged, []);
  });

  it('answers about an included file that no editor has open', async () => {
    const client = await workspace.start();
    client.open(workspace.uri('board.dts'), BOARD);
    await client.diagnostics(workspace.uri('board.dts'));
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri: workspace.uri('soc.dtsi') },
      position: positionAt(SOC, SOC.indexOf('uart')),
    });
    assert.match(JSON.stringify(hover.contents), /extended in board\.dts:3/);
  });

  it('follows folders that are renamed on disk', async () => {
    const client = await workspace.start();
    workspace.write('parts/soc.dtsi', SOC);
    const uri = workspace.uri('app.dts');
    client.open(uri, BOARD.replace('soc.dtsi', 'parts/soc.dtsi'));
    assert.deepEqual(await client.diagnostics(uri), []);
    renameSync(workspace.path('parts'), workspace.path('gone'));
    client.changedOnDisk(workspace.uri('parts'));
    await client.until(() => (client.last(uri) ?? []).length > 0);
    renameSync(workspace.path('gone'), workspace.path('parts'));
    client.changedOnDisk(workspace.uri('parts'));
    await client.until(() => client.last(uri)?.length === 0);
  });

  it('keeps an open document whose file is deleted, and forgets it when it is closed', async () => {
    const client = await workspace.start();
    const uri = workspace.uri('board.dts');
    client.open(uri, BOARD.replace('&uart', '&usart'));
    assert.equal((await client.diagnostics(uri)).length, 1);
    rmSync(workspace.path('board.dts'));
    client.changedOnDisk(uri);
    client.change(uri, BOARD);
    assert.deepEqual(await client.diagnostics(uri), []);
    client.change(uri, BOARD.replace('&uart', '&usart'));
    assert.equal((await client.diagnostics(uri)).length, 1);
    client.close(uri);
    await client.until(() => client.last(uri)?.length === 0);
  });

  it('tells of an include that is a folder as of one that is not there', async () => {
    const client = await workspace.start();
    mkdirSync(workspace.path('dir.dtsi'));
    const uri = workspace.uri('board.dts');
    client.open(uri, '/dts-v1/;\n#include "dir.dtsi"\n/ { };\n');
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ['cpp-include-not-found'],
    );
  });

  it('takes the settings of the folder that a document lies in', async () => {
    workspace.write('one/size.h', '#define SIZE 1\n');
    workspace.write('two/size.h', '#define WIDTH 1\n');
    const text = '/dts-v1/;\n#include <size.h>\n/ { a = <SIZE>; };\n';
    const client = await workspace.start({
      folders: [workspace.path('one'), workspace.path('two')],
      settings: { debounceMs: 0, includePaths: ['.'] },
    });
    for (const [name, count] of [
      ['one', 0],
      ['two', 1],
    ] as const) {
      const uri = workspace.uri(`${name}/a.dts`);
      client.open(uri, text);
      assert.equal((await client.diagnostics(uri)).length, count, name);
    }
  });

  it('shows a document of two boards in the one that lies in its own folder of the workspace', async () => {
    workspace.write('shared/soc.dtsi', SOC);
    const text = (label: string): string => `/dts-v1/;\n#include "../shared/soc.dtsi"\n&${label} { };\n`;
    const client = await workspace.start({ folders: ['one', 'two', 'shared'].map((name) => workspace.path(name)) });
    for (const [name, label] of [
      ['one', 'uart'],
      ['two', 'none'],
    ] as const) {
      workspace.write(`${name}/a.dts`, text(label));
      client.open(workspace.uri(`${name}/a.dts`), text(label));
      assert.equal((await client.diagnostics(workspace.uri(`${name}/a.dts`))).length, name === 'one' ? 0 : 1);
    }
    const soc = workspace.uri('shared/soc.dtsi');
    client.open(soc, SOC);
    assert.deepEqual(await client.diagnostics(soc), []);
    const { available } = await client.request<DevicetreeContextsBody>('ringfence/devicetree/contexts', { uri: soc });
    assert.deepEqual(
      available.map(({ title }) => title),
      ['a.dts alone', 'a.dts alone', 'soc.dtsi alone'],
    );
  });

  it('reads overlays of device trees that are applied later (.dtso)', async () => {
    const client = await workspace.start();
    const uri = workspace.uri('hat.dtso');
    client.open(uri, '/dts-v1/;\n/plugin/;\n&i2c0 { sensor@1 { reg = <1>; }; };\n&i2c1 { a = <1> };\n');
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ['dts-expected-semicolon'],
    );
  });
});
