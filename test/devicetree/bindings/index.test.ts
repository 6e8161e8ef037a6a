/** The index of bindings: what it finds by looking, when it parses, what it remembers; and how hovers describe a property. */
import assert from 'node:assert/strict';
import {
  assignmentText,
  bindingFor,
  describeBinding,
  describeProperty,
  openBindings,
  valueTexts,
  type BindingIndex,
} from '../../../devicetree/bindings/index.js';
import { scanCompatibles } from '../../../devicetree/bindings/scan.js';
import { placeText } from '../../../devicetree/index.js';
import { memoryFiles } from '../../support/memory-files.js';
import { treeOf } from './case.js';

/** YAML forms of the key; each means one compatible (YAML 1.1), or only looks like one. */
const SCANNED: readonly [string, string, readonly string[]][] = [
  ['double quotes', 'compatible: "a,b"\n', ['a,b']],
  ['single quotes', "compatible: 'a,b'\n", ['a,b']],
  ['none', 'compatible: a,b\n', ['a,b']],
  ['a comment behind', 'compatible: a,b # c\n', ['a,b']],
  ['a quoted key', '"compatible": a\n', ['a']],
  ['blanks before the colon', 'compatible : a\n', ['a']],
  ['the next line', 'compatible:\n  "a,b"\n', ['a,b']],
  ['Windows lines', 'description: x\r\ncompatible: a,b\r\n', ['a,b']],
  ['a child of its own', 'compatible: a\nchild-binding:\n  compatible: "b"\n', ['a', 'b']],
  ['the property', 'properties:\n  compatible:\n    required: true\n', []],
  ['a word in a text', 'description: is compatible: x\n', []],
  ['devicetree in an example', 'examples:\n  - |\n    compatible = "x";\n', []],
  ['nothing', 'properties: {}\n', []],
];

const FILES = {
  '/z/bindings/base/base.yaml':
    'properties:\n  reg:\n    type: array\n    description: Where the device is.\n  status:\n    type: string\n    enum: ["okay", "disabled"]\n',
  '/z/bindings/sensor/vnd,sensor-i2c.yaml':
    'title: A sensor\ndescription: |\n  Measures things.\n\n  Slowly.\ncompatible: "vnd,sensor"\non-bus: i2c\ninclude: base.yaml\nproperties:\n  reg:\n    required: true\n  rate:\n    type: int\n    default: 0x10\n    enum: [8, 0x10]\n    description: |\n      How often.\n\n      - 8: seldom\n      - 16: often\n  old-rate:\n    type: int\n    deprecated: true\n  gain:\n    type: array\n    min: 1\n    max: 4\n  mode:\n    type: string\n    const: "a`b"\n  irq-gpios:\n    type: phandle-array\n    specifier-space: gpio\n',
  '/z/bindings/sensor/vnd,sensor-spi.yaml':
    'description: The same on SPI.\ncompatible: "vnd,sensor"\non-bus: spi\nproperties:\n  rate: {type: int}\n',
  '/z/bindings/broken.yaml': 'compatible: "vnd,broken"\nproperties: [\n',
  '/z/bindings/vendor-prefixes.txt': 'vnd\tA vendor\n',
  '/app/bindings/app,thing.yml': 'description: A thing.\ncompatible: "app,thing"\ninclude: base.yaml\n',
  '/app/bindings/base.yaml': 'properties:\n  own: {type: int}\n',
  '/app/bindings/vendor-prefixes.txt': '# Ours\napp\tThe application\n',
  '/app/bindings/notes.txt': 'compatible: "not,yaml"\n',
};
const FOLDERS = ['/app/bindings', '/z/bindings'];

/** Gold: our own wording; facts from the files above. */
const RATE = `**\`rate\`** — int: one 32-bit number, as in \`<1>\`

- default: \`0x10\`
- one of: \`8\`, \`0x10\`

How often.

- 8: seldom
- 16: often

*vnd,sensor-i2c.yaml*`;

function only(index: BindingIndex, compatible: string) {
  const bindings = index.bindingsFor(compatible);
  assert.equal(bindings.length, 1);
  return bindings[0]!;
}

