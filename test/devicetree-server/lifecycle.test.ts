/** Starting, what is offered at each level, and ending, over real messages. */
import assert from 'node:assert/strict';
import { LanguageClient } from '../../bench/devicetree/language-client.js';
import { testWorkspace, type TestWorkspace } from './workspace.js';

describe('devicetree-server: lifecycle', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = testWorkspace();
  });
  afterEach(() => workspace.dispose());

  it('offers everything at the level `all`', async () => {
    const client = await workspace.start();
    const { capabilities, serverInfo } = await client.initialized;
    assert.equal(serverInfo?.name, 'ringfence-devicetree');
    assert.deepEqual(Object.keys(capabilities).sort(), [
      'codeActionProvider',
      'completionProvider',
      'definitionProvider',
      'documentHighlightProvider',
      'documentLinkProvider',
      'documentSymbolProvider',
      'foldingRangeProvider',
      'hoverProvider',
      'inlayHintProvider',
      'referencesProvider',
      'renameProvider',
      'selectionRangeProvider',
      'semanticTokensProvider',
      'textDocumentSync',
      'workspace',
      'workspaceSymbolProvider',
    ]);
  });

  it('offers hover and quick fixes only at the level `memory`', async () => {
    const client = await workspace.start({ features: 'memory' });
    const { capabilities } = await client.initialized;
    assert.deepEqual(Object.keys(capabilities).sort(), [
      'codeActionProvider',
      'hoverProvider',
      'textDocumentSync',
      'workspace',
    ]);
    assert.deepEqual(capabilities.codeActionProvider, { codeActionKinds: ['quickfix'] });
  });

  it('offers nothing at the level `off`', async () => {
    const client = await workspace.start({ features: 'off' });
    assert.deepEqual((await client.initialized).capabilities, { textDocumentSync: 0 });
  });

  it('asks to be told of files and settings', async () => {
    const client = await workspace.start();
    await client.until(() => client.registered.length >= 2);
    assert.deepEqual(client.registered.toSorted(), [
      'workspace/didChangeConfiguration',
      'workspace/didChangeWatchedFiles',
    ]);
  });

  it('ends with 0 after shutdown', async () => {
    const client = await workspace.start();
    assert.deepEqual(await client.stop(), { code: 0, signal: null });
  });

  it('ends with 1 on exit without shutdown', async () => {
    const client = await workspace.start();
    await client.connection.sendNotification('exit');
    assert.deepEqual(await client.exited, { code: 1, signal: null });
  });

  it('ends when the editor goes away', async () => {
    const client = await workspace.start();
    client.process.stdin!.end();
    assert.deepEqual(await client.exited, { code: 1, signal: null });
  });

  it('serves clients that can nothing', async () => {
    const client = new LanguageClient({ capabilities: {}, features: 'all' });
    await client.initialized;
    client.open('untitled:Untitled-1', '/ { a = <&b>; };\n');
    assert.notDeepEqual(await client.diagnostics('untitled:Untitled-1'), []);
    assert.equal((await client.stop()).code, 0);
  });
});
