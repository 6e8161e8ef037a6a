/** An overlay of a Zephyr application with its board and bindings, over real messages: what is shown, offered and renamed. */
import assert from 'node:assert/strict';
import type {
  CodeAction,
  CompletionList,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  MarkupContent,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { LanguageClient } from '../../bench/devicetree/language-client.js';
import type { DevicetreeContextsBody } from '../../protocol/index.js';
import { positionAt, testWorkspace, type TestWorkspace } from './workspace.js';

const HEADERS = 'zephyr/include/zephyr/dt-bindings/memory-attr';
const BINDINGS = 'zephyr/dts/bindings';
const BASE =
  'properties:\n  status: {type: string, enum: ["okay", "disabled"]}\n  compatible: {type: string-array, required: true}\n  reg: {type: array}\n';
/** In the manner of Zephyr 4.1, our own text. */
const TREE = {
  '.west/config': '[manifest]\npath = zephyr\n',
  'zephyr/Kconfig.zephyr': '',
  'zephyr/VERSION': 'VERSION_MAJOR = 4\nVERSION_MINOR = 1\nPATCHLEVEL = 0\nVERSION_TWEAK = 0\nEXTRAVERSION =\n',
  [`${HEADERS}/memory-attr.h`]: '#define DT_MEM_CACHEABLE (1 << 0)\n#define DT_MEM_DMA (1 << 3)\n',
  [`${HEADERS}/memory-attr-arm.h`]:
    '#include <zephyr/dt-bindings/memory-attr/memory-attr.h>\n#define DT_MEM_ARM(x) ((x) << 20)\n#define ATTR_MPU_RAM_NOCACHE (1 << 1)\n#define DT_MEM_ARM_MPU_RAM_NOCACHE DT_MEM_ARM(ATTR_MPU_RAM_NOCACHE)\n',
  [`${BINDINGS}/base/base.yaml`]: BASE,
  [`${BINDINGS}/serial/vnd,uart.yaml`]:
    'description: A UART of Vnd.\ncompatible: "vnd,uart"\ninclude: base.yaml\nproperties:\n  current-speed: {type: int, description: How fast., enum: [9600, 115200]}\n  hw-flow-control: {type: boolean, description: Flow.}\n',
  [`${BINDINGS}/memory/region.yaml`]:
    'description: A region.\ncompatible: "zephyr,memory-region"\ninclude: base.yaml\nproperties:\n  zephyr,memory-region: {type: string, required: true}\n  zephyr,memory-attr: {type: int}\n',
  [`${BINDINGS}/memory/mmio-sram.yaml`]: 'description: RAM.\ncompatible: "mmio-sram"\ninclude: base.yaml\n',
  'zephyr/dts/arm/vnd/soc.dtsi': `/ {
	#address-cells = <1>;
	#size-cells = <1>;
	cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { compatible = "arm,cortex-m7"; reg = <0>; }; };
	sram0: memory@20000000 { compatible = "mmio-sram"; reg = <0x20000000 0x40000>; };
	soc { #address-cells = <1>; #size-cells = <1>; ranges; compatible = "simple-bus";
		uart0: uart@40000000 { compatible = "vnd,uart"; reg = <0x40000000 0x100>; status = "disabled"; };
	};
};
`,
  'zephyr/boards/vnd/brd/board.yml': 'board:\n  name: brd\n  socs:\n    - name: soc1\n',
  'zephyr/boards/vnd/brd/brd.dts':
    '/dts-v1/;\n#include <vnd/soc.dtsi>\n/ {\n\tmodel = "b";\n\tcompatible = "vnd,brd";\n\tchosen { zephyr,sram = &sram0; };\n};\n',
  'app/prj.conf': '',
};
const OVERLAY = `#include <zephyr/dt-bindings/memory-attr/memory-attr-arm.h>
/ {
	dma: memory@20040000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <0x20040000 (0x1000 * 3)>;
		zephyr,memory-region = "DMA";
		zephyr,memory-attr = <(DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_DMA)>;
	};
	aliases { serial = &uart0; other = &{/soc/uart@40000000}; };
};
&uart0 {
	status = "okay";
	current-speed = <115200>;
};
`;
const NAME = 'app/boards/brd.overlay';

/** A text in the overlay, and lines that the hover there has. Registers: Armv7-M ARM B3.5.8 and B3.5.9, attributes of Zephyr's arm_mpu_v7m.h. */
const HOVERS: readonly (readonly [text: string, lines: readonly string[]])[] = [
  [
    'memory@20040000',
    [
      '**MPU slot 2** of 0 to 7: `RAM_NOCACHE`, Normal, not cacheable, not shareable',
      '| 2 | asks for | `0x20040000-0x20042fff` | 12 KiB |  |  |',
      '|  | **covers** | `0x20040000-0x20043fff` | 16 KiB | `rw-` | `---` |',
      '| `MPU_RBAR` | `0x20040012` | ADDR 0x20040000, VALID 1, REGION 2 |',
      '| `MPU_RASR` | `0x1108001b` | XN 1, AP 1, TEX 1, S 0, C 0, B 0, SIZE 13 (16 KiB), ENABLE 1 |',
    ],
  ],
  [
    'DT_MEM_ARM_MPU_RAM_NOCACHE',
    [
      '**`DT_MEM_ARM_MPU_RAM_NOCACHE`** = `0x200000 = 2097152`',
      '#define DT_MEM_ARM_MPU_RAM_NOCACHE DT_MEM_ARM(ATTR_MPU_RAM_NOCACHE)',
      'Memory attribute: **Arm MPU type RAM_NOCACHE**, bit 21 (architecture, 31:20) of `zephyr,memory-attr` (`0x00200000`).',
    ],
  ],
  [
    'DT_MEM_DMA',
    ['Memory attribute: **usable for DMA**, bit 3 (generic, 15:0) of `zephyr,memory-attr` (`0x00000008`).'],
  ],
  [
    'current-speed',
    [
      '**`current-speed`** — int: one 32-bit number, as in `<1>`',
      '- one of: `9600`, `115200`',
      'How fast.',
      '*vnd,uart.yaml*',
    ],
  ],
  ['uart0 {', ['**`/soc/uart@40000000`** `uart0:`', '*Defined in soc.dtsi:7, extended in brd.overlay:11*']],
];

/** The overlay with a mark where something is typed, and labels that are offered, the first of them first. */
const COMPLETIONS: readonly (readonly [
  what: string,
  text: string,
  first: readonly string[],
  more: readonly string[],
])[] = [
  [
    'properties of the binding',
    OVERLAY.replace('\tcurrent-speed = <115200>;', '\t¦'),
    ['compatible', 'current-speed'],
    ['hw-flow-control'],
  ],
  ['values of the binding', OVERLAY.replace('115200', '¦'), ['9600', '115200'], ['&dma']],
  [
    'memory attributes',
    OVERLAY.replace('(DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_DMA)', 'DT_¦'),
    ['DT_MEM_ARM_MPU_RAM_NOCACHE', 'DT_MEM_CACHEABLE', 'DT_MEM_DMA'],
    ['DT_MEM_ARM'],
  ],
  ['labels', OVERLAY.replace('&uart0;', '&¦;'), ['&dma', '&sram0', '&uart0'], []],
  [
    'paths',
    OVERLAY.replace('&{/soc/uart@40000000}', '&{/¦'),
    [],
    ['&{/soc}', '&{/memory@20040000}', '&{/soc/uart@40000000}'],
  ],
  ['a status', OVERLAY.replace('"okay"', '"¦"'), ['okay', 'disabled'], []],
  ['compatibles', OVERLAY.replace('"zephyr,memory-region",', '"¦",'), [], ['vnd,uart', 'zephyr,memory-region']],
  ['folders of headers', `#include <zephyr/¦\n${OVERLAY}`, ['dt-bindings/'], []],
  ['headers', `#include <zephyr/dt-bindings/memory-attr/¦\n${OVERLAY}`, ['memory-attr-arm.h', 'memory-attr.h'], []],
];

/** Where, and to what: files with the number of edits, or the refusal. */
const RENAMES: readonly (readonly [text: string, name: string, outcome: Readonly<Record<string, number>> | RegExp])[] =
  [
    ['dma:', 'buffers', { [NAME]: 1 }],
    ['uart0 {', 'console', { [NAME]: 2, 'zephyr/dts/arm/vnd/soc.dtsi': 1 }],
    ['uart0;', 'console', { [NAME]: 2, 'zephyr/dts/arm/vnd/soc.dtsi': 1 }],
    ['dma:', 'sram0', /^sram0 is a label already \(soc\.dtsi:5\)\.$/],
    ['dma:', '1x', /^1x is no label: /],
    ['dma:', '', /is no label: /],
    ['dma:', 'a-b', /^a-b is no label: /],
    ['DT_MEM_DMA', 'X', /^Macros are not renamed here/],
    ['status', 'x', /^A property's name belongs to the binding/],
  ];

describe('devicetree-server: a Zephyr application', () => {
  let workspace: TestWorkspace;
  let client: LanguageClient;
  let uri = '';

  before(async () => {
    workspace = testWorkspace({ ...TREE, [NAME]: OVERLAY });
    client = await workspace.start();
    uri = workspace.uri(NAME);
    client.open(uri, OVERLAY);
    await client.diagnostics(uri);
  });
  after(() => workspace.dispose());
  afterEach(() => assert.deepEqual(client.logged, []));

  const at = (part: string) => positionAt(OVERLAY, OVERLAY.indexOf(part));
  const ask = <Result>(method: string, more: object): Promise<Result> =>
    client.request(`textDocument/${method}`, { textDocument: { uri }, ...more });

  it('is read with its board, which the status names', async () => {
    const { active } = await client.request<DevicetreeContextsBody>('ringfence/devicetree/contexts', { uri });
    assert.equal(active?.title, 'app on brd');
    assert.deepEqual(active.files, [workspace.uri('zephyr/boards/vnd/brd/brd.dts'), uri]);
  });

  it('is judged by what the MPU of the board does', async () => {
    const found = await client.diagnostics(uri);
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.start.line]),
      [['ZM040', 4]],
    );
  });

  for (const [text, lines] of HOVERS) {
    it(`hovers ${text}`, async () => {
      const hover = await ask<Hover>('hover', { position: at(text) });
      const shown = (hover.contents as MarkupContent).value.split('\n');
      for (const line of lines) assert.ok(shown.includes(line), `${line}\nis not in\n${shown.join('\n')}`);
    });
  }

  for (const [what, withMark, first, more] of COMPLETIONS) {
    it(`completes ${what}`, async () => {
      const text = withMark.replace('¦', '');
      const position = positionAt(text, withMark.indexOf('¦'));
      client.change(uri, text);
      const { items } = await ask<CompletionList>('completion', { position });
      const labels = items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
      assert.deepEqual(labels.slice(0, first.length), first);
      for (const label of more) assert.ok(labels.includes(label), `${label} is not in ${labels.join(' ')}`);
      client.change(uri, OVERLAY);
    });
  }

  for (const [text, newName, outcome] of RENAMES) {
    it(`${outcome instanceof RegExp ? 'refuses to rename' : 'renames'} ${text} to “${newName}”`, async () => {
      const position = at(text);
      if (outcome instanceof RegExp) {
        await assert.rejects(ask('rename', { position, newName }), ({ message }: Error) => outcome.test(message));
        return;
      }
      const edit = await ask<WorkspaceEdit>('rename', { position, newName });
      const changes = (edit.documentChanges as TextDocumentEdit[]).map(({ textDocument, edits }) => {
        assert.ok(edits.every((each) => 'newText' in each && each.newText === newName));
        return [textDocument.uri, edits.length] as const;
      });
      assert.deepEqual(
        Object.fromEntries(changes),
        Object.fromEntries(Object.entries(outcome).map(([name, count]) => [workspace.uri(name), count])),
      );
    });
  }

  it('finds a label where it stands, and a node by its path under all of its names', async () => {
    const soc = workspace.uri('zephyr/dts/arm/vnd/soc.dtsi');
    const label = ['soc 6:2', 'overlay 8:21', 'overlay 10:1'];
    const node = ['soc 6:2', 'soc 6:9', 'overlay 8:21', 'overlay 8:36', 'overlay 10:1'];
    for (const [text, places] of [
      ['uart0;', label],
      ['uart0 {', label],
      ['{/soc/uart@40000000}', node],
    ] as const) {
      const [link] = await ask<LocationLink[]>('definition', { position: at(text) });
      assert.deepEqual([link?.targetUri, link?.targetSelectionRange.start.line], [soc, 6], text);
      const all = await ask<Location[]>('references', { position: at(text), context: { includeDeclaration: true } });
      assert.deepEqual(
        all.map((each) => {
          const { line, character } = each.range.start;
          return `${each.uri === soc ? 'soc' : 'overlay'} ${line}:${character}`;
        }),
        places,
        text,
      );
    }
  });

  it('goes from a macro to the header that defines it', async () => {
    const [link] = await ask<LocationLink[]>('definition', { position: at('DT_MEM_DMA') });
    assert.equal(link?.targetUri, workspace.uri(`${HEADERS}/memory-attr.h`));
  });

  it('hints what expressions are worth, in the lines that are asked for', async () => {
    const hints = async (from: number, to: number) => {
      const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
      return (await ask<InlayHint[]>('inlayHint', { range })).map(({ position, label }) => [position.line, label]);
    };
    const all = [
      [4, '= 0x3000, 12 KiB'],
      [6, '= 0x200008'],
      [6, 'MPU slot 2'],
    ];
    assert.deepEqual(await hints(0, 14), all);
    assert.deepEqual(await hints(4, 5), all.slice(0, 1));
    assert.deepEqual(await hints(5, 7), all.slice(1));
    assert.deepEqual(await hints(7, 14), []);
  });

  it('migrates every zephyr,memory-region-mpu at once', async () => {
    const old = `/ {
	a: memory@20050000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <0x20050000 0x1000>;
		zephyr,memory-region = "A";
		zephyr,memory-region-mpu = "RAM_NOCACHE";
	};
	b: memory@20060000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <0x20060000 0x1000>;
		zephyr,memory-region = "B";
		zephyr,memory-region-mpu = "RAM_NOCACHE";
	};
};
`;
    client.change(uri, old);
    const codes = (await client.diagnostics(uri)).map(({ code }) => code);
    assert.deepEqual(codes, ['ZM007', 'ZM007']);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const context = { diagnostics: [], only: ['source.fixAll.ringfence'] };
    const [action, ...others] = await ask<CodeAction[]>('codeAction', { range, context });
    assert.deepEqual(others, []);
    assert.equal(action?.kind, 'source.fixAll.ringfence');
    client.change(uri, applied(old, action, uri));
    assert.deepEqual(await client.diagnostics(uri), []);
    client.change(uri, OVERLAY);
    await client.diagnostics(uri);
  });
});

/** The text with the edits of an action in it. */
function applied(text: string, { edit }: CodeAction, uri: string): string {
  const [change, ...others] = edit!.documentChanges as TextDocumentEdit[];
  assert.deepEqual([change?.textDocument.uri, others], [uri, []]);
  const starts = text.split('\n').reduce<number[]>((all, line) => [...all, all.at(-1)! + line.length + 1], [0]);
  const offset = ({ line, character }: { line: number; character: number }): number => starts[line]! + character;
  return change!.edits
    .flatMap((each) => ('newText' in each ? [each] : []))
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (whole, { range, newText }) => whole.slice(0, offset(range.start)) + newText + whole.slice(offset(range.end)),
      text,
    );
}
