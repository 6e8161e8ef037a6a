/** What hovers say: whole texts for memory nodes, the decisive lines for the rest. */
import assert from 'node:assert/strict';
import { hover } from '../../../devicetree/queries/index.js';
import { checkGold } from '../../support/gold.js';
import { overlay, source, type Files, type Project } from './support.js';

function text({ context, file, offset }: Project, memoryOnly = false): string {
  return hover(context, file, offset, { memoryOnly })?.markdown ?? '-';
}

function node(attribute: string, reg = '0x20040000 0x4000', more = ''): string {
  return `/ { x: mem@20040000 { compatible = "zephyr,memory-region"; reg = <${reg}>; zephyr,memory-region = "X"; zephyr,memory-attr = <(${attribute})>; ${more} }; };`;
}

describe('hover on a memory node', () => {
  const cases: readonly (readonly [name: string, project: () => Project])[] = [
    ['v7', () => overlay('m4', `${node('DT_MEM_ARM_MPU_RAM_NOCACHE')}\n&¦x { };`)],
    ['v7-rounded', () => overlay('m4', `${node('DT_MEM_ARM_MPU_RAM', '0x20041000 0x3000')}\n&¦x { };`)],
    ['v7-over-sram', () => overlay('m4', `${node('DT_MEM_ARM_MPU_RAM_NOCACHE', '0x20010000 0x1000')}\n&¦x { };`)],
    ['v8', () => overlay('m33', `${node('DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_SW_ALLOC_DMA')}\n&¦x { };`)],
    ['v8-faults', () => overlay('m33', `${node('DT_MEM_ARM_MPU_RAM_NOCACHE', '0x2003f000 0x2000')}\n&¦x { };`)],
    ['dropped', () => overlay('m33', `${node('DT_MEM_ARM_MPU_EXTMEM')}\n&¦x { };`)],
    ['chosen-sram', () => overlay('m4', '&sra¦m0 { };')],
  ];
  for (const [name, make] of cases) {
    it(name, () => {
      checkGold(`test/devicetree/queries/gold/hover-${name}.md`, `${text(make())}\n`);
    });
  }

  it('says the region on the name, the label, reg and the attribute, and nothing else in memory-only', () => {
    for (const mark of ['x: me¦m@', 're¦g = ', '0x20040¦000 0x', 'zephyr,memory-a¦ttr', 'NOCA¦CHE']) {
      const [before, after] = mark.split('¦') as [string, string];
      const whole = node('DT_MEM_ARM_MPU_RAM_NOCACHE').replace(before + after, mark);
      const project = overlay('m4', whole);
      assert.match(text(project, true), /^\*\*MPU slot 2\*\* of 0 to 7/, mark);
      assert.match(text(project), /\*\*MPU slot 2\*\* of 0 to 7/, mark);
    }
    assert.equal(text(overlay('m4', '&uart¦0 { };'), true), '-');
    assert.equal(text(overlay('m4', node('DT_MEM_ARM_MPU_RAM').replace('compatible', 'comp¦atible')), true), '-');
  });

  it('says which heap comes first', () => {
    const two = `${node('DT_MEM_SW_ALLOC_DMA')}\n/ { y: mem@20050000 { compatible = "zephyr,memory-region"; reg = <0x20050000 0x1000>; zephyr,memory-region = "Y"; zephyr,memory-attr = <(DT_MEM_SW_ALLOC_DMA)>; }; };`;
    assert.match(
      text(overlay('m4', `${two}\n&¦x { };`)),
      /takes its block from here first, at most 0x3\w+ bytes at once/,
    );
    assert.match(text(overlay('m4', `${two}\n&¦y { };`)), /tries mem@20040000 before this node/);
  });
});

