/** A compilation that takes over what an earlier one knows of files gives what one without memory gives. */
import assert from 'node:assert/strict';
import { compile, type Compilation } from '../../../devicetree/compilation/index.js';
import type { SourceFile, SourceRange } from '../../../devicetree/source/index.js';
import { seededRandom, type Random } from '../../model/random.js';

const RUNS = 600;
const MAIN = '/board.dts';
const OVERLAY = '/app.overlay';
/** Comes and goes. */
const MISSING = '/missing.dtsi';

const FILES: Readonly<Record<string, string>> = {
  [MAIN]: `/dts-v1/;
#include "soc.dtsi"
#include "extra.dtsi"
/ { model = "x"; #include "inner.dtsi"
};
&uart0 { status = "okay"; speed = <SPEED>; };
#include "extra.dtsi"
/delete-node/ &timer;
`,
  '/soc.dtsi': `#include "values.h"
/ { soc { #address-cells = <1>; #size-cells = <1>;
    timer: timer@10 { reg = <0x10 4>; };
  };
};
#include "uart.dtsi"
#include "gpio.dtsi"
#define SPEED 19200
`,
  '/uart.dtsi': `#ifndef UARTS
#define UARTS 2
#endif
&{/soc} {
  uart0: uart@100 { reg = <UART(0) 0x10>; irq = <(UARTS + 1)>; };
  uart1: uart@200 { reg = <UART(1) 0x10>; };
};
`,
  '/gpio.dtsi': `#pragma once
/ { gpio: gpio { pins = <PINS>; line = <__LINE__>; level = <__INCLUDE_LEVEL__>; }; };
&gpio { name = "a" , FILE; };
`,
  '/extra.dtsi': `/ { chosen { stdout = &uart0; }; };
#undef UARTS
#include "values.h"
`,
  '/inner.dtsi': 'inner { value = <UARTS SPEED>; };\n',
  [OVERLAY]: `&uart1 { status = "disabled"; speed = <UART(SPEED)>; };
#include "extra.dtsi"
`,
  [MISSING]: '#include "gpio.dtsi"\n/ { found { }; };\n',
  '/values.h': `#ifndef VALUES_H
#define VALUES_H
#define UART(n) ((n) * 0x100 + BASE)
#define BASE 0x100
#define PINS 1 2 3
#endif
#define FILE "values"
`,
};

const BROKEN = ['{', '}', ';', '<', '>', '"', '/', '#', '\n', '&', 'x', '0', ' ', '/* ', '*/', '\\\n', '('];
const LINES = [
  '#define PINS 4\n',
  '#undef BASE\n',
  '#define UARTS 7\n',
  '#include "gpio.dtsi"\n',
  '#include "missing.dtsi"\n',
  '#pragma once\n',
  '#pragma push_macro("BASE")\n#define BASE 0\n',
  '#pragma pop_macro("BASE")\n',
  '#if 0\n',
  '#endif\n',
  '/ { added { }; };\n',
  'stray = <1>;\n',
  'c = <__COUNTER__>;\n',
  '/delete-node/ &uart1;\n',
  '/memreserve/ 0x1000 0x100;\n',
];

function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  if (random.chance(30)) return text.slice(0, at) + text.slice(at + 1 + random.below(random.chance(20) ? 40 : 1));
  if (random.chance(40)) return text.slice(0, at) + random.pick(BROKEN) + text.slice(at);
  const line = text.lastIndexOf('\n', at) + 1;
  return text.slice(0, line) + random.pick(LINES) + text.slice(line);
}

function run(files: ReadonlyMap<string, SourceFile>): Compilation {
  return compile(
    { files: [files.get(MAIN)!, files.get(OVERLAY)!], includePaths: [], dialect: 'zephyr', defines: { COMMAND: '1' } },
    { read: (path) => files.get(path) },
  );
}

const place = ({ file, start, end }: SourceRange): readonly unknown[] => [file.path, start, end];

/** All that a compilation says, with places in place of files. */
function told({ preprocessed, syntax, tree, findings, files }: Compilation): unknown {
  const { output, macros, definitions, uses, includes, inactive } = preprocessed;
  return {
    text: output.text,
    files: files.map(({ path }) => path),
    macros: [...macros].map(([name, { body }]) => `${name} ${body}`),
    definitions: definitions.map(({ name, nameRange }) => [name, nameRange && place(nameRange)]),
    uses: uses.map((use) => [use.macro.name, place(use.nameRange), place(use.range), uses.indexOf(use.parent!)]),
    includes: includes.map(({ range, name, target }) => [place(range), name, target?.path]),
    inactive: inactive.map(place),
    findings: findings.map(({ code, message, range, fixes }) => [code, message, place(range), fixes?.[0]?.title]),
    statements: plain(syntax.statements),
    nodes: [...tree.nodes()].map((node) => [
      node.path,
      node.labels.map(({ text, range }) => [text, place(range)]),
      [...node.properties.values()].map(({ name, bytes }) => [name, [...bytes]]),
    ]),
  };
}

/** Syntax as plain data: what each piece says and where it stands. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return [...value];
  if (typeof value !== 'object' || value === null) return value;
  const { range, macro, ...rest } = value as { range?: SourceRange; macro?: { macro: { name: string } } };
  const own = value as { range?: SourceRange; macro?: typeof macro };
  const at = own.range ?? range;
  const made = own.macro ?? macro;
  const kept = Object.entries(rest).filter(
    ([name]) => !['source', 'start', 'end', 'known', 'bodyStart', 'bodyEnd', 'encoded'].includes(name),
  );
  return {
    ...Object.fromEntries(kept.map(([name, part]) => [name, plain(part)])),
    at: at && place(at),
    made: made?.macro.name,
  };
}

describe('devicetree: compilations one after the other', () => {
  for (const seed of [1, 2, 3]) {
    it(`give the same as each by itself (${RUNS} edits, seed ${seed})`, () => {
      const random = seededRandom(seed);
      const original = new Map(Object.entries(FILES).map(([path, text]) => [path, { path, text }]));
      let files = new Map<string, SourceFile>(original);
      run(files);
      for (let i = 0; i < RUNS; i++) {
        const path = random.pick([...files.keys()]);
        // Most edits are taken back, so that what is wrong does not pile up.
        const before = files;
        files = new Map(before).set(path, { path, text: edited(before.get(path)!.text, random) });
        const fresh = new Map([...files].map(([name, file]) => [name, { ...file }]));
        assert.deepEqual(told(run(files)), told(run(fresh)), `edit ${i}: ${JSON.stringify(files.get(path)!.text)}`);
        if (random.chance(60)) files = before;
        if (random.chance(10)) {
          files = new Map(files);
          if (!files.delete(MISSING)) files.set(MISSING, original.get(MISSING)!);
        }
        if (random.chance(10)) files = new Map(original);
      }
    });
  }
});
