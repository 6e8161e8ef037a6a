/** All stages in one call: what each of them adds, and files that come from a table instead of a disk. */
import assert from 'node:assert/strict';
import {
  compile,
  DEFAULT_BUDGET,
  placeText,
  type CompilationInput,
  type SourceFile,
} from '../../../devicetree/index.js';

function compileFiles(
  texts: Readonly<Record<string, string>>,
  input: Partial<CompilationInput> = {},
): ReturnType<typeof compile> {
  const files = new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }]));
  const board = files.get('/board.dts');
  assert.ok(board !== undefined);
  const reader = {
    read: (path: string): SourceFile | undefined => files.get(path),
    readBytes: (path: string): Uint8Array | undefined => {
      const file = files.get(path);
      return file === undefined ? undefined : Uint8Array.from(Buffer.from(file.text, 'latin1'));
    },
  };
  return compile({ files: [board], includePaths: ['/include'], dialect: 'linux', ...input }, reader);
}

describe('devicetree: compilation', () => {
  it('goes from includes and macros to a tree', () => {
    const { tree, files, findings } = compileFiles(
      {
        '/board.dts':
          '/dts-v1/;\n#include <soc.dtsi>\n/include/ "late.dtsi"\n&uart { speed = <SPEED>; blob = /incbin/("blob.bin"); };\n',
        '/include/soc.dtsi': '#define BASE 0x40\n/ { uart: serial { base = <(BASE + 1)>; }; };\n',
        '/late.dtsi': '/ { late; };\n',
        '/blob.bin': 'AB',
      },
      { defines: { SPEED: '115200' } },
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['/board.dts', '/include/soc.dtsi', '/late.dtsi'],
    );
    const values = [...(tree.find('/serial')?.properties.values() ?? [])].map(
      ({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('hex')}`,
    );
    assert.deepEqual(values, ['base 00000041', 'speed 0001c200', 'blob 4142']);
    assert.ok(tree.root.properties.has('late'));
  });

  it('reads several files as one', () => {
    const overlay = { path: '/app.overlay', text: '&uart { status = "okay"; };\n' };
    const board = { path: '/board.dts', text: '/dts-v1/;\n/ { uart: serial { }; };\n' };
    const { tree, findings } = compile(
      { files: [board, overlay], includePaths: [], dialect: 'zephyr' },
      { read: () => undefined },
    );
    assert.deepEqual(findings, []);
    const status = tree.find('uart')?.properties.get('status');
    assert.equal(status?.syntax.range.file, overlay);
  });

  it('collects the findings of every stage, each with its place', () => {
    const { findings } = compileFiles({
      '/board.dts': '/dts-v1/;\n#include <nowhere.dtsi>\n/ { a { p = <1> }; };\n&b { };\n/ { c@1 { }; };\n',
    });
    assert.deepEqual(
      findings.map(({ code, severity, range }) => `${placeText(range)} ${severity} ${code}`),
      [
        '/board.dts:2:10 error cpp-include-not-found',
        '/board.dts:3:15 error dts-expected-semicolon',
        '/board.dts:4:1 error dts-reference-not-found',
        '/board.dts:5:5 warning dtc-unit-address-vs-reg',
      ],
    );
  });

  it('points a finding in a macro to where the macro is used', () => {
    const { findings } = compileFiles({
      '/board.dts': '/dts-v1/;\n#define CHILD(n) child@n { }\n/ {\n  CHILD(1);\n};\n',
    });
    assert.deepEqual(
      findings.map(({ code, range }) => `${placeText(range)} ${code}`),
      ['/board.dts:4:3 dtc-unit-address-vs-reg'],
    );
  });

  it('takes levels of checks, fragments and budgets', () => {
    const text = { '/board.dts': '/ { c@1 { }; };\n' };
    const levels = { unit_address_vs_reg: 'off' } as const;
    assert.deepEqual(compileFiles(text, { fragment: true, checkLevels: levels }).findings, []);
    const codes = compileFiles(text, { checkLevels: levels }).findings.map(({ code }) => code);
    assert.equal(codes.length, 1);
    const small = { ...DEFAULT_BUDGET, outputCharacters: 4 };
    const { findings } = compileFiles(text, { fragment: true, checkLevels: levels, budget: small });
    assert.ok(findings.some(({ code }) => code.startsWith('cpp-budget')));
  });

  it('always gives a tree', () => {
    for (const text of ['', '}', '/ {', '&', '/dts-v1/', '<>', '/ { a = ', '\0', '#if', '/*']) {
      const { tree } = compileFiles({ '/board.dts': text });
      assert.equal(tree.root.path, '/');
    }
  });
});
