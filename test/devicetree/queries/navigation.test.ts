/** Definitions, references and renaming over files, includes and macros. */
import assert from 'node:assert/strict';
import { definitions, highlights, prepareRename, references, rename } from '../../../devicetree/queries/index.js';
import { compile } from '../../../devicetree/compilation/index.js';
import { applyEdits } from '../../../devicetree/lint/index.js';
import { MAIN, project, shown, source, type Files, type Project } from './support.js';

const SOC: Files = {
  '/project/soc.dtsi': '/ { soc { uart0: uart@40 { current-speed = <1>; }; rcc: clock { }; }; };\n',
};

function defined({ context, file, offset }: Project): readonly string[] {
  return definitions(context, file, offset)?.targets.map(({ nameRange }) => shown(nameRange)) ?? [];
}

function referenced({ context, file, offset }: Project): readonly string[] {
  return references(context, file, offset).map(({ range, kind }) => `${kind} ${shown(range)}`);
}

const BOARD = '#include "soc.dtsi"\n';

describe('definitions', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`${BOARD}&uart¦0 { };`, ['soc.dtsi:1:18 uart@40', 'main.dts:3:1 &uart0']],
    [`${BOARD}/ { p = &{/soc/ua¦rt@40}; };`, ['soc.dtsi:1:18 uart@40']],
    [`${BOARD}&uart0 { current-sp¦eed = <2>; };`, ['main.dts:3:10 current-speed', 'soc.dtsi:1:28 current-speed']],
    [`#include "so¦c.dtsi"\n`, ['soc.dtsi:1:1 ']],
    ['#define ONE 1\n/ { p = <ON¦E>; };', ['main.dts:2:9 ONE']],
    [`${BOARD}/ { chosen { x = "/soc/ua¦rt@40"; }; };`, ['soc.dtsi:1:18 uart@40']],
    ['/ { p = <1¦>; };', []],
  ];
  for (const [text, expected] of cases) {
    it(text.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(defined(source(text, SOC)), expected);
    });
  }

  it('goes from a compatible to its binding, and from the only assignment to the binding of the property', () => {
    const bindings: Files = {
      '/zephyr/dts/bindings/a.yaml':
        'description: A\ncompatible: "vnd,a"\nproperties:\n  speed:\n    type: int\n    description: S\n',
    };
    assert.deepEqual(defined(source('/ { n { compatible = "vnd¦,a"; speed = <1>; }; };', bindings)), [
      'a.yaml:2:13 "vnd,a"',
    ]);
    assert.deepEqual(defined(source('/ { n { compatible = "vnd,a"; spe¦ed = <1>; }; };', bindings)), [
      'a.yaml:4:3 speed',
    ]);
  });
});

describe('references', () => {
  it('finds a label in every file', () => {
    const p = source(
      `${BOARD}&uart¦0 { };\n/ { aliases { s = &uart0; }; p = <&uart0>; };\n/omit-if-no-ref/ &uart0;`,
      SOC,
    );
    assert.deepEqual(referenced(p), [
      'read main.dts:3:2 uart0',
      'read main.dts:4:20 uart0',
      'read main.dts:4:36 uart0',
      'read main.dts:5:19 uart0',
      'declaration soc.dtsi:1:11 uart0',
    ]);
    assert.equal(highlights(p.context, p.file, p.offset).length, 4);
  });

  it('finds a label among the arguments of the macro that makes it', () => {
    const macros = '#define NODE(l, a) l: mem@a { }\n#define TWO(l) l: l { }\n#define USE(l) <&l>\n';
    const text = `${macros}/ { NODE(one, 20); TWO(two); x = USE(one), USE(two); };\n`;
    const one = ['declaration main.dts:5:10 one', 'read main.dts:5:38 one'];
    assert.deepEqual(referenced(source(text.replace('(one, 20)', '(o¦ne, 20)'))), one);
    assert.deepEqual(referenced(source(`${text}&o¦ne { };`)), [...one, 'read main.dts:6:2 one']);
    assert.deepEqual(defined(source(`${text}&o¦ne { };`)), ['main.dts:5:5 NODE(one, 20)', 'main.dts:6:1 &one']);
    // Where the name stands twice, nothing says which is the label.
    assert.deepEqual(
      referenced(source(`${macros}/ { NODE(a, a); };\n&¦a { };`))[0],
      'declaration main.dts:5:5 NODE(a, a)',
    );
  });

  it('finds a node by labels, paths and strings', () => {
    const text = `${BOARD}&uart0 { };\n/ { p = <&{/soc/uart@40}>; chosen { c = "/soc/uart@40"; }; soc { ua¦rt@40 { }; }; };`;
    assert.deepEqual(referenced(source(text, SOC)), [
      'write main.dts:3:2 uart0',
      'read main.dts:4:10 &{/soc/uart@40}',
      'read main.dts:4:41 "/soc/uart@40"',
      'write main.dts:4:66 uart@40',
      'declaration soc.dtsi:1:11 uart0',
      'declaration soc.dtsi:1:18 uart@40',
    ]);
  });

  it('finds what assigns and deletes a property', () => {
    const text = `${BOARD}&uart0 { current-speed¦ = <2>; };\n&uart0 { /delete-property/ current-speed; };\n&rcc { current-speed = <3>; };`;
    assert.deepEqual(referenced(source(text, SOC)), [
      'write main.dts:3:10 current-speed',
      'write main.dts:4:28 current-speed',
      'write soc.dtsi:1:28 current-speed',
    ]);
  });

  it('finds uses of a macro, each once, also in bodies and conditionals', () => {
    const text = '#define ONE 1\n#define TWO (ONE + 1)\n#if ONE\n#endif\n/ { p = <ON¦E TWO TWO>; };';
    assert.deepEqual(referenced(source(text)), [
      'declaration main.dts:2:9 ONE',
      'read main.dts:3:14 ONE',
      'read main.dts:4:5 ONE',
      'read main.dts:6:10 ONE',
    ]);
  });

  it('finds includes of a file', () => {
    assert.deepEqual(referenced(source(`#include "so¦c.dtsi"\n`, SOC)), ['read main.dts:2:10 "soc.dtsi"']);
  });
});