describe('devicetree/bindings: index', () => {
  for (const [name, text, expected] of SCANNED) {
    it(`sees the compatible with ${name}`, () => {
      assert.deepEqual(scanCompatibles({ path: 'a.yaml', text }), expected);
    });
  }

  it('lists compatibles and files without parsing any', () => {
    const reader = memoryFiles(FILES);
    const index = openBindings(FOLDERS, reader);
    assert.deepEqual(index.compatibles(), ['app,thing', 'vnd,broken', 'vnd,sensor']);
    assert.equal(index.files.length, 6);
    // The broken file would have said so.
    assert.deepEqual(index.findings(), []);
    index.bindingsFor('vnd,broken');
    assert.deepEqual(
      index.findings().map(({ code }) => code),
      ['yaml-syntax'],
    );
  });

  it('reads each file once', () => {
    const reader = memoryFiles(FILES);
    const index = openBindings([...FOLDERS, '/z/bindings'], reader);
    for (const compatible of index.compatibles()) index.bindingsFor(compatible);
    const yaml = reader.asked.filter((path) => /\.ya?ml$/.test(path));
    assert.equal(new Set(yaml).size, 6);
    assert.ok(yaml.filter((path) => path === '/z/bindings/base/base.yaml').length <= 2);
  });

  it('gives a binding for each bus', () => {
    const index = openBindings(FOLDERS, memoryFiles(FILES));
    assert.deepEqual(
      index.bindingsFor('vnd,sensor').map(({ onBus, file }) => `${onBus ?? ''} ${file?.path ?? ''}`),
      ['i2c /z/bindings/sensor/vnd,sensor-i2c.yaml', 'spi /z/bindings/sensor/vnd,sensor-spi.yaml'],
    );
    assert.deepEqual(index.bindingsFor('vnd,nothing'), []);
  });

  // edtlib maps names to paths in the order of its folders, so the last one stays.
  it('includes the last file of a name', () => {
    const index = openBindings(FOLDERS, memoryFiles(FILES));
    assert.equal(index.included('base.yaml')?.path, '/z/bindings/base/base.yaml');
    assert.deepEqual([...only(index, 'app,thing').properties.keys()], ['reg', 'status']);
    const other = openBindings([...FOLDERS].reverse(), memoryFiles(FILES));
    assert.deepEqual([...only(other, 'app,thing').properties.keys()], ['own']);
  });

  it('reads vendors of all folders', () => {
    const { vendorPrefixes } = openBindings(FOLDERS, memoryFiles(FILES));
    assert.deepEqual(
      [...(vendorPrefixes ?? [])],
      [
        ['app', 'The application'],
        ['vnd', 'A vendor'],
      ],
    );
    assert.equal(openBindings(['/app'], memoryFiles({})).vendorPrefixes, undefined);
  });

  it('sees an edit when it is opened again', () => {
    const reader = memoryFiles(FILES);
    const before = openBindings(FOLDERS, reader);
    assert.equal(only(before, 'app,thing').description, 'A thing.');
    reader.put('/app/bindings/app,thing.yml', 'description: Another.\ncompatible: "app,thing"\n');
    const after = openBindings(FOLDERS, reader);
    assert.equal(only(after, 'app,thing').description, 'Another.');
    assert.equal(only(before, 'app,thing').description, 'A thing.');
  });

  it('knows where each thing is said', () => {
    const index = openBindings(FOLDERS, memoryFiles(FILES));
    const [binding] = index.bindingsFor('vnd,sensor');
    assert.equal(placeText(binding!.place!), '/z/bindings/sensor/vnd,sensor-i2c.yaml:6:13');
    assert.deepEqual(binding!.properties.get('reg')?.places.map(placeText), [
      '/z/bindings/sensor/vnd,sensor-i2c.yaml:10:3',
      '/z/bindings/base/base.yaml:2:3',
    ]);
    assert.deepEqual(
      binding!.includes.map(({ path }) => path),
      ['/z/bindings/base/base.yaml'],
    );
  });

  it('describes properties in Markdown', () => {
    const [i2c] = openBindings(FOLDERS, memoryFiles(FILES)).bindingsFor('vnd,sensor');
    const lines = (name: string): string[] => describeProperty(i2c!, name)!.split('\n');
    assert.equal(describeProperty(i2c!, 'rate'), RATE);
    assert.deepEqual(lines('reg'), [
      '**`reg`** — array: 32-bit numbers, as in `<1 2 3>`',
      '',
      '- required',
      '',
      'Where the device is.',
      '',
      '*vnd,sensor-i2c.yaml, from base.yaml*',
    ]);
    assert.ok(lines('old-rate').includes('- deprecated'));
    assert.ok(lines('gain').includes('- at least: `1`') && lines('gain').includes('- at most: `4`'));
    assert.ok(lines('mode').includes('- always: `` "a`b" ``'));
    assert.ok(lines('irq-gpios').includes('- specifier space: `gpio`'));
    assert.equal(describeProperty(i2c!, 'nothing'), undefined);
  });

  it('writes values as devicetree source', () => {
    const properties = `properties:
  i: {type: int, default: 0x10, enum: [0x10, -1, 1_000]}
  a: {type: array, const: [1, 2]}
  b: {type: uint8-array, default: [0x12, 255]}
  s: {type: string, enum: [a, 'b"c']}
  l: {type: string-array, default: [x, y]}
  f: {type: boolean}
  p: {type: phandle}
  c: {type: compound}
`;
    const text = `description: d\ncompatible: "t,t"\n${properties}`;
    const { properties: specs } = only(openBindings(['/b'], memoryFiles({ '/b/t.yaml': text })), 't,t');
    const spec = (name: string) => specs.get(name)!;
    assert.deepEqual(valueTexts(spec('i')), ['<0x10>', '<(-1)>', '<1000>']);
    assert.deepEqual(valueTexts(spec('s')), ['"a"', String.raw`"b\"c"`]);
    assert.deepEqual(valueTexts(spec('a')), ['<1 2>']);
    assert.deepEqual(valueTexts(spec('p')), []);
    assert.deepEqual([...specs.values()].map(assignmentText), [
      'i = <0x10>;',
      'a = <1 2>;',
      'b = [12 ff];',
      's = "a";',
      'l = "x", "y";',
      'f;',
      'p = <&label>;',
      'c = <0>;',
    ]);
  });

  it('describes bindings in Markdown', () => {
    const [i2c] = openBindings(FOLDERS, memoryFiles(FILES)).bindingsFor('vnd,sensor');
    const text = '**`vnd,sensor`** — A sensor (on i2c)\n\nMeasures things.\n\nSlowly.\n\n*vnd,sensor-i2c.yaml*';
    assert.equal(describeBinding(i2c!), text);
  });

  it('gives the binding of a node, and none for a node without', () => {
    const index = openBindings(FOLDERS, memoryFiles(FILES));
    const tree = treeOf('/dts-v1/;\n/ {\n  a { compatible = "app,thing"; };\n  zephyr,user { n = <1>; };\n};\n');
    assert.equal(bindingFor(index, tree.find('/a')!)?.compatible, 'app,thing');
    assert.equal(bindingFor(index, tree.root), undefined);
    assert.equal(bindingFor(index, tree.find('/zephyr,user')!)?.properties.get('n')?.type, 'int');
  });

  it('ends in folders that hold themselves', () => {
    const reader = memoryFiles({});
    const file = { path: 'x.yaml', text: 'compatible: a\n' };
    const looping = {
      ...reader,
      read: () => file,
      list: () => [
        { name: 'x.yaml', kind: 'file' as const },
        { name: 'again', kind: 'folder' as const },
      ],
    };
    const index = openBindings(['/loop'], looping);
    assert.ok(index.files.length < 20);
  });

  it('says when there are too many files', () => {
    const files = Object.fromEntries(
      Array.from({ length: 20_001 }, (_, i) => [`f${i}.yaml`, { path: `f${i}`, text: '' }]),
    );
    const reader = {
      read: (path: string) => files[path.slice('/many/'.length)],
      list: () => Object.keys(files).map((name) => ({ name, kind: 'file' as const })),
    };
    const index = openBindings(['/many'], reader);
    assert.equal(index.files.length, 20_000);
    assert.deepEqual(
      index.findings().map(({ code }) => code),
      ['binding-limit'],
    );
  });
});
