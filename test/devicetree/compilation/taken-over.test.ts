/**
 * An analysis that takes over what earlier ones worked out for the same versions of files says what one of files that nobody has
 * seen says: the same text, tree and findings, at the same places.
 */
import assert from 'node:assert/strict';
import { analyse, type Analysis, type CompilationContext, type SourceFile } from '../../../devicetree/index.js';
import { seededRandom, type Random } from '../../model/random.js';

const SEEDS = [20_250_301, 20_250_302, 20_250_303];
const EDITS = 150;

const FILES: Readonly<Record<string, string>> = {
  '/p/board.dts': `/dts-v1/;
#include "soc.dtsi"
#ifdef HAS_EXTRA
#include "extra.dtsi"
#endif
/ { chosen { zephyr,sram = &ram; }; aliases { one = &uart0; }; };
&uart0 { status = "okay"; clocks = <&clk CLOCK(1, 2)>; };
l1: &uart1 { status = STATUS; /delete-property/ clocks; };
&pins {
#include "pins.dtsi"
};
/delete-node/ &uart2;
`,
  '/p/soc.dtsi': `#include "macros.h"
/ {
  #address-cells = <1>;
  #size-cells = <1>;
  clk: clock { #clock-cells = <2>; };
  ram: memory@20000000 { compatible = "zephyr,memory-region", "mmio-sram"; reg = <0x20000000 SIZE(4)>;
    zephyr,memory-region = "RAM"; zephyr,memory-attr = <(1 << 20)>; };
  pins: pins { };
};
#define UART(n, a) uart##n: serial@a { compatible = "v,uart"; reg = <0x##a 0x100>; clocks = <&clk 0 n>; }
/ { UART(0, 40000000); UART(1, 40001000);
#if !defined(SMALL)
  UART(2, 40002000);
#endif
};
/include/ "raw.dtsi"
&clk {
  /include/ "raw-property.dtsi"
};
&pins {
  /omit-if-no-ref/ p0: p0 { pinmux = <PIN(A, 0)>; };
#include "pins.dtsi"
};
`,
  '/p/macros.h': `#define SIZE(k) ((k) * 1024)
#define CLOCK(a, b) a (SIZE(b) + a)
#define PIN(port, n) (PORT_##port << 8 | n)
#define PORT_A 1
#define STATUS "disabled"
`,
  '/p/pins.dtsi': 'p1: p1 { pinmux = <PIN(A, 1)>; };\np2 { pinmux = <PIN(A, 2)>; };\n',
  '/p/extra.dtsi': '&uart0 { extra = <1 2>, "three"; };\n&uart0 { extra; };\n&ram { reg = <0x20000000 SIZE(8)>; };\n',
  '/p/raw.dtsi': '&clk { raw = [00 11]; };\n',
  '/p/raw-property.dtsi': 'raw-property = "a";\n',
};
const MAIN = '/p/board.dts';

const PIECES = [
  ...['{', '}', '};', ';', '<', '>', '"', '&', '(', ')', ',', '=', '/*', '*/', '//', '\\\n', '\n', ' ', '\t', '#'],
  ...[
    '#if 0\n',
    '#endif\n',
    '#else\n',
    '#define SMALL\n',
    '#define HAS_EXTRA\n',
    '#define PORT_A 2\n',
    '#undef SIZE\n',
  ],
  ...['#define STATUS "okay"\n', '#include "pins.dtsi"\n', '#include "extra.dtsi"\n', '/include/ "raw.dtsi"\n'],
  ...['/ { };\n', '&uart0 { x; };\n', 'y = <1>;', 'n { };', 'l2: ', 'uart0', 'SIZE(1)', '__LINE__', '__COUNTER__'],
  ...['/dts-v1/;', '/plugin/;', '/delete-node/ &p1;\n', '/memreserve/ 1 2;\n', '/omit-if-no-ref/ &p1;\n', 'UART(3, 4)'],
];

/** Files by their path, one object for one version. */
type Versions = Map<string, SourceFile>;

function run(files: Versions, dialect: 'zephyr' | 'linux', main = MAIN): Analysis {
  const context: CompilationContext = {
    id: 'test',
    kind: 'file',
    title: 'test',
    files: [main],
    includePaths: [],
    defines: {},
    dialect,
    origin: 'test',
    findings: [],
  };
  return analyse(context, { read: (path) => files.get(path) });
}

function neverSeen(files: Versions): Versions {
  return new Map([...files].map(([path, file]) => [path, { ...file }]));
}

/** Offsets of the preprocessed text, and what is only remembered. */
const INNER = new Set(['source', 'start', 'end', 'known', 'bodyStart', 'bodyEnd', 'encoded']);

function gettersOf(value: object): string[] {
  const prototype = Reflect.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return [];
  const own = Object.getOwnPropertyNames(prototype).filter(
    (name) => typeof Reflect.getOwnPropertyDescriptor(prototype, name)?.get === 'function' && name !== 'origin',
  );
  return [...own, ...gettersOf(prototype)];
}

