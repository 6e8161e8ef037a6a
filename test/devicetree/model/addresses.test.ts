/**
 * Addresses, interrupts and the memory map. Gold: worked out by hand from the Devicetree Specification v0.4, 2.3.5 to 2.3.9 and
 * 2.4, whose example of an interrupt nexus is here with its numbers.
 */
import assert from 'node:assert/strict';
import {
  childCells,
  cpuAddresses,
  memoryMap,
  readInterrupts,
  readPhandleList,
  readRanges,
  readReg,
  unitAddressNumber,
  type Devicetree,
  type DevicetreeNode,
} from '../../../devicetree/index.js';
import { build } from '../build.js';

function treeOf(body: string): Devicetree {
  return build(`/dts-v1/;\n/ { ${body} };\n`, 'linux').tree;
}

function nodeAt(tree: Devicetree, path: string): DevicetreeNode {
  const node = tree.find(path);
  assert.ok(node !== undefined, path);
  return node;
}

function hex(value: bigint | undefined): string {
  return value === undefined ? 'nowhere' : `0x${value.toString(16)}`;
}

describe('devicetree: addresses', () => {
  const CELLS = '#address-cells = <1>; #size-cells = <1>;';

  it('takes cells from the parent, with defaults', () => {
    const tree = treeOf('a { #address-cells = <1>; b@1 { reg = <1 2>; }; }; c { #size-cells = "x"; };');
    const { address, size, addressProperty, sizeProperty } = childCells(nodeAt(tree, '/a'));
    assert.deepEqual([address, size, addressProperty?.name, sizeProperty], [1, 1, '#address-cells', undefined]);
    assert.deepEqual([childCells(nodeAt(tree, '/c')).size, childCells(tree.root).address], [1, 2]);
  });

  it('reads reg', () => {
    const REGS: readonly (readonly [cells: string, reg: string, blocks: string])[] = [
      ['<1>; #size-cells = <1>', '<0x10 0x20>, <0x30 0x40>', '0x10+0x20 0x30+0x40'],
      ['<2>; #size-cells = <2>', '<1 0x10 2 0x20>', '0x100000010+0x200000020'],
      ['<1>; #size-cells = <0>', '<5>, <6>', '0x5+0x0 0x6+0x0'],
      ['<0>; #size-cells = <0>', '<5>', ''],
      ['<1>; #size-cells = <1>', '<1 2 3>', '0x1+0x2'],
      ['<3>; #size-cells = <2>', '<0x82000000 1 2 3 4>', '0x100000002+0x300000004'],
      ['<0xffffffff>; #size-cells = <1>', '<1 2 3>', ''],
      ['<1>; #size-cells = <1>', '[00]', ''],
    ];
    for (const [cells, reg, blocks] of REGS) {
      const tree = treeOf(`#address-cells = ${cells}; a@1 { reg = ${reg}; };`);
      const found = readReg(nodeAt(tree, '/a')).map(({ address, size }) => `${hex(address)}+${hex(size)}`);
      assert.equal(found.join(' '), blocks, reg);
    }
  });

  it('translates through ranges up to the root', () => {
    const tree = treeOf(`
      ${CELLS}
      bus@40000000 {
        ${CELLS} ranges = <0 0x40000000 0x1000>, <0x8000 0x50000000 0x100>;
        a@10 { reg = <0x10 4>, <0x8010 4>, <0x2000 4>; };
        inner { ${CELLS} ranges; b@20 { reg = <0x20 4>; }; };
        wide@100 { #address-cells = <2>; #size-cells = <1>; ranges = <1 0 0x100 0x10>; c { reg = <1 8 4>; }; };
        closed { ${CELLS} d@30 { reg = <0x30 4>; }; };
      };
      memory@80000000 { reg = <0x80000000 0x1000>; };
    `);
    const PLACES: readonly (readonly [path: string, places: string])[] = [
      ['/memory', '0x80000000'],
      ['/bus/a', '0x40000010 0x50000010 nowhere'],
      ['/bus/inner/b', '0x40000020'],
      ['/bus/wide/c', '0x40000108'],
      ['/bus/closed/d', 'nowhere'],
      ['/bus', ''],
    ];
    for (const [path, places] of PLACES) {
      const found = cpuAddresses(nodeAt(tree, path)).map((block) => hex(block?.start));
      assert.equal(found.join(' '), places, path);
    }
    assert.equal(readRanges(nodeAt(tree, '/bus/inner')), 'identity');
    assert.equal(readRanges(nodeAt(tree, '/bus/closed')), undefined);
    assert.equal(readRanges(tree.root), undefined);
  });

  it('keeps the spaces of PCI apart', () => {
    const tree = treeOf(`
      ${CELLS}
      pcie@0 {
        device_type = "pci"; #address-cells = <3>; #size-cells = <2>;
        ranges = <0x01000000 0 0 0x3000 0 0x100>, <0x02000000 0 0 0x40000000 0 0x1000>;
        io { reg = <0x01000000 0 0x10 0 4>; };
        memory { reg = <0x82000000 0 0x10 0 4>; };
      };
    `);
    assert.equal(hex(cpuAddresses(nodeAt(tree, '/pcie/io'))[0]?.start), '0x3010');
    assert.equal(hex(cpuAddresses(nodeAt(tree, '/pcie/memory'))[0]?.start), '0x40000010');
  });

  it('reads unit addresses', () => {
    const tree = treeOf('a@1F { }; b@2,0 { }; c@x { }; d { };');
    const numbers = ['a', 'b', 'c', 'd'].map((name) => unitAddressNumber(nodeAt(tree, `/${name}`)));
    assert.deepEqual(numbers, [0x1fn, 2n, undefined, undefined]);
  });
});

