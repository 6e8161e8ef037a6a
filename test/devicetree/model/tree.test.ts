/** Where a tree's parts come from, what was taken away, and finding nodes. */
import assert from 'node:assert/strict';
import {
  placeText,
  rangeText,
  type Devicetree,
  type DevicetreeFinding,
  type Dialect,
} from '../../../devicetree/index.js';
import { build } from '../build.js';

const DIALECTS: readonly Dialect[] = ['linux', 'zephyr'];

function tree(text: string, dialect: Dialect = 'linux'): Devicetree {
  return build(`/dts-v1/;\n${text}`, dialect).tree;
}

function said(text: string, dialect: Dialect): DevicetreeFinding[] {
  return build(`/dts-v1/;\n${text}`, dialect).findings.filter(({ code }) => code.startsWith('dts-'));
}

function must<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

describe('devicetree: provenance', () => {
  for (const dialect of DIALECTS) {
    it(`remembers every definition and assignment (${dialect})`, () => {
      const { root, labels } = tree(
        '/ { one: a { p = <1>; }; };\n/ { a { p = <2>; q; }; };\n&one { p = <3>; };\n',
        dialect,
      );
      const a = must(root.children.get('a'));
      assert.equal(labels.get('one'), a);
      assert.deepEqual(
        a.definitions.map(({ range }) => placeText(range).slice('test.dts:'.length)),
        ['2:5', '3:5', '4:1'],
      );
      const p = must(a.properties.get('p'));
      assert.deepEqual(
        p.history.map(({ range }) => rangeText(range)),
        ['p = <1>;', 'p = <2>;', 'p = <3>;'],
      );
      assert.equal(p.syntax, p.history.at(-1));
    });

    it(`begins anew after a deletion, which it remembers (${dialect})`, () => {
      const { root, deletions } = tree(
        '/ { a { p = <1>; b { }; }; };\n/ { /delete-node/ a; };\n/ { a { q; }; };\n/ { a { /delete-property/ q; }; };\n',
        dialect,
      );
      const a = must(root.children.get('a'));
      assert.deepEqual([a.definitions.length, a.children.size, a.properties.size], [2, 0, 0]);
      assert.deepEqual(
        deletions.map(({ syntax, path }) => [rangeText(syntax.range), path]),
        [
          ['/delete-node/ a;', '/a'],
          ['/delete-property/ q;', '/a'],
        ],
      );
    });

    it(`says what took a label away (${dialect})`, () => {
      const [finding] = said('/ { soc { one: a { }; }; };\n/ { /delete-node/ soc; };\n&one { };\n', dialect);
      assert.equal(finding?.code, 'dts-reference-not-found');
      assert.match(finding.message, /'\/soc' is deleted/);
      assert.deepEqual(
        finding.related?.map(({ range }) => placeText(range)),
        ['test.dts:3:5'],
      );
    });

    it(`says what deletes nothing (${dialect})`, () => {
      const found = said('/ { /delete-property/ p; };\n/ { /delete-node/ a; };\n', dialect);
      assert.deepEqual(
        found.map(({ code, severity, tag }) => `${code} ${severity} ${tag ?? ''}`),
        Array<string>(2).fill('dts-nothing-deleted information unnecessary'),
      );
    });
  }

  it('says that dtc takes nothing away in a first body', () => {
    const found = said('/ { p = <1>; /delete-property/ p; };\n', 'linux');
    assert.deepEqual(
      found.map(({ code }) => code),
      ['dts-nothing-deleted'],
    );
    assert.match(found[0]?.message ?? '', /first body/);
  });

  it('says that dtlib keeps a value', () => {
    const [finding] = said('/ { p = <1>; };\n/ { p; };\n', 'zephyr');
    assert.deepEqual([finding?.code, finding?.severity], ['dts-value-kept', 'warning']);
    assert.equal(tree('/ { p = <1>; };\n/ { p; };\n', 'zephyr').root.properties.get('p')?.bytes.length, 4);
    assert.equal(tree('/ { p = <1>; };\n/ { p; };\n', 'linux').root.properties.get('p')?.bytes.length, 0);
  });

  it('joins two nodes of one name that dtc refuses, and says so once', () => {
    const text = '/ { a { p; b { }; }; one: a { p; q; b { r; }; }; };\n/ { x = <&one>; };\n';
    const { tree: built, findings } = build(`/dts-v1/;\n${text}`, 'linux');
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['dtc-duplicate-node-names'],
    );
    const a = built.root.children.get('a');
    assert.deepEqual([...(a?.properties.keys() ?? [])], ['p', 'q']);
    assert.equal(built.labels.get('one'), a);
    const r = a?.children.get('b');
    assert.deepEqual([r?.parent, r?.properties.get('r')?.node, r?.path], [a, r, '/a/b']);
  });

  it('leaves out unused nodes under /omit-if-no-ref/, and tells which', () => {
    const { root, omitted, labels, phandles } = tree(
      '/ { /omit-if-no-ref/ one: a { phandle = <4>; b { }; }; /omit-if-no-ref/ two: c { }; p = <&two>; };\n',
    );
    assert.deepEqual([...root.children.keys()], ['c']);
    assert.deepEqual(
      omitted.map(({ path }) => path),
      ['/a'],
    );
    assert.deepEqual([labels.has('one'), [...phandles.keys()]], [false, [1]]);
  });

  it("makes fragments of a plugin's references", () => {
    const { root, isPlugin } = tree('/plugin/;\n&one { p = <1>; };\n&{/soc} { q; };\n');
    assert.ok(isPlugin);
    assert.deepEqual([...root.children.keys()], ['fragment@0', 'fragment@1']);
    const [first, second] = root.children.values();
    assert.equal(first?.children.get('__overlay__')?.properties.get('p')?.bytes.length, 4);
    const target = first.properties.get('target');
    assert.deepEqual([target?.markers[0]?.text, rangeText(target!.syntax.range)], ['one', '&one']);
    assert.equal(Buffer.from(second?.properties.get('target-path')?.bytes ?? []).toString(), '/soc\0');
  });
});