/** Plain data of what a piece of syntax, a finding or a place says, getters included. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return [...value];
  if ('file' in value) {
    const { file, start, end } = value as { file: SourceFile; start: number; end: number };
    return `${file.path} ${start}-${end}`;
  }
  if ('text' in value && 'path' in value) return (value as SourceFile).path;
  const names = new Set(Object.keys(value).filter((name) => !INNER.has(name)));
  for (const name of gettersOf(value)) names.add(name);
  return Object.fromEntries([...names].sort().map((name) => [name, plain((value as Record<string, unknown>)[name])]));
}

function told({ compilation, findings }: Analysis): unknown {
  const { preprocessed, syntax, tree, files } = compilation;
  return {
    text: preprocessed.output.text,
    uses: plain(preprocessed.uses),
    files: files.map(({ path }) => path),
    findings: plain(findings),
    statements: plain(syntax.statements),
    slashIncludes: plain(syntax.slashIncludes),
    nodes: [...tree.nodes()].map(({ path, phandle, labels, definitions, properties }) => ({
      path,
      phandle,
      labels: plain(labels),
      definitions: definitions.map(({ range }) => plain(range)),
      properties: [...properties.values()].map(({ name, bytes, history, markers }) => ({
        name,
        bytes: [...bytes],
        history: history.map(({ range }) => plain(range)),
        markers: markers.map(({ kind, offsetBytes, range, node }) => [kind, offsetBytes, plain(range), node?.path]),
      })),
    })),
    labels: [...tree.labels].map(([label, { path }]) => [label, path]),
  };
}

function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  if (random.below(3) === 0) return text.slice(0, at) + text.slice(at + random.below(15));
  return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
}

function check(seed: number): void {
  const random = seededRandom(seed);
  const first = new Map(Object.entries(FILES).map(([path, text]) => [path, { path, text }]));
  const files: Versions = new Map(first);
  for (let i = 0; i < EDITS; i++) {
    const path = random.below(2) === 0 ? MAIN : random.pick([...files.keys()]);
    // Often back to where all was well, so that what comes next meets what is known.
    if (random.below(3) === 0) files.set(path, first.get(path)!);
    else files.set(path, { path, text: edited(files.get(path)!.text, random) });
    const dialect = random.below(4) === 0 ? 'linux' : 'zephyr';
    const main = random.below(6) === 0 ? '/p/soc.dtsi' : MAIN;
    const which = `seed ${seed}, edit ${i}, ${dialect} ${main} ${path}: ${files.get(path)!.text}`;
    assert.deepEqual(told(run(files, dialect, main)), told(run(neverSeen(files), dialect, main)), which);
  }
}

describe('analysis: what is taken over from an earlier one', () => {
  for (const seed of SEEDS) it(`changes nothing (seed ${seed})`, () => check(seed));

  it('changes nothing where a statement ended early, and is read again with what follows', () => {
    const early = { path: '/p/soc.dtsi', text: '/ {\n  a {\n    b { };\n  };\n  };\n#include "end.dtsi"\n' };
    const files: Versions = new Map([[early.path, early]]);
    for (const end of ['', '  c { };\n};\n', '};', 'c;', '/dts-v1/;\n  c { };\n};\n', '  c { };\n};\n', '']) {
      const board = `/dts-v1/;\n#include "soc.dtsi"\n${end === '' ? '' : '/ { d; };\n'}`;
      files.set(MAIN, { path: MAIN, text: board });
      files.set('/p/end.dtsi', { path: '/p/end.dtsi', text: end });
      assert.deepEqual(told(run(files, 'zephyr')), told(run(neverSeen(files), 'zephyr')), end);
    }
  });

  it('changes nothing where /dts-v1/ goes, or the dialect is another', () => {
    const soc = { path: '/p/soc.dtsi', text: '/ {\n  a { };\n  late;\n};\n' };
    const files: Versions = new Map([[soc.path, soc]]);
    for (const first of ['/dts-v1/;', '', '/dts-v1/;', '/memreserve/ 1 2;']) {
      files.set(MAIN, { path: MAIN, text: `${first}\n#include "soc.dtsi"\n` });
      for (const dialect of ['zephyr', 'linux', 'zephyr'] as const)
        assert.deepEqual(told(run(files, dialect)), told(run(neverSeen(files), dialect)), `${first} ${dialect}`);
    }
  });

  it('is most of a board of which one file has changed', () => {
    // A file that brings others by /include/ is read each time.
    const texts = Object.entries(FILES).map(
      ([path, text]) => [path, text.replaceAll(/^.*\/include\/.*$/gm, '')] as const,
    );
    const files: Versions = new Map(texts.map(([path, text]) => [path, { path, text }]));
    const before = new Set<unknown>(run(files, 'zephyr').compilation.syntax.statements);
    files.set(MAIN, { path: MAIN, text: FILES[MAIN]!.replace('&uart0', ' &uart0') });
    const { statements } = run(files, 'zephyr').compilation.syntax;
    // Those of soc.dtsi.
    assert.equal(statements.filter((each) => before.has(each)).length, 4);
  });
});
