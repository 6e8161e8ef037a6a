/** Outline, folds, colours, hints, links and the merged source. */
import assert from 'node:assert/strict';
import {
  documentLinks,
  documentSymbols,
  foldings,
  inlayHints,
  mergedSource,
  SEMANTIC_TOKEN_MODIFIERS,
  SEMANTIC_TOKEN_TYPES,
  semanticTokens,
  workspaceSymbols,
  type DocumentSymbol,
} from '../../../devicetree/queries/index.js';
import { compile } from '../../../devicetree/compilation/index.js';
import { lineStarts } from '../../../devicetree/source/index.js';
import { overlay, shown, source, tableReader, type Files, type Project } from './support.js';

function outline(symbols: readonly DocumentSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ kind, name, detail, children }) => [
    `${indent}${kind} ${name}${detail === '' ? '' : ` · ${detail}`}`,
    ...outline(children, `${indent}  `),
  ]);
}

describe('documentSymbols', () => {
  it('nests nodes and properties of the file alone', () => {
    const { context, file } = source(
      '#define ONE 1\n/ { p = <1 2>; soc {\n#include "x.dtsi"\n q; }; };\n&u { r = "a", "b"; };',
      {
        '/project/x.dtsi': 'u: uart@1 { s; };\n',
      },
    );
    assert.deepEqual(outline(documentSymbols(context, file)), [
      'macro ONE · 1',
      'node /',
      '  property p · <1 2>',
      '  node soc',
      '    property q',
      'node &u',
      '  property r · "a", "b"',
    ]);
    const other = context.compilation.files.find(({ path }) => path.endsWith('x.dtsi'))!;
    assert.deepEqual(outline(documentSymbols(context, other)), ['node uart@1 · u', '  property s']);
  });
  it('keeps every name inside of its range', () => {
    const { context, file } = source('#define N(l) l: n { p = <1>; };\n/ { N(a) N(b) };');
    const check = ({ range, nameRange, children }: DocumentSymbol): void => {
      assert(nameRange.start >= range.start && nameRange.end <= range.end);
      children.forEach(check);
    };
    const symbols = documentSymbols(context, file);
    assert(symbols.length > 0);
    symbols.forEach(check);
  });
  it('finds nodes and macros by letters in order', () => {
    const { context } = source('#define UART_BASE 1\n/ { soc { uart0: serial@40 { }; }; };');
    assert.deepEqual(
      workspaceSymbols(context, 'sr40').map(({ name }) => name),
      ['uart0: serial@40'],
    );
    assert.deepEqual(
      workspaceSymbols(context, 'uart').map(({ name }) => name),
      ['uart0: serial@40', 'UART_BASE'],
    );
  });
});

describe('foldings', () => {
  const text = [
    '/* A', // 0
    ' * comment. */',
    '#include <a.h>', // 2
    '',
    '#include <b.h>',
    '/ {', // 5
    '\tsoc {',
    '\t\tp = <1>,',
    '\t\t\t<2>;',
    '\t};', // 9
    '#if A',
    '\tq;',
    '#else', // 12
    '\tr;',
    '\ts;',
    '#endif', // 15
    '\t// one',
    '\t// two',
    '};', // 18
    '',
  ];
  it('folds what a text has, complete or not', () => {
    const fold = (lines: readonly string[]): readonly string[] =>
      foldings({ path: 'a', text: lines.join('\n') }).map(
        ({ kind, startLine, endLine }) => `${startLine}-${endLine} ${kind}`,
      );
    const expected = [
      '0-1 comment',
      '2-4 imports',
      '5-17 region',
      '6-8 region',
      '7-8 region',
      '10-11 region',
      '12-14 region',
      '16-17 comment',
    ];
    assert.deepEqual(fold(text), expected);
    assert.deepEqual(
      fold(text.slice(0, 18)),
      expected.filter((each) => each !== '5-17 region'),
    );
  });
});

/** `line:column text type modifiers` of every token. */
function coloured(
  { context, file }: Project,
  range?: { readonly start: number; readonly end: number },
): readonly string[] {
  const data = semanticTokens(context, file, range);
  const starts = lineStarts(file);
  const found: string[] = [];
  let line = 0;
  let column = 0;
  for (let i = 0; i < data.length; i += 5) {
    line += data[i]!;
    column = data[i] === 0 ? column + data[i + 1]! : data[i + 1]!;
    const at = starts[line]! + column;
    const modifiers = SEMANTIC_TOKEN_MODIFIERS.filter((_, bit) => ((data[i + 4]! >> bit) & 1) === 1);
    const text = file.text.slice(at, at + data[i + 2]!);
    found.push([text, SEMANTIC_TOKEN_TYPES[data[i + 3]!]!, ...modifiers].join(' '));
  }
  return found;
}

