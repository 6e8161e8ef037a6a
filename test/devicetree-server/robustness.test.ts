/** Edits at random, and requests in the middle of them: the server answers and ends in the same state as one that saw the end only. */
import assert from 'node:assert/strict';
import { pseudoRandom, testWorkspace, type TestWorkspace } from './workspace.js';

const BOARD = `/dts-v1/;
#include "soc.dtsi"
#define WORD(a, b) (a << b)
&uart {
	status = "okay";
	size = <WORD(1, 2) &uart>;
#ifdef NONE
	other = [00 11];
#endif
};
`;
const SOC = '/ {\n\tuart: serial@40000000 { reg = <0x40000000 0x1000>; };\n};\n';

const PIECES = [
  '{',
  '}',
  '/',
  ';',
  '<',
  '>',
  '"',
  '&uart',
  '#include "soc.dtsi"\n',
  '#if 1\n',
  '#endif\n',
  '/*',
  '*/',
  '\\\n',
  ' ',
  '\r\n',
  '\u{1f600}',
  '(',
  ')',
  'WORD(',
  '/include/ "soc.dtsi"\n',
  '/delete-node/ &uart;',
];
const SEEDS = [1, 2, 3];
const EDITS = 120;

describe('devicetree-server: robustness', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = testWorkspace({ 'board.dts': BOARD, 'soc.dtsi': SOC });
  });
  afterEach(() => workspace.dispose());

  for (const seed of SEEDS) {
    it(`survives a storm of edits (seed ${seed})`, async () => {
      const random = pseudoRandom(seed);
      const client = await workspace.start();
      const uri = workspace.uri('board.dts');
      let text = BOARD;
      client.open(uri, text);
      const answers: Promise<unknown>[] = [];
      for (let i = 0; i < EDITS; i++) {
        const start = Math.floor(random() * (text.length + 1));
        const end = random() < 0.5 ? start : Math.min(text.length, start + Math.floor(random() * 12));
        const piece = random() < 0.3 ? '' : PIECES[Math.floor(random() * PIECES.length)]!;
        const next = text.slice(0, start) + piece + text.slice(end);
        // Half of a surrogate pair would not survive the way.
        if (!/\p{Surrogate}/u.test(next)) text = next;
        client.change(uri, text);
        const textDocument = { uri };
        const position = { line: Math.floor(random() * 12), character: Math.floor(random() * 20) };
        const range = { start: { line: 0, character: 0 }, end: position };
        const [method, more] = (
          [
            ['hover', { position }],
            ['completion', { position }],
            ['definition', { position }],
            ['references', { position, context: { includeDeclaration: true } }],
            ['documentSymbol', {}],
            ['foldingRange', {}],
            ['semanticTokens/full', {}],
            ['inlayHint', { range }],
            ['selectionRange', { positions: [position] }],
            ['codeAction', { range, context: { diagnostics: [] } }],
            ['documentLink', {}],
            ['prepareRename', { position }],
          ] as const
        )[i % 12]!;
        answers.push(client.request(`textDocument/${method}`, { textDocument, ...more }).catch(sentence));
      }
      await Promise.all(answers);
      const stormed = await client.diagnostics(uri);
      assert.deepEqual(client.logged, []);
      const calm = await workspace.start();
      calm.open(uri, text);
      assert.deepEqual(await calm.diagnostics(uri), stormed);
    });
  }

  it('survives files that are no text, have no end, or include themselves', async () => {
    const client = await workspace.start();
    for (const [name, text] of Object.entries({
      'bytes.dts': '\u0000\ufffd\u0001'.repeat(1000),
      'deep.dts': '/dts-v1/;\n' + '/ { a {'.repeat(20_000),
      'parentheses.dts': `/dts-v1/;\n/ { a = <${'('.repeat(50_000)}>; };\n`,
      'itself.dts': '#include "itself.dts"\n',
      'line.dts': `/dts-v1/;\n/ { a = "${'x'.repeat(1_000_000)}"; };\n`,
      'mistakes.dts': '?\n'.repeat(20_000),
    })) {
      workspace.write(name, text);
      client.open(workspace.uri(name), text);
      const diagnostics = await client.diagnostics(workspace.uri(name));
      assert.ok(diagnostics.length <= 1000, name);
      client.close(workspace.uri(name));
    }
    assert.deepEqual(client.logged, []);
  });
});

/** A refusal that is meant for the user is an answer too; anything else is a mistake. */
function sentence(error: unknown): void {
  assert.match(String(error), /\.$/);
}
