/** What is offered where: labels at their place in the list, and what an item writes. */
import assert from 'node:assert/strict';
import { completions, resolveCompletion, type CompletionItem } from '../../../devicetree/queries/index.js';
import { overlay, source, type Files, type Project } from './support.js';

function items({ context, file, offset }: Project): readonly CompletionItem[] {
  return completions(context, file, offset).items;
}

function labels(project: Project): readonly string[] {
  return items(project).map(({ label }) => label);
}

function find(project: Project, label: string): CompletionItem {
  const found = items(project).find((each) => each.label === label);
  assert(found, `${label} is not offered`);
  return found;
}

/** The file with the item in it, the cursor of a snippet left out. */
function written({ file }: Project, { replace, insert }: CompletionItem): string {
  return file.text.slice(0, replace.start) + insert + file.text.slice(replace.end);
}

const BINDINGS: Files = {
  '/zephyr/dts/bindings/gpio.yaml':
    'description: A GPIO port\ncompatible: "vnd,gpio"\nproperties:\n  "#gpio-cells":\n    type: int\n    const: 2\ngpio-cells:\n  - pin\n  - flags\n',
  '/zephyr/dts/bindings/led.yaml':
    'description: An LED\ncompatible: "vnd,led"\nproperties:\n  led-gpios:\n    type: phandle-array\n    required: true\n  mode:\n    type: string\n    enum: ["on", "off"]\n    default: "off"\n  level:\n    type: int\n    enum: [1, 2, 4]\n  old:\n    type: boolean\n    deprecated: true\n',
};
const BOARD = 'g: gpio { compatible = "vnd,gpio"; #gpio-cells = <2>; }; other: o { };';
const led = (body: string): Project => source(`/ { ${BOARD} led { compatible = "vnd,led"; ${body} }; };`, BINDINGS);

describe('completion of names', () => {
  it('offers what the binding requires first, deprecated last, and not what is there', () => {
    const shown = labels(led('mode = "on"; ¦'));
    assert.equal(shown[0], 'led-gpios');
    assert(shown.indexOf('level') < shown.indexOf('status') && shown.indexOf('status') < shown.indexOf('old'));
    assert(!shown.includes('mode') && !shown.includes('compatible'));
    assert(shown.includes('/delete-property/'));
  });
  it('writes the value by the type', () => {
    assert.equal(find(led('¦'), 'led-gpios').insert, 'led-gpios = <&$1>;');
    assert.equal(find(led('¦'), 'mode').insert, 'mode = "$1";');
    assert.equal(find(led('¦'), 'old').insert, 'old;');
    assert.equal(find(led('mod¦ = "on";'), 'mode').insert, 'mode');
  });
  it('takes the place of what is typed', () => {
    const project = led('led-gp¦');
    assert.match(written(project, find(project, 'led-gpios')), /"vnd,led"; led-gpios = <&\$1>; \}/);
  });
  it('finds the node in an included file, and in a body opened by a reference', () => {
    const project = source('/ { led: led { compatible = "vnd,led"; }; };\n#include "x.dtsi"\n', {
      ...BINDINGS,
      '/project/x.dtsi': '&led {\n\t¦\n};\n',
    });
    assert(labels(project).includes('led-gpios'));
  });
  it('counts braces of the branch that is read only', () => {
    assert(
      labels(source('#if 0\n/ {\n#else\n/ {\n#endif\n led { compatible = "vnd,led"; ¦ }; };', BINDINGS)).includes(
        'mode',
      ),
    );
  });
  it('offers bodies of labels, the root and keywords at the top', () => {
    const project = source('/ { a: n { }; };\n¦');
    assert.equal(find(project, '&a').insert, '&a {\n\t$0\n};');
    assert.equal(find(project, '/').insert, '/ {\n\t$0\n};');
    assert(labels(project).includes('/delete-node/') && !labels(project).includes('status'));
    const typed = source('/ { a: n { }; };\n&¦');
    assert.match(written(typed, find(typed, '&a')), /\n&a \{/);
  });
  it('offers what can be deleted', () => {
    assert.deepEqual(labels(source('/ { n { p; q; /delete-property/ ¦ }; };')), ['p', 'q']);
    assert.deepEqual(labels(source('/ { n { }; m { }; /delete-node/ ¦ };')), ['m', 'n']);
    assert.deepEqual(labels(source('/ { a: n { }; };\n/delete-node/ ¦;')), ['&a']);
  });
  it('offers directives behind #, with properties that begin with it', () => {
    assert(labels(source('#¦\n/ { };')).includes('#include'));
    const inBody = labels(source('/ {\n\t#¦\n};'));
    assert(inBody.includes('#address-cells') && inBody.includes('#endif') && !inBody.includes('status'));
  });
});