describe('devicetree: lists of phandles', () => {
  const PROVIDERS =
    'x: x { #clock-cells = <1>; }; y: y { #clock-cells = <0>; }; z: z { }; w: w { #clock-cells = <3>; };';
  const LISTS: readonly (readonly [list: string, entries: string, problem: string | undefined])[] = [
    ['<&x 5 &y>, <&x 6>', '/x(5) /y() /x(6)', undefined],
    ['<0 &y 0xffffffff>', '-() /y() -()', undefined],
    ['<&y &z &y>', '/y()', 'no-cells-property at 4'],
    ['<&w 1 2>', '', 'too-short at 0'],
    ['<99>', '', 'no-node at 0'],
    ['[00]', '', undefined],
  ];
  for (const [list, entries, problem] of LISTS) {
    it(list, () => {
      const tree = treeOf(`${PROVIDERS} a { clocks = ${list}; };`);
      const property = nodeAt(tree, '/a').properties.get('clocks');
      assert.ok(property !== undefined);
      const found = readPhandleList(tree, property, '#clock-cells');
      const words = found.entries.map(({ provider, cells }) => `${provider?.path ?? '-'}(${cells.join(' ')})`);
      assert.equal(words.join(' '), entries);
      const said = found.problem === undefined ? undefined : `${found.problem.kind} at ${found.problem.offsetBytes}`;
      assert.equal(said, problem);
    });
  }
});

describe('devicetree: interrupts', () => {
  function interrupts(tree: Devicetree, path: string): string {
    return readInterrupts(tree, nodeAt(tree, path))
      .map(({ controller, cells, offsetBytes }) => `${controller.path}(${cells.join(' ')})@${offsetBytes}`)
      .join(' ');
  }

  it('go to the nearest parent', () => {
    const tree = treeOf(`
      interrupt-parent = <&i>;
      i: i { interrupt-controller; #interrupt-cells = <2>; inner { interrupts = <5 6>; }; };
      j: j { interrupt-controller; #interrupt-cells = <1>; };
      a { interrupts = <1 2>, <3 4>; };
      b { interrupt-parent = <&j>; c { interrupts = <7 8>; }; };
      d { interrupts = <1>; interrupts-extended = <&j 9>, <&i 1 2>; };
      e { interrupts = <1 2 3>; };
    `);
    assert.equal(interrupts(tree, '/a'), '/i(1 2)@0 /i(3 4)@8');
    assert.equal(interrupts(tree, '/b/c'), '/j(7)@0 /j(8)@4');
    assert.equal(interrupts(tree, '/d'), '/j(9)@0 /i(1 2)@8');
    assert.equal(interrupts(tree, '/e'), '/i(1 2)@0');
    assert.equal(interrupts(tree, '/i/inner'), '/i(5 6)@0');
    assert.equal(interrupts(tree, '/i'), '');
  });

  it('pass a nexus by its map (the example of 2.4.4)', () => {
    const tree = treeOf(`
      #address-cells = <1>; #size-cells = <1>;
      open-pic { clock-frequency = <0>; interrupt-controller; #address-cells = <0>; #interrupt-cells = <2>; phandle = <1>; };
      pci {
        #interrupt-cells = <1>; #size-cells = <2>; #address-cells = <3>;
        interrupt-map-mask = <0xf800 0 0 7>;
        interrupt-map = <0x8800 0 0 1 1 2 1>, <0x8800 0 0 2 1 3 1>, <0x8800 0 0 3 1 4 1>, <0x8800 0 0 4 1 1 1>,
                        <0x9000 0 0 1 1 3 1>, <0x9000 0 0 2 1 4 1>, <0x9000 0 0 3 1 1 1>, <0x9000 0 0 4 1 2 1>;
        slot17 { reg = <0x8800 0 0 0 0>; interrupts = <2>; };
        slot18 { reg = <0x9003 0 0 0 0>; interrupts = <1>, <4>; };
        other { reg = <0x9800 0 0 0 0>; interrupts = <1>; };
      };
    `);
    assert.equal(interrupts(tree, '/pci/slot17'), '/open-pic(3 1)@0');
    assert.equal(interrupts(tree, '/pci/slot18'), '/open-pic(3 1)@0 /open-pic(2 1)@4');
    assert.equal(interrupts(tree, '/pci/other'), '/pci(1)@0');
  });

  it('end where a map leads to itself', () => {
    const tree = treeOf(
      'n: n { #interrupt-cells = <1>; #address-cells = <0>; interrupt-map = <1 &n 1>; a { interrupts = <1>; }; };',
    );
    assert.equal(interrupts(tree, '/n/a'), '/n(1)@0');
  });
});