describe('semanticTokens', () => {
  const text =
    '#define ONE 1\n/ {\n\tl: n@1 { #size-cells = <ONE 0x2>; reg; };\n\tp = "a", &l, [01 02], <&{/n@1} (1 << 2)>;\n#if 0\n\n\tgone { };\n#endif\n\t/delete-node/ x;\n};\n';
  it('names what a name is', () => {
    assert.deepEqual(coloured(source(text)), [
      '/dts-v1/ keyword',
      '#define keyword',
      'ONE macro definition',
      '1 number',
      'l variable declaration',
      'n@1 namespace',
      '#size-cells property',
      'ONE macro',
      '0x2 number',
      'reg property',
      'p property',
      '"a" string',
      '&l variable',
      '01 02 number',
      '&{/n@1} variable',
      '1 number',
      '2 number',
      '#if keyword',
      '0 number',
      'gone { }; comment inactive',
      '#endif keyword',
      '/delete-node/ keyword',
      'x property',
    ]);
  });
  it('gives a place one colour where a string runs into what conditionals leave out', () => {
    assert.deepEqual(coloured(source('/ { a = "x;\n#ifdef NONE\nb { "c" };\n#endif\n};\n')), [
      '/dts-v1/ keyword',
      'a property',
      '"x; string',
      '#ifdef NONE string',
      'b { " string',
      'c" }; comment inactive',
    ]);
  });
  it('ends lines as an editor does', () => {
    const lines = ['/ { a = "x', 'y', 'z"; };', ''];
    for (const end of ['\n', '\r\n', '\r']) {
      const strings = coloured(source(lines.join(end))).filter((each) => each.endsWith('string'));
      assert.deepEqual(strings, ['"x string', 'y string', 'z" string'], JSON.stringify(end));
    }
  });
  it('gives a part as it gives the whole', () => {
    const project = source(text);
    const whole = coloured(project);
    const start = project.file.text.indexOf('\tp =');
    const part = coloured(project, { start, end: project.file.text.indexOf('#if') });
    assert.deepEqual(part, whole.slice(whole.indexOf('p property'), whole.indexOf('#if keyword')));
  });
});

describe('inlayHints', () => {
  /** The text with hints in brackets. */
  const hinted = ({ context, file }: Project): string => {
    let text = '';
    let at = 0;
    for (const hint of inlayHints(context, file)) {
      text += `${file.text.slice(at, hint.offset)}[${hint.text}]`;
      at = hint.offset;
    }
    return text + file.text.slice(at);
  };
  it('works expressions out and names cells', () => {
    const bindings: Files = {
      '/zephyr/dts/bindings/gpio.yaml':
        'description: A GPIO port\ncompatible: "vnd,gpio"\ngpio-cells:\n  - pin\n  - flags\n',
    };
    const text =
      '#define LOW 1\n#define K(x) ((x) << 10)\n/ { g: gpio { compatible = "vnd,gpio"; #gpio-cells = <2>; }; n { x-gpios = <&g 7 LOW>, <&g (1 + 2) 0>; y = <LOW K(64) 5>; }; };';
    assert.equal(
      hinted(source(text, bindings)).split('\n').at(-1),
      '/ { g: gpio { compatible = "vnd,gpio"; #gpio-cells = <2>; }; n { x-gpios = <&g [pin:]7 LOW>, <&g [pin:](1 + 2)[= 3] [flags:]0>; y = <LOW K(64)[= 0x10000] 5>; }; };',
    );
  });
  it('says the size and the MPU slot of a memory', () => {
    const text =
      '/ { m: mem@20040000 { compatible = "zephyr,memory-region"; reg = <0x20040000 0x4000>; zephyr,memory-region = "M"; zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>; }; };';
    const line = hinted(overlay('m4', text)).split('\n').at(-1)!;
    assert.match(line, /0x4000\[16 KiB\]>;/);
    assert.match(line, /<DT_MEM_ARM_MPU_RAM>\[MPU slot 2\];/);
    assert.match(hinted(overlay('m33', text.replace('MPU_RAM', 'MPU_PPB'))), /PPB>\[no MPU region\];/);
  });
});

describe('documentLinks', () => {
  it('opens includes, binaries and bindings', () => {
    const { context, file } = source(
      '#include "a.dtsi"\n#include <none.h>\n/ { n { compatible = "vnd,a", "vnd,b"; data = /incbin/("x.bin"); }; };',
      {
        '/project/a.dtsi': '',
        '/zephyr/dts/bindings/a.yaml': 'description: A\ncompatible: "vnd,a"\n',
      },
    );
    assert.deepEqual(
      documentLinks(context, file).map(({ range, target }) => `${shown(range)} → ${target}`),
      ['main.dts:2:10 "a.dtsi" → /project/a.dtsi', 'main.dts:4:22 "vnd,a" → /zephyr/dts/bindings/a.yaml'],
    );
    const reader = {
      ...context.reader,
      readBytes: (path: string) => (path === '/project/x.bin' ? new Uint8Array(4) : undefined),
    };
    const compilation = compile({ files: [file], includePaths: [], dialect: 'zephyr' }, reader);
    const links = documentLinks({ ...context, reader, compilation }, file);
    assert.deepEqual(
      links.map(({ target }) => target).filter((target) => target.endsWith('.bin')),
      ['/project/x.bin'],
    );
  });
});

describe('mergedSource', () => {
  it('is source that compiles to the same tree', () => {
    const { context } = source(
      '#define K 1024\n/ { #address-cells = <1>; l: n@1 { reg = <K>; c = "a\\"b", [01 ff], /bits/ 64 <(1 << 40)>, &m; flag; }; m: m { x = <&l 2 &{/n@1}>; m { }; }; };\n&m { x = <&l 3>; };\n/delete-node/ &{/m/m};',
    );
    const text = mergedSource(context);
    const file = { path: 'merged.dts', text };
    const again = compile({ files: [file], includePaths: [], dialect: 'zephyr' }, tableReader(new Map()));
    assert.deepEqual(
      again.findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    const dump = ({ tree }: typeof again): readonly string[] =>
      [...tree.nodes()].flatMap(({ path, properties }) => [
        path,
        ...[...properties.values()].map(({ name, bytes }) => `${name} ${[...bytes].join(' ')}`),
      ]);
    assert.deepEqual(dump(again), dump(context.compilation));
    assert.match(text, /x = <&l 0x3>;/);
  });
});