describe('devicetree: finding a node', () => {
  const named = tree(`
/ {
  aliases { serial0 = "/soc@0/serial@AB"; led = &led; };
  soc@0 {
    uart: serial@AB { child { }; };
    timer@1 { }; timer@2 { };
    led: led { };
  };
};
`);
  const FOUND: readonly (readonly [wanted: string, path: string | undefined])[] = [
    ['/', '/'],
    ['/soc@0/serial@AB', '/soc@0/serial@AB'],
    ['//soc@0//serial@AB/', '/soc@0/serial@AB'],
    ['/soc/serial', '/soc@0/serial@AB'],
    ['/soc/serial@ab', '/soc@0/serial@AB'],
    ['/soc@1/serial', undefined],
    ['/soc/timer', undefined],
    ['/soc/timer@2', '/soc@0/timer@2'],
    ['serial0', '/soc@0/serial@AB'],
    ['serial0/child', '/soc@0/serial@AB/child'],
    ['led', '/soc@0/led'],
    ['uart', '/soc@0/serial@AB'],
    ['&uart/child', '/soc@0/serial@AB/child'],
    ['&serial0', undefined],
    ['nothing', undefined],
    ['', undefined],
  ];
  for (const [wanted, path] of FOUND) {
    it(`'${wanted}' is ${path ?? 'nowhere'}`, () => assert.equal(named.find(wanted)?.path, path));
  }
});

describe('devicetree: hostile sources', () => {
  it('stops where references make nodes too deep', () => {
    const text = ['/ { l0: a { }; };', ...Array.from({ length: 3000 }, (_, i) => `&l${i} { l${i + 1}: a { }; };`)].join(
      '\n',
    );
    for (const dialect of DIALECTS) {
      const found = said(text, dialect);
      assert.equal(found.filter(({ code }) => code === 'dts-budget-depth').length, 1);
      assert.equal([...tree(text, dialect).nodes()].length, 1025);
    }
  });

  it('bounds the paths in values', () => {
    const name = 'n'.repeat(10_000);
    const text = `/ { one: ${name} { }; p = ${Array<string>(5000).fill('&one').join(', ')}; };`;
    assert.equal(said(text, 'linux').filter(({ code }) => code === 'dts-budget-paths').length, 1);
    assert.ok((tree(text).root.properties.get('p')?.bytes.length ?? 0) <= 16 * 1024 * 1024);
  });

  it('takes very many of everything', () => {
    const count = 20_000;
    const many = (make: (i: number) => string): string => Array.from({ length: count }, (_, i) => make(i)).join('\n');
    const sources = [
      `/ { ${many(() => 'p = <1>;')} };`,
      `/ { ${many(() => 'a { };')} };`,
      `/ { };\n/ { ${many(() => 'same: a@1 { };')} };`,
      `/ { ${many((i) => `same: a${i} { };`)} };\n${many(() => '&same { p; };')}`,
      `/ { ${many((i) => `l${i}:`)} a { }; };`,
      `/ { ${many((i) => `l${i}:`)} p; };`,
      `/ { #address-cells = <1>; #size-cells = <1>; ${many((i) => `a${i}@1 { };`)} };`,
      `/ { a: a { #clock-cells = <0>; }; clocks = <${many(() => '&a')}>; };`,
      `/ { a { #clock-cells = <0xffffffff>; phandle = <1>; }; clocks = <${many(() => '1')}>; };`,
      `/ { ${many(() => '/delete-node/ a;')} };`,
      `/ { };\n${many(() => '/ { a { b { c { }; }; }; };\n/ { /delete-node/ a; };')}`,
    ];
    for (const source of sources) {
      for (const dialect of DIALECTS) assert.ok(tree(source, dialect).root.path === '/');
    }
  });
});