describe('completion of values', () => {
  it('offers controllers of the specifier space with their cells', () => {
    const project = led('led-gpios = <&¦>;');
    assert.deepEqual(labels(project), ['&g']);
    assert.equal(find(project, '&g').insert, '&g ${1:pin} ${2:flags}');
    assert.match(written(project, find(project, '&g')), /<&g \$/);
  });
  it('offers labels anywhere and paths in braces', () => {
    assert.deepEqual(labels(led('x = <&¦>;')), ['&g', '&other']);
    assert.deepEqual(labels(source('/ { n { }; x = <&{¦>; };')), ['&{/n}', '&{/}']);
    const project = source('/ { n { }; x = <&{/¦}>; };');
    assert.match(written(project, find(project, '&{/n}')), /<&\{\/n\}>/);
  });
  it('offers strings of the binding and of status, in quotes or with them', () => {
    assert.deepEqual(labels(led('mode = "¦";')), ['on', 'off']);
    const project = led('mode = ¦;');
    assert.match(written(project, find(project, 'on')), /mode = "on";/);
    assert(find(led('mode = "¦";'), 'off').preselect);
    assert.deepEqual(labels(source('/ { status = "o¦"; };')), ['okay', 'disabled', 'reserved', 'fail']);
    const status = source('/ { status = "o¦"; };');
    assert.match(written(status, find(status, 'okay')), /status = "okay"/);
  });
  it('offers numbers of the binding', () => {
    assert.deepEqual(labels(led('level = <¦>;')).slice(0, 3), ['1', '2', '4']);
    assert.equal(find(led('level = ¦;'), '2').insert, '<2>');
  });
  it('offers compatible strings, with their binding when looked at', () => {
    const project = source('/ { n { compatible = "vnd,¦"; }; };', BINDINGS);
    assert.deepEqual(labels(project), ['vnd,gpio', 'vnd,led']);
    assert.match(resolveCompletion(project.context, find(project, 'vnd,led')).markdown ?? '', /An LED/);
  });
  it('offers other macros, with their value when looked at', () => {
    const project = source('#define ONE (1 << 4)\n#define F(a, b) a\n/ { p = <¦>; };');
    assert.equal(find(project, 'F').insert, 'F(${1:a}, ${2:b})');
    assert.match(resolveCompletion(project.context, find(project, 'ONE')).markdown ?? '', /0x10 = 16/);
  });
  it('offers names in conditionals and nothing in comments', () => {
    assert(labels(source('#define ONE 1\n#ifdef O¦\n#endif\n/ { };')).includes('ONE'));
    assert.deepEqual(labels(source('/ { /* ¦ */ };')), []);
    assert.deepEqual(labels(source('/ { }; // ¦\n')), []);
  });
});

describe('completion of memory attributes', () => {
  const body = (value: string): string =>
    `/ { m@20040000 { reg = <0x20040000 0x1000>; zephyr,memory-attr = ${value}; }; };`;
  it('brings the header where it is missing', () => {
    const project = source(body('<DT_MEM¦>'));
    const item = find(project, 'DT_MEM_ARM_MPU_RAM');
    assert.deepEqual(
      item.additionalEdits.map(({ newText }) => newText),
      ['#include <zephyr/dt-bindings/memory-attr/memory-attr-arm.h>\n'],
    );
    assert.match(item.markdown ?? '', /bit 20 \(architecture, 31:20\)/);
    assert.equal(labels(project)[0], 'DT_MEM_ARM_MPU_DEVICE');
    assert(!labels(project).some((label) => label.startsWith('DT_MEM_RISCV')));
  });
  it('adds nothing where the header is there, and brackets where there are none', () => {
    const project = overlay('m33', body('¦'));
    const item = find(project, 'DT_MEM_ARM_MPU_RAM');
    assert.deepEqual(item.additionalEdits, []);
    assert.equal(item.insert, '<DT_MEM_ARM_MPU_RAM>');
    assert.match(item.markdown ?? '', /On cortex-m33: privileged: read, write/);
    assert.equal(find(overlay('m33', body('<(DT_MEM_DMA | ¦)>')), 'DT_MEM_ARM_MPU_RAM').insert, 'DT_MEM_ARM_MPU_RAM');
  });
});

describe('completion of includes', () => {
  const files: Files = {
    '/project/part.dtsi': '',
    '/project/notes.txt': '',
    '/zephyr/include/zephyr/dt-bindings/gpio/gpio.h': '',
    '/zephyr/include/zephyr/dt-bindings/pwm.h': '',
  };
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['#include "¦"', ['part.dtsi', 'zephyr/']],
    ['#include <¦>', ['zephyr/']],
    ['#include <zephyr/dt-bindings/¦', ['pwm.h', 'gpio/']],
    ['#include <zephyr/dt-bindings/p¦>', ['pwm.h', 'gpio/']],
    ['/include/ "¦"', ['part.dtsi', 'zephyr/']],
  ];
  for (const [text, expected] of cases) {
    it(text, () => {
      assert.deepEqual(labels(source(`${text}\n/ { };`, files)), expected);
    });
  }
  it('replaces the last component', () => {
    const project = source('#include <zephyr/dt-bindings/p¦>\n/ { };', files);
    assert.match(written(project, find(project, 'pwm.h')), /<zephyr\/dt-bindings\/pwm\.h>/);
  });
});
