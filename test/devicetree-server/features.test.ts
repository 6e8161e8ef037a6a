/** Each feature over real messages: the queries decide, here their answers arrive in the protocol's shapes. */
import assert from 'node:assert/strict';
import type {
  CodeAction,
  CompletionItem,
  CompletionList,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  MarkupContent,
  SelectionRange,
  SemanticTokens,
  TextDocumentEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import type { LanguageClient } from '../../bench/devicetree/language-client.js';
import { positionAt, testWorkspace, type TestWorkspace } from './workspace.js';

const SOC = `#define BASE 0x40000000
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	uart: serial@40000000 {
		reg = <BASE 0x1000>;
		status = "disabled";
	};
};
`;
const BOARD = `/dts-v1/;
#include "soc.dtsi"
/ {
	aliases {
		serial0 = &uart;
	};
};
&uart {
	status = "okay";
	size = <(1 + 2)>;
};
`;
const MEMORY = `/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 { compatible = "arm,cortex-m7"; reg = <0>; };
	};
	sram1: memory@20000000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <0x20000000 0x4000>;
		zephyr,memory-region = "SRAM1";
		zephyr,memory-region-mpu = "RAM_NOCACHE";
	};
};
`;

describe('devicetree-server: features', () => {
  let workspace: TestWorkspace;
  let client: LanguageClient;
  let uri = '';

  before(async () => {
    workspace = testWorkspace({ 'board.dts': BOARD, 'soc.dtsi': SOC, 'memory.dts': MEMORY });
    client = await workspace.start();
    uri = workspace.uri('board.dts');
    client.open(uri, BOARD);
    client.open(workspace.uri('memory.dts'), MEMORY);
    await client.diagnostics(uri);
  });
  after(() => workspace.dispose());
  afterEach(() => assert.deepEqual(client.logged, []));

  /** Where a text starts, the n-th time (from 0). */
  const at = (text: string, part: string, nth = 0) => {
    let offset = -1;
    for (let i = 0; i <= nth; i++) offset = text.indexOf(part, offset + 1);
    assert.ok(offset >= 0, `${part} is in the text`);
    return positionAt(text, offset);
  };
  const ask = <Result>(method: string, more: object = {}, document = uri): Promise<Result> =>
    client.request(`textDocument/${method}`, { textDocument: { uri: document }, ...more });

  it('hover', async () => {
    const hover = await ask<Hover>('hover', { position: at(BOARD, 'uart {') });
    assert.match((hover.contents as MarkupContent).value, /serial@40000000/);
    assert.equal(await ask<Hover | null>('hover', { position: { line: 10, character: 1 } }), null);
  });

  it('definition, as links', async () => {
    const [link] = await ask<LocationLink[]>('definition', { position: at(BOARD, 'uart;') });
    assert.equal(link?.targetUri, workspace.uri('soc.dtsi'));
    assert.equal(link.targetSelectionRange.start.line, 4);
  });

  it('definition of an include is the file', async () => {
    const [link] = await ask<LocationLink[]>('definition', { position: at(BOARD, 'soc.dtsi') });
    assert.equal(link?.targetUri, workspace.uri('soc.dtsi'));
  });

  it('references, over files', async () => {
    const all = await ask<Location[]>('references', {
      position: at(BOARD, 'uart;'),
      context: { includeDeclaration: true },
    });
    assert.deepEqual([...new Set(all.map((each) => each.uri))].sort(), [uri, workspace.uri('soc.dtsi')].sort());
    const reads = await ask<Location[]>('references', {
      position: at(BOARD, 'uart;'),
      context: { includeDeclaration: false },
    });
    assert.ok(reads.length < all.length);
  });

  it('highlights', async () => {
    const found = await ask<DocumentHighlight[]>('documentHighlight', { position: at(BOARD, 'uart;') });
    assert.deepEqual(
      found.map(({ range }) => range.start.line),
      [4, 7],
    );
  });

  it('rename, with a refusal that is a sentence', async () => {
    const position = at(BOARD, 'uart;');
    const target = await ask<{ placeholder: string }>('prepareRename', { position });
    assert.equal(target.placeholder, 'uart');
    const edit = await ask<WorkspaceEdit>('rename', { position, newName: 'console' });
    const changes = edit.documentChanges as TextDocumentEdit[];
    assert.deepEqual(
      changes.map(({ textDocument, edits }) => [textDocument.uri, textDocument.version, edits.length]).sort(),
      [
        [uri, 1, 2],
        [workspace.uri('soc.dtsi'), null, 1],
      ].sort(),
    );
    await assert.rejects(ask('rename', { position, newName: 'not a label' }), /not a label/);
  });

  it('symbols of a document and of all', async () => {
    const symbols = await ask<DocumentSymbol[]>('documentSymbol');
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['/', '&uart'],
    );
    const found = await client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'uart' });
    assert.ok(found.some((each) => (each.location as Location).uri === workspace.uri('soc.dtsi')));
  });

  it('folds', async () => {
    const folds = await ask<FoldingRange[]>('foldingRange');
    assert.ok(folds.some(({ startLine, endLine }) => startLine === 7 && endLine >= 9));
  });

  it('growing selections', async () => {
    const [selection] = await ask<SelectionRange[]>('selectionRange', { positions: [at(BOARD, 'okay')] });
    let steps = 0;
    for (let each = selection; each !== undefined; each = each.parent) steps++;
    assert.ok(steps >= 3);
  });

  it('links', async () => {
    const links = await ask<DocumentLink[]>('documentLink');
    assert.deepEqual(
      links.map(({ target }) => target),
      [workspace.uri('soc.dtsi')],
    );
  });

  it('colours, of all and of a part', async () => {
    const all = await ask<SemanticTokens>('semanticTokens/full');
    assert.ok(all.data.length > 0);
    assert.equal(all.data.length % 5, 0);
    const range = { start: { line: 7, character: 0 }, end: { line: 8, character: 0 } };
    const part = await ask<SemanticTokens>('semanticTokens/range', { range });
    assert.ok(part.data.length > 0 && part.data.length < all.data.length);
    assert.equal(part.data[0], 7);
  });

  it('hints', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const hints = await ask<InlayHint[]>('inlayHint', { range });
    assert.ok(hints.some(({ position }) => position.line === 9));
  });

  it('completion, with its texts when an item is looked at', async () => {
    const text = `${BOARD}&`;
    client.change(uri, text);
    const list = await ask<CompletionList>('completion', { position: positionAt(text, text.length) });
    const item = list.items.find(({ label }) => label === 'uart' || label === '&uart');
    assert.ok(item);
    assert.equal(item.documentation, undefined);
    const resolved = await client.request<CompletionItem>('completionItem/resolve', item);
    assert.equal(resolved.label, item.label);
    client.change(uri, BOARD);
    await client.diagnostics(uri);
  });

  it('quick fixes, with the diagnostics that they mend, and the same on save', async () => {
    const memory = workspace.uri('memory.dts');
    const diagnostics = await client.diagnostics(memory);
    const finding = diagnostics.find(({ code }) => String(code).startsWith('ZM'));
    assert.ok(finding);
    const actions = await ask<CodeAction[]>('codeAction', { range: finding.range, context: { diagnostics } }, memory);
    const fix = actions.find(({ kind, edit }) => kind === 'quickfix' && edit !== undefined);
    assert.ok(fix);
    assert.ok(actions.some((each) => each.diagnostics !== undefined));
    assert.ok(actions.every(({ kind }) => kind === 'quickfix'));
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    for (const only of ['source.fixAll', 'source.fixAll.ringfence']) {
      const all = await ask<CodeAction[]>('codeAction', { range, context: { diagnostics: [], only: [only] } }, memory);
      assert.ok(all.every(({ kind }) => kind === 'source.fixAll.ringfence'));
    }
  });

  it('hover on a memory node says its MPU region at the level `memory`, and nothing elsewhere', async () => {
    const small = await workspace.start({ features: 'memory' });
    const memory = workspace.uri('memory.dts');
    const text = MEMORY.replace('zephyr,memory-region-mpu = "RAM_NOCACHE"', 'zephyr,memory-attr = <0x100000>');
    small.open(memory, text);
    const ofNode = await small.request<Hover | null>('textDocument/hover', {
      textDocument: { uri: memory },
      position: at(text, 'memory@'),
    });
    assert.match((ofNode?.contents as MarkupContent).value, /MPU/);
    const elsewhere = await small.request<Hover | null>('textDocument/hover', {
      textDocument: { uri: memory },
      position: at(text, 'cpus'),
    });
    assert.equal(elsewhere, null);
  });

  it('merged source', async () => {
    const { title, text } = await client.request<{ title: string; text: string }>('ringfence/devicetree/merged', {
      uri,
    });
    assert.equal(title, 'board.dts alone, merged');
    assert.match(text, /status = "okay"/);
    assert.doesNotMatch(text, /disabled/);
  });

  it('of a document that is not open are empty', async () => {
    assert.equal(await ask('hover', { position: { line: 0, character: 0 } }, workspace.uri('none.c')), null);
  });
});
