/** One mistake is told once, by the check that knows more about it. */
import assert from 'node:assert/strict';
import { analyse, openBindings, type CompilationContext } from '../../../devicetree/index.js';
import { memoryFiles } from '../../support/memory-files.js';

const BASE = `properties:
  compatible: {type: string-array, required: true}
  reg: {type: array}
  status: {type: string, enum: [okay, disabled]}
  interrupts: {type: array}
  interrupts-extended: {type: compound}
  interrupt-parent: {type: phandle}
  "#address-cells": {type: int}
  interrupt-controller: {type: boolean}
`;

const FILES = {
  '/z/dts/bindings/base.yaml': BASE,
  '/z/dts/bindings/gpio.yaml': `description: gpio
compatible: "v,gpio"
include: base.yaml
properties:
  gpio-controller: {type: boolean}
  "#gpio-cells": {type: int}
gpio-cells: [pin, flags]
`,
  '/z/dts/bindings/intc.yaml': `description: intc
compatible: "v,intc"
include: base.yaml
properties:
  "#interrupt-cells": {type: int}
interrupt-cells: [irq, priority]
`,
  '/z/dts/bindings/dev.yaml': `description: dev
compatible: "v,dev"
include: base.yaml
properties:
  en-gpios: {type: phandle-array}
  clocks: {type: phandle-array}
`,
};

/** A property of a device, and all that is said about it: without the table of doubles each has two or three findings. */
const CASES: readonly (readonly [property: string, codes: readonly string[]])[] = [
  ['en-gpios = <&gpio 1>;', ['binding-specifier']],
  ['en-gpios = <&intc 1 2>;', ['binding-specifier']],
  ['en-gpios = <0x77 1 2>;', ['binding-value-type']],
  ['en-gpios = "abc";', ['binding-value-type']],
  ['clocks = <&gpio>;', ['binding-specifier']],
  ['interrupt-parent = <&intc>; interrupts = <1>;', ['binding-interrupts']],
  ['interrupts-extended = <&intc 1>;', ['binding-specifier']],
  ['status = <1>;', ['binding-value-type']],
  ['#address-cells = "x";', ['binding-value-type']],
  ['en-gpios = <&gpio 1 2>;', []],
];

function codesOf(property: string): string[] {
  const files = memoryFiles({
    ...FILES,
    '/board.dts': `/dts-v1/;
/ {
  gpio: gpio { compatible = "v,gpio"; gpio-controller; #gpio-cells = <2>; };
  intc: intc { compatible = "v,intc"; interrupt-controller; #interrupt-cells = <2>; };
  device { compatible = "v,dev"; ${property} };
};
`,
  });
  const bindingsFolders = ['/z/dts/bindings'];
  const context: CompilationContext = {
    id: 'test',
    kind: 'zephyr-board',
    title: 'test',
    files: ['/board.dts'],
    includePaths: [],
    defines: {},
    dialect: 'zephyr',
    origin: '',
    findings: [],
    zephyr: {
      base: '/z',
      version: '4.1.0',
      board: undefined,
      bindingsFolders,
      kconfig: new Map(),
      kconfigComplete: false,
    },
  };
  const { findings } = analyse(context, files, { bindings: openBindings(bindingsFolders, files) });
  return findings.map(({ code }) => code);
}

describe('devicetree lint: one mistake', () => {
  for (const [property, codes] of CASES) {
    it(`${property} is told once`, () => assert.deepEqual(codesOf(property), codes));
  }
});
