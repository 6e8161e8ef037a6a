/** Bindings with devicetrees, and what is to be said of them. Gold for the verdicts is in gold/edtlib.json. */
import type { BindingCase } from './case.js';

/** A binding for `test,dev` with these properties, two levels indented. */
function dev(properties: string, head = ''): string {
  return `description: a device\ncompatible: "test,dev"\n${head}properties:\n${properties}`;
}

/** A node `/dev` with `test,dev`: line 1 is `/ {`, line 3 its compatible, line 4 the first of the given lines. */
function node(...lines: readonly string[]): string {
  const body = lines.map((line) => `    ${line}\n`).join('');
  return `/ {\n  dev {\n    compatible = "test,dev";\n${body}  };\n};\n`;
}

const BASE = `properties:
  status:
    type: string
    enum: ["ok", "okay", "disabled", "reserved", "fail", "fail-sss"]
  compatible:
    type: string-array
    required: true
  reg:
    type: array
  label:
    type: string
`;

const ALL_TYPES = `  an-int: {type: int}
  an-array: {type: array}
  a-bool: {type: boolean}
  some-bytes: {type: uint8-array}
  a-string: {type: string}
  some-strings: {type: string-array}
  a-phandle: {type: phandle}
  some-phandles: {type: phandles}
  a-path: {type: path}
  anything: {type: compound}
`;

/** Controllers of GPIOs with two cells, named and not. */
const GPIO = `description: gpios\ncompatible: "test,gpio"\nproperties:\n  "#gpio-cells": {type: int, const: 2}\n  gpio-controller: {type: boolean}\n  gpio-map: {type: compound}\n  gpio-map-mask: {type: compound}\n  gpio-map-pass-thru: {type: compound}\ngpio-cells: [pin, flags]\n`;
const GPIO_NODE = '  gpio: gpio { compatible = "test,gpio"; gpio-controller; #gpio-cells = <2>; };\n';
const GPIOS = `  gpios: {type: phandle-array}\n  gpio-names: {type: string-array}\n  led-gpios: {type: phandle-array}\n`;

/** `/` with the controller in line 2, `test,dev` from line 3 on. */
function withGpio(...lines: readonly string[]): string {
  return `/ {\n${GPIO_NODE}  dev {\n    compatible = "test,dev";\n${lines.map((line) => `    ${line}\n`).join('')}  };\n};\n`;
}

const INTC = `description: interrupts\ncompatible: "test,intc"\nproperties:\n  "#interrupt-cells": {type: int}\ninterrupt-cells: [irq, priority]\n`;