describe('devicetree: memory map', () => {
  const tree = build(
    `/dts-v1/;
/memreserve/ 0x20000100 0x10;
/ {
  #address-cells = <1>; #size-cells = <1>;
  chosen { zephyr,sram = &sram; zephyr,flash = &flash; };
  flash: flash@0 { compatible = "vendor,flash", "soc-nv-flash"; reg = <0 0x10000>; };
  sram: memory@20000000 { device_type = "memory"; reg = <0x20000000 0x8000>, <0x30000000 0x100>; };
  dtcm@10000000 { compatible = "zephyr,memory-region", "arm,dtcm"; zephyr,memory-region = "DTCM"; reg = <0x10000000 0x400>; };
  off@20008000 { compatible = "mmio-sram"; reg = <0x20008000 0x100>; status = "disabled"; };
  over@20007000 { compatible = "mmio-sram"; reg = <0x20007000 0x2000>; };
  area@60000000 { zephyr,memory-attr = <1>; reg = <0x60000000 0x100>; };
  reserved-memory {
    #address-cells = <1>; #size-cells = <1>; ranges;
    image@20001000 { reg = <0x20001000 0x100>; };
    anywhere { size = <0x1000>; };
  };
  bus { #address-cells = <1>; #size-cells = <1>; hidden@0 { compatible = "mmio-sram"; reg = <0 0x100>; }; };
  nothing@70000000 { compatible = "mmio-sram"; reg = <0x70000000 0>; };
  uart@40000000 { reg = <0x40000000 0x100>; };
};
`,
    'zephyr',
  ).tree;
  const { entries, gaps, overlaps, unplaced } = memoryMap(tree);

  it('lists memories by address', () => {
    const lines = entries.map(({ kind, node, index, start, size, okay, regionName, chosen }) =>
      [kind, node?.path ?? '-', index, hex(start), hex(size), okay, regionName ?? '-', chosen.join(',')].join(' '),
    );
    assert.deepEqual(lines, [
      'flash /flash@0 0 0x0 0x10000 true - zephyr,flash',
      'memory /dtcm@10000000 0 0x10000000 0x400 true DTCM ',
      'memory /memory@20000000 0 0x20000000 0x8000 true - zephyr,sram',
      'reserved - 0 0x20000100 0x10 true - ',
      'reserved /reserved-memory/image@20001000 0 0x20001000 0x100 true - ',
      'memory /over@20007000 0 0x20007000 0x2000 true - ',
      'memory /off@20008000 0 0x20008000 0x100 false - ',
      'memory /memory@20000000 1 0x30000000 0x100 true - zephyr,sram',
      'region /area@60000000 0 0x60000000 0x100 true - ',
    ]);
    assert.deepEqual(
      unplaced.map(({ path }) => path),
      ['/bus/hidden@0'],
    );
  });

  it('tells gaps and overlaps of what is there', () => {
    assert.deepEqual(
      gaps.map(({ start, size }) => `${hex(start)}+${hex(size)}`),
      ['0x10000+0xfff0000', '0x10000400+0xffffc00', '0x20009000+0xfff7000', '0x30000100+0x2fffff00'],
    );
    assert.deepEqual(
      overlaps.map(({ first, second, start, size, nested }) =>
        [first.node?.name ?? '-', second.node?.name ?? '-', hex(start), hex(size), nested].join(' '),
      ),
      [
        'memory@20000000 - 0x20000100 0x10 true',
        'memory@20000000 image@20001000 0x20001000 0x100 true',
        'memory@20000000 over@20007000 0x20007000 0x1000 false',
      ],
    );
  });
});