describe('rename', () => {
  it('changes every place of a label over the files', () => {
    const p = source(`${BOARD}&uart¦0 { };\n/ { p = <&uart0>, "uart0"; };`, SOC);
    const renaming = rename(p.context, p.file, p.offset, 'console');
    assert(renaming.kind === 'edits');
    assert.equal(
      applyEdits(p.file, renaming.edits),
      `/dts-v1/;\n${BOARD}&console { };\n/ { p = <&console>, "uart0"; };`,
    );
    const soc = p.context.compilation.files.find(({ path }) => path.endsWith('soc.dtsi'))!;
    assert.match(applyEdits(soc, renaming.edits), /console: uart@40/);
  });

  it('changes the label before a path in braces', () => {
    const text = '/dts-v1/;\n/ { la: a { b { }; }; };\n/ { p = <&{la/b}>; };\n';
    const file = { path: MAIN, text };
    const { context } = source('');
    const compilation = compile({ files: [file], includePaths: [], dialect: 'linux' }, context.reader);
    const renaming = rename({ ...context, compilation }, file, text.indexOf('la:'), 'x');
    assert(renaming.kind === 'edits');
    assert.equal(applyEdits(file, renaming.edits), text.replace('la:', 'x:').replace('{la', '{x'));
  });

  it('refuses a label that a macro makes', () => {
    const p = source('#define NODE(l) l: n@0 { }\n/ { NODE(lab); };\n&la¦b { p; };');
    assert.deepEqual(prepareRename(p.context, p.file, p.offset), {
      kind: 'refused',
      message: 'lab cannot be renamed: it is made by the macro NODE (main.dts:3, NODE(lab)).',
    });
  });

  it('refuses what a macro uses in its body', () => {
    const p = source('#define CLK <&rcc 1>\n/ { rc¦c: c { #clock-cells = <1>; }; d { clocks = CLK; }; };');
    const target = prepareRename(p.context, p.file, p.offset);
    assert.equal(
      target?.kind === 'refused' ? target.message : target?.kind,
      'rcc cannot be renamed: it is used by the macro CLK (main.dts:3, CLK).',
    );
  });

  const taken = '#define MACRO 1\n/ { la¦: a { }; lb: b { }; };';
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['lb', /^lb is a label already \(main\.dts:3\)\.$/],
    ['MACRO', /^MACRO is a macro \(main\.dts:2\): the preprocessor would replace the label\.$/],
    ['0a', /^0a is no label: letters, digits and _ are allowed, and no digit comes first\.$/],
    ['a-b', /^a-b is no label/],
    ['', /^An empty name is no label/],
  ];
  for (const [name, message] of refusals) {
    it(`refuses '${name}'`, () => {
      const { context, file, offset } = source(taken);
      const renaming = rename(context, file, offset, name);
      assert(renaming.kind === 'refused');
      assert.match(renaming.message, message);
    });
  }

  it('says of other names why they stay', () => {
    for (const [text, words] of [
      ['/ { no¦de { }; };', /A node is not renamed here/],
      ['/ { pr¦op; };', /belongs to the binding/],
      ['#define ON¦E 1\n/ { };', /Macros are not renamed here/],
    ] as const) {
      const { context, file, offset } = source(text);
      const target = prepareRename(context, file, offset);
      assert.match(target?.kind === 'refused' ? target.message : '', words);
    }
  });

  it('leaves what conditionals leave out', () => {
    const p = project({ [MAIN]: '/dts-v1/;\n/ { l¦a: a { }; };\n#if 0\n&la { };\n#endif\n&la { };\n' });
    const renaming = rename(p.context, p.file, p.offset, 'x');
    assert(renaming.kind === 'edits');
    assert.equal(applyEdits(p.file, renaming.edits), '/dts-v1/;\n/ { x: a { }; };\n#if 0\n&la { };\n#endif\n&x { };\n');
  });
});