describe('hover on macros and expressions', () => {
  const attribute = (mark: string): Project => overlay('m33', node(mark));
  it('gives bits of an attribute and what its type means on the core', () => {
    const said = text(attribute('DT_MEM_ARM_MPU_RAM_NOCA¦CHE'));
    assert.match(said, /= `0x200000 = 2097152`/);
    assert.match(said, /\*\*Arm MPU type RAM_NOCACHE\*\*, bit 21 \(architecture, 31:20\)/);
    assert.match(said, /On cortex-m33: privileged: read, write; unprivileged: no access; Normal, not cacheable/);
  });
  it('warns of a type that the core has not', () => {
    assert.match(
      text(attribute('DT_MEM_ARM_MPU_PP¦B')),
      /no such type: the node gets \*\*no MPU region\*\*, without a message/,
    );
  });

  const cases: readonly (readonly [string, RegExp])[] = [
    [
      '/* A kilobyte. */\n#define K 1024\n/ { p = <K¦>; };',
      /^\*\*`K`\*\* = `0x400 = 1024`\n\n```c\n#define K 1024\n```\n\nA kilobyte\.\n\n\*main\.dts:3\*$/,
    ],
    ['#define S(x) ((x) * 1024)\n/ { p = <S¦(3)>; };', /^\*\*`S`\*\* = `0xc00 = 3072`/],
    ['#define S(x) ((x) * 1024)\n/ { p = <(S¦(3) + 1)>; };', /^\*\*`S`\*\* = `0xc00 = 3072`/],
    ['#define S(x) x + 1\n/ { p = <(S¦(3) * 2)>; };', /^```c\n#define S\(x\) x \+ 1\n```/],
    ['/ { p = <(1 +¦ 15)>; };', /^`0x10 = 16`/],
    ['/ { p = <(UNKNOWN +¦ 15)>; };', /^This has no value/],
    ['/ { p = <¦5>; };', /^-$/],
  ];
  for (const [from, expected] of cases) {
    it(from.replaceAll('\n', '⏎'), () => {
      assert.match(text(source(from)), expected);
    });
  }
});

const BINDINGS: Files = {
  '/zephyr/dts/bindings/gpio.yaml':
    'description: A GPIO port\ncompatible: "vnd,gpio"\nproperties:\n  "#gpio-cells":\n    type: int\n    const: 2\ngpio-cells:\n  - line\n  - options\n',
  '/zephyr/dts/bindings/led.yaml':
    'description: An LED\ncompatible: "vnd,led"\nproperties:\n  led-gpios:\n    type: phandle-array\n    required: true\n    description: Its pin\n  mode:\n    type: string\n    enum: ["on", "off"]\n    default: "on"\n',
};
const GPIO = 'g: gpio { compatible = "vnd,gpio"; #gpio-cells = <2>; };';

describe('hover on nodes and properties', () => {
  const led = (body: string): string => `/ { ${GPIO} led { compatible = "vnd,led"; ${body} }; };`;
  const cases: readonly (readonly [string, readonly RegExp[]])[] = [
    [led('led-gpios = <&¦g 7 1>;'), [/^- line: `7`\n- options: `1`\n\n\*\*`\/gpio`\*\* `g:`/, /A GPIO port/]],
    [led('led-gpios = <&g 1¦7 1>;'), [/^`0x11 = 17`\n\n\*\*line\*\* for `\/gpio`/]],
    [
      led('led-gp¦ios = <&g 7 1>;'),
      [/led-gpios = <&g 0x7 0x1>;/, /\| 0 \| `\/gpio` \| line `7`, options `1` \|/, /required/, /Its pin/],
    ],
    [led('mo¦de = "on";'), [/one of: `"on"`, `"off"`/, /default: `"on"`/]],
    [led('sta¦tus = "okay";'), [/Whether the device is used/]],
    ['/ { n { compatible = "vnd,le¦d"; }; };', [/An LED/]],
    ['/ { n { status = "disa¦bled"; }; };', [/\*\*`disabled`\*\* — The device is not used/]],
    ['/ { a: n { p = <1>; }; };\n&a { ¦p = <2>; };', [/p = <0x2>;/, /\*Set in main\.dts:3, over main\.dts:2\*/]],
    ['/ { a: n { ¦p = <1>; }; };\n&a { p = <2>; };', [/p = <0x2>;/, /Overridden in main\.dts:3/]],
    ['/ { a: n { ¦p = <1>; }; };\n&a { /delete-property/ p; };', [/Deleted later/]],
    ['/ { a: n { }; };\n&¦a { };', [/^\*\*`\/n`\*\* `a:`/, /\*Defined in main\.dts:2, extended in main\.dts:3\*/]],
    ['&no¦where { };', [/`&nowhere` is not in this devicetree/]],
    ['#include <no¦thing.h>', [/`nothing\.h` is not found.*\n\n- `\/zephyr\/include`/]],
    [
      '/ { #address-cells = <1>; #size-cells = <1>; n@10 { reg = <0x10 0x¦400>; }; };',
      [/^`0x400 = 1024`\n\n\*\*size\*\*, 1 KiB/],
    ],
  ];
  for (const [from, expected] of cases) {
    it(from.replaceAll('\n', '⏎'), () => {
      const said = text(source(from, BINDINGS));
      for (const each of expected) assert.match(said, each);
    });
  }
});