export const CASES: readonly BindingCase[] = [
  // Types of values.
  {
    name: 'each type with a value of its form',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: `/ {
  x: x { };
  dev {
    compatible = "test,dev";
    an-int = <1>;
    an-array = <1 2>, <3>;
    a-bool;
    some-bytes = [01 02];
    a-string = "a";
    some-strings = "a", "b";
    a-phandle = <&x>;
    some-phandles = <&x>, <&x>;
    a-path = &x;
    anything = <1>, "a", [00];
  };
};
`,
    says: [],
  },
  {
    name: 'lists of one and of none',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: `/ {
  x: x { };
  dev {
    compatible = "test,dev";
    an-array = <1>;
    some-strings = "a";
    some-phandles = < >;
    a-path = "/x";
  };
};
`,
    says: [],
  },
  {
    name: 'an empty array',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('an-array = < >;'),
    says: [],
  },
  {
    name: 'two numbers for an int',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('an-int = <1 2>;'),
    says: ['error binding-value-type app.dts:4:14 <1 2>'],
  },
  {
    name: 'a string for an int',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('an-int = "1";'),
    says: ['error binding-value-type app.dts:4:14 "1"'],
  },
  {
    name: 'a byte for an int',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('an-int = /bits/ 8 <1>;'),
    says: ['error binding-value-type app.dts:4:14 /bits/ 8 <1>'],
  },
  {
    name: '64 bits for an array',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('an-array = /bits/ 64 <1>;'),
    says: ['error binding-value-type app.dts:4:16 /bits/ 64 <1>'],
  },
  {
    name: 'a value for a boolean',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('a-bool = <1>;'),
    says: ['error binding-value-type app.dts:4:14 <1>'],
  },
  {
    name: 'no value for a string',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('a-string;'),
    says: ['error binding-value-type app.dts:4:5 a-string'],
  },
  {
    name: 'two strings for a string',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('a-string = "a", "b";'),
    says: ['error binding-value-type app.dts:4:16 "a", "b"'],
  },
  {
    name: 'bytes in two parts',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('some-bytes = [01], [02];'),
    says: ['error binding-value-type app.dts:4:18 [01], [02]'],
  },
  {
    name: 'cells of 8 bits for bytes',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('some-bytes = /bits/ 8 <1 2>;'),
    says: [],
  },
  {
    name: 'a number for a phandle',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('a-phandle = <1>;'),
    says: ['error binding-value-type app.dts:4:17 <1>'],
  },
  {
    name: 'a reference with a cell for phandles',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: '/ {\n  x: x { };\n  dev {\n    compatible = "test,dev";\n    some-phandles = <&x 1>;\n  };\n};\n',
    says: ['error binding-value-type app.dts:5:21 <&x 1>'],
  },
  {
    name: 'a phandle for a path',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: '/ {\n  x: x { };\n  dev {\n    compatible = "test,dev";\n    a-path = <&x>;\n  };\n};\n',
    says: ['error binding-value-type app.dts:5:14 <&x>'],
  },
  {
    name: 'a path that leads nowhere',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('a-path = "/nowhere";'),
    says: ['error binding-path app.dts:4:14 "/nowhere"'],
  },
  {
    name: 'wrong types on a disabled node too',
    files: { 'a.yaml': dev(ALL_TYPES) },
    dts: node('status = "disabled";', 'an-int = "a";'),
    says: ['error binding-value-type app.dts:5:14 "a"'],
  },
  {
    name: 'a wrong reg without a binding',
    files: {},
    dts: '/ {\n  dev {\n    reg = "a";\n  };\n};\n',
    says: ['error binding-value-type app.dts:3:11 "a"'],
  },
  {
    name: 'interrupt-controller with a value and without a binding',
    files: {},
    dts: '/ {\n  dev {\n    interrupt-controller = <1>;\n  };\n};\n',
    says: ['error binding-value-type app.dts:3:28 <1>'],
  },

  // Required, deprecated, undeclared.
  {
    name: 'a required property that is missing',
    files: { 'a.yaml': dev('  speed: {type: int, required: true}\n') },
    dts: node(),
    says: ['error binding-missing app.dts:2:3 dev'],
  },
  {
    name: 'a required property missing on a disabled node',
    files: { 'a.yaml': dev('  speed: {type: int, required: true}\n') },
    dts: node('status = "disabled";'),
    says: [],
  },
  {
    name: 'a required property missing below a disabled node',
    files: { 'a.yaml': dev('  speed: {type: int, required: true}\n') },
    dts: '/ {\n  bus {\n    status = "disabled";\n    dev {\n      compatible = "test,dev";\n    };\n  };\n};\n',
    says: ['error binding-missing app.dts:4:5 dev'],
  },
  {
    name: 'a required property that an overlay gives',
    files: { 'a.yaml': dev('  speed: {type: int, required: true}\n') },
    dts: '/ {\n  d: dev {\n    compatible = "test,dev";\n  };\n};\n&d {\n  speed = <1>;\n};\n',
    says: [],
  },
  {
    name: 'a required property with a default',
    files: { 'a.yaml': dev('  speed: {type: int, required: true, default: 3}\n') },
    dts: node(),
    says: ['error binding-missing app.dts:2:3 dev'],
  },
  {
    name: 'a deprecated property',
    files: { 'a.yaml': dev('  old: {type: int, deprecated: true}\n') },
    dts: node('old = <1>;'),
    says: ['warning binding-deprecated app.dts:4:5 old'],
  },
  {
    name: 'an undeclared property',
    files: { 'a.yaml': dev('  speed: {type: int}\n') },
    dts: node('spede = <1>;'),
    says: ['error binding-undeclared app.dts:4:5 spede'],
  },
  {
    name: 'properties that need not be declared',
    files: { 'a.yaml': dev('  speed: {type: int}\n') },
    dts: `/ {
  intc: intc { };
  d: dev {
    compatible = "test,dev";
    status = "okay";
    ranges;
    phandle = <7>;
    interrupt-parent = <&intc>;
    device_type = "x";
    msi-controller;
    interrupt-controller;
    #address-cells = <1>;
    #size-cells = <1>;
    #sound-dai-cells = <0>;
  };
};
`,
    says: [],
  },
  {
    name: 'a binding that declares nothing allows everything',
    files: { 'a.yaml': 'description: a device\ncompatible: "test,dev"\n' },
    dts: node('whatever = <1>;'),
    says: [],
  },
  {
    name: 'reg and label need to be declared',
    files: { 'a.yaml': dev('  speed: {type: int}\n') },
    dts: node('label = "x";'),
    says: ['error binding-undeclared app.dts:4:5 label'],
  },
  {
    name: 'pinctrl needs to be declared since edtlib stopped excepting it',
    files: {
      'a.yaml': dev('  speed: {type: int}\n'),
      'pinctrl-device.yaml': 'properties:\n  pinctrl-0: {type: phandles}\n',
    },
    dts: '/ {\n  x: x { };\n  dev {\n    compatible = "test,dev";\n    pinctrl-0 = <&x>;\n  };\n};\n',
    says: ['error binding-undeclared app.dts:5:5 pinctrl-0'],
    differs: { 2022: 'pinctrl-… was excepted then; a tree without pinctrl-device.yaml counts as that old' },
  },
  {
    name: 'pinctrl in a tree from before pinctrl-device.yaml',
    files: { 'a.yaml': dev('  speed: {type: int}\n') },
    dts: '/ {\n  x: x { };\n  dev {\n    compatible = "test,dev";\n    pinctrl-0 = <&x>;\n  };\n};\n',
    says: [],
    differs: { 2024: 'a tree without pinctrl-device.yaml counts as one of 2022' },
  },

  // enum, const, min, max, default.
  {
    name: 'a string of an enum',
    files: { 'a.yaml': dev('  mode: {type: string, enum: [fast, slow]}\n') },
    dts: node('mode = "slow";'),
    says: [],
  },
  {
    name: 'a string that is not of the enum',
    files: { 'a.yaml': dev('  mode: {type: string, enum: [fast, slow]}\n') },
    dts: node('mode = "slwo";'),
    says: ['error binding-enum app.dts:4:12 "slwo"'],
  },
  {
    name: 'an int that is not of the enum',
    files: { 'a.yaml': dev('  bits: {type: int, enum: [8, 0x10, 24]}\n') },
    dts: node('bits = <15>;'),
    says: ['error binding-enum app.dts:4:13 15'],
  },
  {
    name: 'an enum of hexadecimal numbers',
    files: { 'a.yaml': dev('  bits: {type: int, enum: [8, 0x10, 24]}\n') },
    dts: node('bits = <16>;'),
    says: [],
  },
  {
    name: 'each string of a list has to be of the enum',
    files: { 'a.yaml': dev('  modes: {type: string-array, enum: [fast, slow]}\n') },
    dts: node('modes = "fast", "rapid";'),
    says: ['error binding-enum app.dts:4:21 "rapid"'],
  },
  {
    name: 'a list of strings of the enum',
    files: { 'a.yaml': dev('  modes: {type: string-array, enum: [fast, slow]}\n') },
    dts: node('modes = "fast", "slow";'),
    says: [],
    differs: {
      2022: 'it compared the list as a whole',
      2024: 'it compared the list as a whole; edtlib of 2026 compares each',
    },
  },
  {
    name: 'an enum of YAML booleans matches no string',
    files: { 'a.yaml': dev('  mode: {type: string, enum: [on, off]}\n') },
    dts: node('mode = "on";'),
    says: ['error binding-enum app.dts:4:12 "on"'],
  },
  {
    name: 'a negative number of an enum',
    files: { 'a.yaml': dev('  offset: {type: int, enum: [-1, 0, 1]}\n') },
    dts: node('offset = <(-1)>;'),
    says: [],
    differs: { 2022: 'cells had no sign', 2024: 'cells had no sign; edtlib of 2026 reads one where it was written' },
  },
  {
    name: 'a const that holds',
    files: { 'a.yaml': dev('  "#foo-cells": {type: int, const: 1}\n') },
    dts: node('#foo-cells = <1>;'),
    says: [],
  },
  {
    name: 'a const that does not hold',
    files: { 'a.yaml': dev('  "#foo-cells": {type: int, const: 1}\n') },
    dts: node('#foo-cells = <2>;'),
    says: ['error binding-const app.dts:4:18 <2>'],
  },
  {
    name: 'a const string that does not hold',
    files: { 'a.yaml': dev('  kind: {type: string, const: "x"}\n') },
    dts: node('kind = "y";'),
    says: ['error binding-const app.dts:4:12 "y"'],
  },
  {
    name: 'a const list that holds',
    files: { 'a.yaml': dev('  table: {type: array, const: [1, 2]}\n') },
    dts: node('table = <1 2>;'),
    says: [],
    differs: { 2022: 'const was one value then' },
  },
  {
    name: 'a number below min',
    files: { 'a.yaml': dev('  gain: {type: int, min: 2, max: 5}\n') },
    dts: node('gain = <1>;'),
    says: ['error binding-bounds app.dts:4:13 1'],
  },
  {
    name: 'numbers within min and max',
    files: { 'a.yaml': dev('  gains: {type: array, min: -2, max: 5}\n') },
    dts: node('gains = <0 5 (-2)>;'),
    says: [],
    differs: { 2022: 'min and max are of edtlib of 2026', 2024: 'min and max are of edtlib of 2026' },
  },
  {
    name: 'min greater than max',
    files: { 'a.yaml': dev('  gain: {type: int, min: 6, max: 5}\n') },
    dts: node(),
    says: ['error binding-min a.yaml:4:26 6'],
  },
  {
    name: 'min with an enum',
    files: { 'a.yaml': dev('  gain: {type: int, min: 1, enum: [1, 2]}\n') },
    dts: node(),
    says: ['error binding-min a.yaml:4:26 1'],
  },
  {
    name: 'defaults of each type that may have one',
    files: {
      'a.yaml': dev(
        '  i: {type: int, default: 0x10}\n  a: {type: array, default: [1, 2]}\n  b: {type: uint8-array, default: [0x12, 255]}\n' +
          '  s: {type: string, default: x}\n  l: {type: string-array, default: [x, y]}\n',
      ),
    },
    dts: node(),
    says: [],
  },
  {
    name: 'a default of another type',
    files: { 'a.yaml': dev('  i: {type: int, default: "1"}\n') },
    dts: node(),
    says: ['error binding-default a.yaml:4:27 "1"'],
  },
  {
    name: 'a default byte of 256',
    files: { 'a.yaml': dev('  b: {type: uint8-array, default: [256]}\n') },
    dts: node(),
    says: ['error binding-default a.yaml:4:35 [256]'],
  },
  {
    name: 'a default for a boolean',
    files: { 'a.yaml': dev('  b: {type: boolean, default: false}\n') },
    dts: node(),
    says: ['error binding-default a.yaml:4:31 false'],
  },
  {
    name: 'a default for status',
    files: { 'a.yaml': dev('  status: {type: string, default: "disabled"}\n') },
    dts: node(),
    says: ['error binding-default a.yaml:4:35 "disabled"'],
    differs: { 2022: 'a rule of edtlib of 2026', 2024: 'a rule of edtlib of 2026' },
  },

  // What a binding may hold.
  {
    name: 'no description',
    files: { 'a.yaml': 'compatible: "test,dev"\n' },
    dts: node(),
    says: ['error binding-description a.yaml:1:13 "test,dev"'],
  },
  {
    name: 'an empty description',
    files: { 'a.yaml': 'description: ""\ncompatible: "test,dev"\n' },
    dts: node(),
    says: ['error binding-description a.yaml:1:14 ""'],
  },
  {
    name: 'title and examples',
    files: { 'a.yaml': 'title: a device\ndescription: d\nexamples: ["x"]\ncompatible: "test,dev"\n' },
    dts: node(),
    says: [],
    differs: { 2022: 'keys of later years', 2024: 'keys of later years' },
  },
  {
    name: 'an unknown key',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\npropertys: {}\n' },
    dts: node(),
    says: ['error binding-unknown-key a.yaml:3:1 propertys'],
  },
  {
    name: 'a key of old bindings',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\nparent-bus: i2c\n' },
    dts: node(),
    says: ['error binding-unknown-key a.yaml:3:1 parent-bus'],
  },
  {
    name: 'an unknown type',
    files: { 'a.yaml': dev('  p: {type: number}\n') },
    dts: node(),
    says: ['error binding-type a.yaml:4:13 number'],
  },
  {
    name: 'no type',
    files: { 'a.yaml': dev('  p: {required: true}\n') },
    dts: node('p = <1>;'),
    says: ['error binding-property a.yaml:4:3 p'],
  },
  {
    name: 'an unknown setting',
    files: { 'a.yaml': dev('  p: {type: int, category: required}\n') },
    dts: node(),
    says: ['error binding-unknown-setting a.yaml:4:18 category'],
  },
  {
    name: 'required and deprecated',
    files: { 'a.yaml': dev('  p: {type: int, required: true, deprecated: true}\n') },
    dts: node('p = <1>;'),
    says: ['error binding-deprecated a.yaml:4:46 true', 'warning binding-deprecated app.dts:4:5 p'],
  },
  {
    name: 'required is no boolean',
    files: { 'a.yaml': dev('  p: {type: int, required: "yes"}\n') },
    dts: node(),
    says: ['error binding-required a.yaml:4:28 "yes"'],
  },
  {
    name: 'a phandle-array whose space has no name',
    files: { 'a.yaml': dev('  p: {type: phandle-array}\n') },
    dts: node(),
    says: ['error binding-type a.yaml:4:13 phandle-array'],
  },
  {
    name: 'a specifier space for an int',
    files: { 'a.yaml': dev('  p: {type: int, specifier-space: x}\n') },
    dts: node(),
    says: ['error binding-specifier-space a.yaml:4:35 x'],
  },
  {
    name: 'strings of an enum that are one token in C',
    files: { 'a.yaml': dev('  p: {type: string, enum: [foo bar, foo_bar]}\n') },
    dts: node(),
    says: ['warning binding-enum-tokens a.yaml:4:37 foo_bar'],
  },
  {
    name: 'strings of an enum that are one token in capitals',
    files: { 'a.yaml': dev('  p: {type: string, enum: [bar, BAR]}\n') },
    dts: node(),
    says: ['warning binding-enum-tokens a.yaml:4:33 BAR'],
  },
  {
    name: 'a type that a missing file may have',
    files: { 'a.yaml': dev('  p: {required: true}\n', 'include: nowhere.yaml\n') },
    dts: node('p = <1>;', 'q = <1>;'),
    says: ['error binding-include-not-found a.yaml:3:10 nowhere.yaml'],
  },
  {
    name: 'enum is no list',
    files: { 'a.yaml': dev('  p: {type: int, enum: 1}\n') },
    dts: node(),
    says: ['error binding-enum a.yaml:4:24 1'],
  },
  {
    name: 'cells that are no names',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\ngpio-cells: [1, 2]\n' },
    dts: node(),
    says: ['error binding-cells a.yaml:3:13 [1, 2]'],
  },
  {
    name: 'properties is a list',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\nproperties: [p]\n' },
    dts: node(),
    says: ['error binding-properties a.yaml:3:13 [p]'],
  },
  {
    name: 'a bus is a number',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\nbus: 1\n' },
    dts: node(),
    says: ['error binding-bus a.yaml:3:6 1'],
  },
  {
    name: 'child-binding is a text',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\nchild-binding: x\n' },
    dts: node(),
    says: ['error binding-child a.yaml:3:16 x'],
  },
  {
    name: 'broken YAML that a node needs',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\nproperties: {p: [}\n' },
    dts: node(),
    says: ['error yaml-syntax a.yaml:3:18 }', 'error yaml-syntax a.yaml:3:19'],
  },
  {
    name: 'two bindings for one compatible',
    files: { 'a.yaml': dev('  p: {type: int}\n'), 'b.yaml': dev('  q: {type: int}\n') },
    dts: node('p = <1>;'),
    says: ['error binding-twice b.yaml:2:13 "test,dev"'],
  },
  {
    name: 'what is wrong in a binding that no node asks for',
    files: { 'a.yaml': 'compatible: "test,other"\nnonsense: 1\n' },
    dts: node(),
    says: [],
  },

  // include.
  {
    name: 'an included property, made required',
    files: { 'a.yaml': dev('  reg:\n    required: true\n', 'include: base.yaml\n'), 'base.yaml': BASE },
    dts: node(),
    says: ['error binding-missing app.dts:2:3 dev'],
  },
  {
    name: 'an included property',
    files: { 'a.yaml': dev('  p: {type: int}\n', 'include: base.yaml\n'), 'base.yaml': BASE },
    dts: '/ {\n  #address-cells = <1>;\n  #size-cells = <1>;\n  dev@1 {\n    compatible = "test,dev";\n    reg = <1 2>;\n    label = "x";\n  };\n};\n',
    says: [],
  },
  {
    name: 'a requirement that is loosened',
    files: {
      'a.yaml': dev('  p: {required: false}\n', 'include: b.yaml\n'),
      'b.yaml': 'properties:\n  p: {type: int, required: true}\n',
    },
    dts: node('p = <1>;'),
    says: ['error binding-required-loosened a.yaml:5:17 false'],
  },
  {
    name: 'a requirement that an included file tightens',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include: [b.yaml, c.yaml]\n'),
      'b.yaml': 'properties:\n  p: {type: int, required: false}\n',
      'c.yaml': 'properties:\n  p: {type: int, required: true}\n',
    },
    dts: node(),
    says: ['error binding-missing app.dts:2:3 dev'],
  },
  {
    name: 'another type than the included file has',
    files: { 'a.yaml': dev('  p: {type: string}\n', 'include: b.yaml\n'), 'b.yaml': 'properties:\n  p: {type: int}\n' },
    dts: node('p = "x";'),
    says: ['error binding-include-conflict a.yaml:5:13 string'],
  },
  {
    name: 'another description than the included file has',
    files: {
      'a.yaml': dev('  p: {description: mine}\n', 'include: b.yaml\n'),
      'b.yaml': 'description: b\ncompatible: "test,b"\nproperties:\n  p: {type: int, description: theirs}\n',
    },
    dts: node('p = <1>;'),
    says: [],
  },
  {
    name: 'included files that disagree',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include: [b.yaml, c.yaml]\n'),
      'b.yaml': 'properties:\n  p: {type: int}\n',
      'c.yaml': 'properties:\n  p: {type: string}\n',
    },
    dts: node(),
    says: ['error binding-include-conflict a.yaml:3:19 c.yaml'],
  },
  {
    name: 'a file that is not there',
    files: { 'a.yaml': dev('  p: {type: int}\n', 'include: nowhere.yaml\n') },
    dts: node(),
    says: ['error binding-include-not-found a.yaml:3:10 nowhere.yaml'],
  },
  {
    name: 'files that include each other',
    files: {
      'a.yaml': dev('  p: {type: int}\n', 'include: b.yaml\n'),
      'b.yaml': 'include: c.yaml\n',
      'c.yaml': 'include: b.yaml\n',
    },
    dts: node(),
    says: ['error binding-include-cycle c.yaml:1:10 b.yaml'],
  },
  {
    name: 'the allowlist',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include:\n  - name: b.yaml\n    property-allowlist: [p1]\n'),
      'b.yaml': 'properties:\n  p1: {type: int}\n  p2: {type: int}\n',
    },
    dts: node('p1 = <1>;', 'p2 = <1>;'),
    says: ['error binding-undeclared app.dts:5:5 p2'],
  },
  {
    name: 'the blocklist',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include:\n  - name: b.yaml\n    property-blocklist: [p1]\n'),
      'b.yaml': 'properties:\n  p1: {type: int}\n  p2: {type: int}\n',
    },
    dts: node('p1 = <1>;', 'p2 = <1>;'),
    says: ['error binding-undeclared app.dts:4:5 p1'],
  },
  {
    name: 'an empty allowlist',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include:\n  - name: b.yaml\n    property-allowlist: []\n'),
      'b.yaml': 'properties:\n  p1: {type: int}\n',
    },
    dts: node('p1 = <1>;'),
    says: ['error binding-undeclared app.dts:4:5 p1'],
  },
  {
    name: 'both lists',
    files: {
      'a.yaml': dev(
        '  q: {type: int}\n',
        'include:\n  - name: b.yaml\n    property-allowlist: [x]\n    property-blocklist: [y]\n',
      ),
      'b.yaml': 'properties: {}\n',
    },
    dts: node(),
    says: ['error binding-include a.yaml:6:5 property-blocklist'],
  },
  {
    name: 'an unknown key in include',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include:\n  - name: b.yaml\n    allowlist: [x]\n'),
      'b.yaml': 'properties: {}\n',
    },
    dts: node(),
    says: ['error binding-include a.yaml:5:5 allowlist'],
  },
  {
    name: 'an include without a name',
    files: { 'a.yaml': dev('  q: {type: int}\n', 'include:\n  - property-allowlist: [x]\n') },
    dts: node(),
    says: ['error binding-include a.yaml:4:5 property-allowlist: [x]'],
  },
  {
    name: 'include is a number',
    files: { 'a.yaml': dev('  q: {type: int}\n', 'include: 1\n') },
    dts: node(),
    says: ['error binding-include a.yaml:3:10 1'],
  },
  {
    name: 'filters on the child binding',
    files: {
      'a.yaml': dev(
        '  q: {type: int}\n',
        'include:\n  - name: b.yaml\n    child-binding:\n      property-blocklist: [c1]\n',
      ),
      'b.yaml': 'child-binding:\n  properties:\n    c1: {type: int}\n    c2: {type: int}\n',
    },
    dts: node('sub { c1 = <1>; c2 = <1>; };'),
    says: ['error binding-undeclared app.dts:4:11 c1'],
  },
  {
    name: 'include in a child binding',
    files: {
      'a.yaml': 'description: d\ncompatible: "test,dev"\nchild-binding:\n  include: b.yaml\n',
      'b.yaml': 'properties:\n  c: {type: int, required: true}\n',
    },
    dts: node('sub { };'),
    says: ['error binding-missing app.dts:4:5 sub'],
  },
  {
    name: 'a child binding that includes its own file',
    files: { 'a.yaml': 'description: d\ncompatible: "test,dev"\nchild-binding:\n  include: a.yaml\n' },
    dts: node(),
    says: ['error binding-child a.yaml:3:1 child-binding'],
  },
  {
    name: 'a compatible that only an included file has',
    files: {
      'a.yaml': 'description: d\ninclude: b.yaml\n',
      'b.yaml': 'compatible: "test,dev"\ndescription: b\nproperties:\n  p: {type: int}\n',
    },
    dts: node('p = <1>;'),
    says: [],
  },
  {
    name: 'the old !include',
    files: {
      'a.yaml': dev('  q: {type: int}\n', 'include: !include b.yaml\n'),
      'b.yaml': 'properties:\n  p: {type: int}\n',
    },
    dts: node('p = <1>;'),
    says: [],
  },

  // Which binding.
  {
    name: 'the first compatible that has a binding',
    files: { 'a.yaml': dev('  p: {type: int}\n') },
    dts: '/ {\n  dev {\n    compatible = "test,newer", "test,dev";\n    p = <1>;\n  };\n};\n',
    says: [],
  },
  {
    name: 'a binding by bus',
    files: {
      'bus.yaml': 'description: b\ncompatible: "test,bus"\nbus: spi\n',
      'spi.yaml': 'description: s\ncompatible: "test,sensor"\non-bus: spi\nproperties:\n  s: {type: int}\n',
      'i2c.yaml': 'description: i\ncompatible: "test,sensor"\non-bus: i2c\nproperties:\n  i: {type: int}\n',
    },
    dts: '/ {\n  bus {\n    compatible = "test,bus";\n    a { compatible = "test,sensor"; s = <1>; };\n    b { compatible = "test,sensor"; i = <1>; };\n  };\n};\n',
    says: ['error binding-undeclared app.dts:5:37 i'],
  },
  {
    name: 'a bus that has no binding for the compatible',
    files: {
      'bus.yaml': 'description: b\ncompatible: "test,bus"\nbus: i2c\n',
      'spi.yaml': 'description: s\ncompatible: "test,sensor"\non-bus: spi\nproperties:\n  s: {type: int}\n',
    },
    dts: '/ {\n  bus {\n    compatible = "test,bus";\n    a { compatible = "test,sensor"; what = <1>; };\n  };\n};\n',
    says: ['warning binding-bus app.dts:4:22 "test,sensor"'],
  },
  {
    name: 'a binding for any bus, and the nearest bus above',
    files: {
      'bus.yaml': 'description: b\ncompatible: "test,bus"\nbus: spi\n',
      'spi.yaml': 'description: s\ncompatible: "test,sensor"\non-bus: spi\nproperties:\n  s: {type: int}\n',
      'any.yaml': 'description: i\ncompatible: "test,sensor"\nproperties:\n  any: {type: int}\n',
    },
    dts: '/ {\n  a { compatible = "test,sensor"; any = <1>; };\n  bus {\n    compatible = "test,bus";\n    hub { b { compatible = "test,sensor"; s = <1>; }; };\n  };\n};\n',
    says: [],
  },
  {
    name: 'a controller of two buses',
    files: {
      'bus.yaml': 'description: b\ncompatible: "test,bus"\nbus: [i3c, i2c]\n',
      'i2c.yaml': 'description: i\ncompatible: "test,sensor"\non-bus: i2c\nproperties:\n  i: {type: int}\n',
    },
    dts: '/ {\n  bus {\n    compatible = "test,bus";\n    a { compatible = "test,sensor"; i = <1>; };\n  };\n};\n',
    says: [],
    differs: { 2022: 'a bus was one name then' },
  },
  {
    name: 'fixed-partitions on any bus',
    files: {
      'bus.yaml': 'description: b\ncompatible: "test,bus"\nbus: spi\n',
      'parts.yaml':
        'description: p\ncompatible: "fixed-partitions"\nproperties:\n  "#address-cells": {type: int}\nchild-binding:\n  description: part\n  properties:\n    label: {type: string, required: true}\n',
    },
    dts: '/ {\n  bus {\n    compatible = "test,bus";\n    parts {\n      compatible = "fixed-partitions";\n      part { };\n    };\n  };\n};\n',
    says: ['error binding-missing app.dts:6:7 part'],
  },
  {
    name: 'child bindings of two levels',
    files: {
      'a.yaml':
        'description: d\ncompatible: "test,dev"\nchild-binding:\n  description: c\n  child-binding:\n    description: g\n    properties:\n      p: {type: int}\n',
    },
    dts: node('child { grand { p = "x"; }; };'),
    says: ['error binding-value-type app.dts:4:25 "x"'],
  },
  {
    name: 'a child with a compatible that has no binding',
    files: {
      'a.yaml':
        'description: d\ncompatible: "test,dev"\nchild-binding:\n  description: c\n  properties:\n    p: {type: int}\n',
    },
    dts: node('child { compatible = "test,unknown"; what = <1>; };'),
    says: [],
  },
  {
    name: 'a child binding with its own compatible',
    files: {
      'a.yaml':
        'description: d\ncompatible: "test,dev"\nchild-binding:\n  description: c\n  compatible: "test,child"\n  properties:\n    p: {type: int}\n',
    },
    dts: '/ {\n  dev { compatible = "test,dev"; };\n  far { compatible = "test,child"; p = "x"; };\n};\n',
    says: ['error binding-value-type app.dts:3:40 "x"'],
  },
  {
    name: "a child binding's compatible without its parent's in the tree",
    files: {
      'a.yaml':
        'description: d\ncompatible: "test,dev"\nchild-binding:\n  description: c\n  compatible: "test,child"\n  properties:\n    p: {type: int}\n',
    },
    dts: '/ {\n  far { compatible = "test,child"; p = "x"; };\n};\n',
    says: [],
  },
  {
    name: 'zephyr,user takes what it finds',
    files: { 'gpio.yaml': GPIO },
    dts: `/ {\n${GPIO_NODE}  zephyr,user {\n    a = <1>;\n    b = "x", "y";\n    c;\n    d-gpios = <&gpio 1 2>;\n    e = [01];\n    f = &gpio;\n  };\n};\n`,
    says: [],
  },
  {
    name: 'zephyr,user with a mixed value',
    files: {},
    dts: '/ {\n  zephyr,user {\n    a = <1>, "x";\n  };\n};\n',
    says: ['error binding-inferred app.dts:3:9 <1>, "x"'],
  },
  {
    name: 'zephyr,user with a compatible',
    files: {},
    dts: '/ {\n  zephyr,user {\n    compatible = "test,dev";\n  };\n};\n',
    says: ['error binding-inferred app.dts:3:5 compatible'],
  },
  {
    name: 'zephyr,user with a list of references by a name without s',
    files: { 'gpio.yaml': GPIO },
    dts: `/ {\n${GPIO_NODE}  zephyr,user {\n    led-gpio = <&gpio 1 2>;\n  };\n};\n`,
    says: ['error binding-inferred app.dts:4:5 led-gpio'],
  },

  // Specifiers.
  {
    name: 'as many cells as the controller wants',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <&gpio 1 2>, <&gpio 3 4>;', 'led-gpios = <&gpio 1 2 &gpio 3 4>;'),
    says: [],
  },
  {
    name: 'too few cells at the end',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <&gpio 1 2>, <&gpio 3>;'),
    says: ['error binding-specifier app.dts:5:27 &gpio'],
  },
  {
    name: 'too few cells in the middle',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <&gpio 1>, <&gpio 3 4>;'),
    says: ['warning binding-specifier-short app.dts:5:14 &gpio'],
  },
  {
    name: 'a cell too many',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <&gpio 1 2 3>;'),
    says: ['warning binding-specifier-stray app.dts:5:24 3'],
  },
  {
    name: 'an element left empty',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <0>, <&gpio 1 2>;'),
    says: [],
  },
  {
    name: 'a controller without #gpio-cells',
    files: { 'a.yaml': dev(GPIOS) },
    dts: '/ {\n  x: x { };\n  dev {\n    compatible = "test,dev";\n    gpios = <&x>;\n  };\n};\n',
    says: ['error binding-specifier app.dts:5:14 &x'],
  },
  {
    name: 'a controller without a binding',
    files: { 'a.yaml': dev(GPIOS) },
    dts: '/ {\n  x: x { #gpio-cells = <1>; };\n  dev {\n    compatible = "test,dev";\n    gpios = <&x 1>;\n  };\n};\n',
    says: ['error binding-controller app.dts:5:14 &x 1'],
  },
  {
    name: 'a controller whose binding names other cells',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO.replace('const: 2', 'enum: [1, 2]') },
    dts: '/ {\n  x: x { compatible = "test,gpio"; #gpio-cells = <1>; };\n  dev {\n    compatible = "test,dev";\n    gpios = <&x 1>;\n  };\n};\n',
    says: ['error binding-cell-names app.dts:5:14 &x 1'],
  },
  {
    name: 'a number for a phandle-array',
    files: { 'a.yaml': dev(GPIOS) },
    dts: node('gpios = <1 2>;'),
    says: ['error binding-value-type app.dts:4:13 <1 2>'],
  },
  {
    name: 'a named specifier space',
    files: {
      'a.yaml': dev('  mailbox: {type: phandle-array, specifier-space: mbox}\n'),
      'm.yaml': 'description: m\ncompatible: "test,mbox"\nmbox-cells: [channel]\n',
    },
    dts: '/ {\n  m: m { compatible = "test,mbox"; #mbox-cells = <1>; };\n  dev {\n    compatible = "test,dev";\n    mailbox = <&m 1>;\n  };\n};\n',
    says: [],
  },
  {
    name: 'io-channels of a name in front',
    files: {
      'a.yaml': dev('  temp-io-channels: {type: phandle-array}\n'),
      'm.yaml': 'description: m\ncompatible: "test,adc"\nio-channel-cells: [input]\n',
    },
    dts: '/ {\n  m: m { compatible = "test,adc"; #io-channel-cells = <1>; };\n  dev {\n    compatible = "test,dev";\n    temp-io-channels = <&m 1>;\n  };\n};\n',
    says: [],
    differs: { 2022: 'a rule of edtlib of 2026', 2024: 'a rule of edtlib of 2026' },
  },
  {
    name: 'as many names as elements',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <&gpio 1 2>, <&gpio 3 4>;', 'gpio-names = "a", "b";'),
    says: [],
  },
  {
    name: 'fewer names than elements',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: withGpio('gpios = <&gpio 1 2>, <&gpio 3 4>;', 'gpio-names = "a";'),
    says: ['error binding-names app.dts:6:18 "a"'],
  },
  {
    name: 'a connector leads on',
    files: {
      'a.yaml': dev(GPIOS),
      'gpio.yaml': GPIO,
      'c.yaml': GPIO.replace('test,gpio', 'test,header').replace('gpio-cells: [pin, flags]', ''),
    },
    dts: `/ {
${GPIO_NODE}  header: header {
    compatible = "test,header";
    #gpio-cells = <2>;
    gpio-map = <0 0 &gpio 14 0>, <1 0 &gpio 15 0>;
    gpio-map-mask = <0xffffffff 0xffffffc0>;
    gpio-map-pass-thru = <0 0x3f>;
  };
  dev {
    compatible = "test,dev";
    gpios = <&header 1 5>;
  };
};
`,
    says: [],
  },
  {
    name: 'a connector without that pin',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO, 'c.yaml': GPIO.replace('test,gpio', 'test,header') },
    dts: `/ {
${GPIO_NODE}  header: header {
    compatible = "test,header";
    #gpio-cells = <2>;
    gpio-map = <0 0 &gpio 14 0>;
  };
  dev {
    compatible = "test,dev";
    gpios = <&header 7 0>;
  };
};
`,
    says: ['error binding-map app.dts:10:14 &header 7 0'],
  },
  {
    name: 'connectors in a circle',
    files: { 'a.yaml': dev(GPIOS), 'gpio.yaml': GPIO },
    dts: '/ {\n  h: h {\n    compatible = "test,gpio";\n    #gpio-cells = <2>;\n    gpio-map = <0 0 &h 0 0>;\n  };\n  dev {\n    compatible = "test,dev";\n    gpios = <&h 0 0>;\n  };\n};\n',
    says: ['error binding-map app.dts:9:14 &h 0 0'],
  },

  // Interrupts.
  {
    name: 'interrupts with the cells of their controller',
    files: { 'i.yaml': INTC },
    dts: '/ {\n  interrupt-parent = <&intc>;\n  intc: intc { compatible = "test,intc"; interrupt-controller; #interrupt-cells = <2>; };\n  dev { interrupts = <1 2>, <3 4>; interrupt-names = "a", "b"; };\n};\n',
    says: [],
  },
  {
    name: 'interrupts with a cell too many',
    files: { 'i.yaml': INTC },
    dts: '/ {\n  interrupt-parent = <&intc>;\n  intc: intc { compatible = "test,intc"; interrupt-controller; #interrupt-cells = <2>; };\n  dev { interrupts = <1 2 3>; };\n};\n',
    says: ['error binding-interrupts app.dts:4:22 <1 2 3>'],
  },
  {
    name: 'interrupts without a parent',
    files: {},
    dts: '/ {\n  dev { interrupts = <1>; };\n};\n',
    says: ['error binding-interrupts app.dts:2:9 interrupts'],
  },
  {
    name: 'interrupts to a node that is no controller',
    files: { 'i.yaml': INTC },
    dts: '/ {\n  intc: intc { compatible = "test,intc"; #interrupt-cells = <2>; };\n  dev { interrupt-parent = <&intc>; interrupts = <1 2>; };\n};\n',
    says: ['error binding-interrupts app.dts:3:51 1 2'],
  },
  {
    name: 'interrupts to a controller without a binding',
    files: {},
    dts: '/ {\n  intc: intc { interrupt-controller; #interrupt-cells = <1>; };\n  dev { interrupt-parent = <&intc>; interrupts = <7>; };\n};\n',
    says: ['error binding-controller app.dts:3:51 7'],
  },
  {
    name: 'interrupts-extended',
    files: { 'i.yaml': INTC },
    dts: '/ {\n  intc: intc { compatible = "test,intc"; interrupt-controller; #interrupt-cells = <2>; };\n  dev { interrupts-extended = <&intc 1 2>, <&intc 3>; };\n};\n',
    says: ['error binding-specifier app.dts:3:45 &intc'],
  },
  {
    name: 'an interrupt nexus',
    files: { 'i.yaml': INTC },
    dts: `/ {
  #address-cells = <1>;
  #size-cells = <1>;
  intc: intc@0 { compatible = "test,intc"; interrupt-controller; #interrupt-cells = <2>; #address-cells = <0>; };
  nexus: nexus {
    #interrupt-cells = <1>;
    #address-cells = <1>;
    interrupt-map = <1 0 &intc 5 6>, <1 1 &intc 7 8>;
  };
  dev@1 {
    reg = <1 1>;
    interrupt-parent = <&nexus>;
    interrupts = <1>;
  };
};
`,
    says: [],
  },

  // What edtlib says of any node.
  {
    name: 'an unknown status',
    files: {},
    dts: '/ {\n  dev { status = "on"; };\n};\n',
    says: ['error binding-status app.dts:2:18 "on"'],
  },
  {
    name: 'the old spelling of okay',
    files: { 'a.yaml': dev('  p: {type: int, required: true}\n') },
    dts: node('status = "ok";', 'p = <1>;'),
    says: ['warning binding-status app.dts:4:14 "ok"'],
  },
  {
    name: 'ranges that are no numbers',
    files: {},
    dts: '/ {\n  dev { ranges = "x"; };\n};\n',
    says: ['error binding-ranges app.dts:2:18 "x"'],
  },
  {
    name: 'a compatible with a blank',
    files: {},
    dts: '/ {\n  dev { compatible = "a b"; };\n};\n',
    says: ['error binding-compatible app.dts:2:22 "a b"'],
  },
  {
    name: 'an unknown vendor',
    files: { 'vendor-prefixes.txt': '# Vendors\ntest\tTest\nvnd\tA vendor\n' },
    dts: '/ {\n  compatible = "foo,board";\n  a { compatible = "vdn,dev", "vnd,dev"; };\n  b { compatible = "gpio-key,x", "plain"; };\n};\n',
    says: ['warning binding-vendor app.dts:3:20 "vdn,dev"'],
  },
  {
    name: 'names of reg',
    files: {},
    dts: '/ {\n  #address-cells = <1>;\n  #size-cells = <1>;\n  dev@1 { reg = <1 1>, <2 1>; reg-names = "a"; };\n};\n',
    says: ['error binding-names app.dts:4:43 "a"'],
  },
  {
    name: 'reg of size 0',
    files: {},
    dts: '/ {\n  #address-cells = <1>;\n  #size-cells = <1>;\n  dev@1 { reg = <1 0>; };\n};\n',
    says: ['error binding-reg-size app.dts:4:17 <1 0>'],
  },
  {
    name: 'a gap among pinctrl states',
    files: {},
    dts: '/ {\n  x: x { };\n  dev { pinctrl-1 = <&x>; };\n};\n',
    says: ['error binding-pinctrl app.dts:3:9 pinctrl-1'],
  },
  {
    name: 'names of pinctrl states',
    files: {},
    dts: '/ {\n  x: x { };\n  dev { pinctrl-0 = <&x>; pinctrl-names = "default", "sleep"; };\n};\n',
    says: ['error binding-names app.dts:3:43 "default", "sleep"'],
  },
];
