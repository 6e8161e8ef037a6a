/** Devicetrees to machines: memories, devices, the core, and what is said of trees that make none. */
import assert from 'node:assert/strict';
import { boardFromDevicetree, type BoardFromDevicetree } from '../../../debugger/launch/index.js';
import type { CoreName } from '../../../emulator/index.js';
import { compile, placeText, type SourceFile } from '../../../devicetree/index.js';

function boardOf(text: string): BoardFromDevicetree {
  const file: SourceFile = { path: 'board.dts', text };
  const { tree, findings } = compile({ files: [file], includePaths: [], dialect: 'zephyr' }, { read: () => undefined });
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  return boardFromDevicetree(tree, 'board.dts');
}

interface Parts {
  readonly cpu?: string;
  readonly memories?: string;
  readonly soc?: string;
  readonly chosen?: string;
}

const CPU = `cpu@0 { compatible = "arm,cortex-m3"; reg = <0>; clock-frequency = <1000000>; };`;
const SRAM = `sram0: memory@20000000 { compatible = "mmio-sram"; reg = <0x20000000 0x10000>; };`;

/** In the manner of a Zephyr build's zephyr.dts. */
function source({ cpu = CPU, memories = SRAM, soc = '', chosen = '' }: Parts): string {
  return `/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	chosen { ${chosen} };
	cpus { #address-cells = <1>; #size-cells = <0>; ${cpu} };
	${memories}
	soc {
		compatible = "simple-bus";
		#address-cells = <1>;
		#size-cells = <1>;
		ranges;
		interrupt-parent = <&nvic>;
		nvic: interrupt-controller@e000e100 {
			compatible = "arm,v7m-nvic";
			reg = <0xe000e100 0xc00>;
			interrupt-controller;
			#address-cells = <0>;
			#interrupt-cells = <2>;
			arm,num-irq-priority-bits = <3>;
		};
		${soc}
	};
};
`;
}

function made(parts: Parts): NonNullable<BoardFromDevicetree['board']> {
  const { board } = boardOf(source(parts));
  assert.ok(board);
  return board;
}

describe('a board from devicetree', () => {
  it('has the core with what its nodes say', () => {
    const mpu = 'mpu@e000ed90 { compatible = "arm,armv7m-mpu"; reg = <0xe000ed90 0x40>; };';
    const cells = '#address-cells = <1>; #size-cells = <1>;';
    const cpu = CPU.replace('};', `${cells} ${mpu} };`);
    assert.deepEqual(made({ cpu }).cpu, {
      core: 'cortex-m3',
      priorityBits: 3,
      mpuRegions: 8,
      interrupts: 32,
      clockHz: 1_000_000,
      initialVtor: 0x2000_0000,
    });
    assert.equal(made({}).cpu.mpuRegions, 0);
  });

  /** Zephyr's dts/bindings/cpu; refused are those that `EMULATED` does not name. */
  const CORES: readonly (readonly [compatible: string, core: CoreName | undefined, says?: RegExp])[] = [
    ['arm,cortex-m0', 'cortex-m0'],
    ['arm,cortex-m0+', 'cortex-m0plus'],
    ['arm,cortex-m1', 'cortex-m1'],
    ['arm,cortex-m3', 'cortex-m3'],
    ['arm,cortex-m4', 'cortex-m4'],
    ['arm,cortex-m4f', 'cortex-m4'],
    ['arm,cortex-m7', 'cortex-m7'],
    ['arm,cortex-m23', undefined, /^The core is a Cortex-M23; /],
    ['arm,cortex-m33', undefined, /^The core is a Cortex-M33; /],
    ['arm,cortex-m33f', undefined, /^The core is a Cortex-M33 with a floating-point unit; /],
    ['arm,cortex-m55', undefined, /^The core is arm,cortex-m55; Ringfence emulates Cortex-M/],
    ['arm,cortex-r5', undefined, /^The core is arm,cortex-r5; /],
  ];
  for (const [compatible, core, says] of CORES) {
    it(`${core === undefined ? 'refuses' : 'has'} the core ${compatible}`, () => {
      const { board, findings } = boardOf(source({ cpu: CPU.replace('arm,cortex-m3', compatible) }));
      assert.equal(board?.cpu.core, core);
      const said = findings.find(({ code }) => code === 'board-core-unknown')?.message;
      if (says === undefined) assert.equal(said, undefined);
      else assert.match(said!, says);
    });
  }

  const mpuNode = (compatible: string, count: string): string =>
    `#address-cells = <1>; #size-cells = <1>; mpu@e000ed90 { compatible = "${compatible}"; reg = <0xe000ed90 0x40>; ${count} }; };`;
  /** Arm's technical reference manuals: what each core may be built with. */
  const MPUS: readonly (readonly [core: string, mpu: string, count: string, regions: number, finding?: RegExp])[] = [
    ['cortex-m0+', 'arm,armv6m-mpu', 'arm,num-mpu-regions = <8>;', 8],
    ['cortex-m0+', 'arm,armv6m-mpu', '', 8],
    ['cortex-m0+', 'arm,armv7m-mpu', '', 8, /A Cortex-M0\+ has no arm,armv7m-mpu; its MPU is emulated as PMSAV6/],
    [
      'cortex-m0+',
      'arm,armv6m-mpu',
      'arm,num-mpu-regions = <16>;',
      8,
      /an MPU of 8 regions or none, so 8 are emulated/,
    ],
    ['cortex-m0', 'arm,armv6m-mpu', '', 0, /a Cortex-M0 has no MPU, so none are emulated/],
    ['cortex-m3', 'arm,armv7m-mpu', 'arm,num-mpu-regions = <0>;', 0],
  ];
  for (const [core, compatible, count, regions, finding] of MPUS) {
    it(`gives a ${core} with ${compatible} of ${count === '' ? 'no count' : count} ${regions} regions`, () => {
      const cpu = CPU.replace('cortex-m3', core).replace('};', mpuNode(compatible, count));
      const { board, findings } = boardOf(source({ cpu }));
      assert.equal(board?.cpu.mpuRegions, regions);
      const said = findings.find(({ code }) => code.startsWith('board-mpu'))?.message;
      if (finding === undefined) assert.equal(said, undefined);
      else assert.match(said!, finding);
    });
  }

  it('holds priority bits and interrupts against the core', () => {
    const m0 = source({ cpu: CPU.replace('cortex-m3', 'cortex-m0') });
    const counted = m0.replace('arm,num-irq-priority-bits = <3>;', '$& ringfence,num-interrupts = <64>;');
    const { board, findings } = boardOf(counted);
    assert.deepEqual([board?.cpu.priorityBits, board?.cpu.interrupts], [2, 32]);
    assert.deepEqual(findings.map(({ message }) => message).sort(), [
      'No memory is at 0, where this core reads its vector table: sram0 answers there, too.',
      'arm,num-irq-priority-bits is 3; a Cortex-M0 has 2, so 2 is taken.',
      'ringfence,num-interrupts is 64; a Cortex-M0 has 1 to 32, so 32 is taken.',
    ]);
  });

  it('maps the memory that boots to 0 for a core without VTOR', () => {
    const cpu = CPU.replace('cortex-m3', 'cortex-m0').replace('reg = <0>;', '$& ringfence,initial-vtor = <0x8000000>;');
    const memories = `${SRAM} flash0: flash@8000000 { compatible = "soc-nv-flash"; reg = <0x8000000 0x8000>; };`;
    const { board, findings } = boardOf(source({ cpu, memories, chosen: 'zephyr,flash = &flash0;' }));
    assert.equal(board?.cpu.initialVtor, 0);
    assert.deepEqual(
      board.memories.map(({ name, mirrors }) => [name, mirrors]),
      [
        ['sram0', undefined],
        ['flash0', [0]],
      ],
    );
    const codes = findings.map(({ code }) => code);
    assert.ok(codes.includes('board-vectors-at-zero') && codes.includes('board-no-vtor'), codes.join(' '));
    const plus = source({ cpu: CPU.replace('cortex-m3', 'cortex-m0+'), memories, chosen: 'zephyr,flash = &flash0;' });
    assert.equal(boardOf(plus).board?.cpu.initialVtor, 0x800_0000);
  });

  it('may have no SysTick, and stubs that read as something else than 0', () => {
    const cpu = CPU.replace('reg = <0>;', '$& ringfence,no-systick;');
    const soc = 'clock: clock@40000000 { reg = <0x40000000 0x1000>; ringfence,reads = <1>; };';
    const board = made({ cpu, soc });
    assert.equal(board.cpu.sysTick, false);
    assert.deepEqual(board.stubs, [{ name: 'clock', base: 0x4000_0000, sizeBytes: 0x1000, value: 1 }]);
  });

  it('takes the clock of the core from a clock node, too', () => {
    const cpu = 'cpu@0 { compatible = "arm,cortex-m3"; reg = <0>; clocks = <&sysclk>; };';
    const memories = `${SRAM} sysclk: clock { compatible = "fixed-clock"; clock-frequency = <8000000>; #clock-cells = <0>; };`;
    assert.equal(made({ cpu, memories }).cpu.clockHz, 8_000_000);
  });

  it('has memories with what a plain store does', () => {
    const memories = `${SRAM}
      flash0: flash@0 { compatible = "soc-nv-flash"; reg = <0 0x40000>; };
      rom: rom@1000000 { compatible = "mmio-sram"; reg = <0x1000000 0x400>; ringfence,store = "bus-fault"; };
      off: memory@30000000 { compatible = "mmio-sram"; reg = <0x30000000 0x400>; status = "disabled"; };
      carved: memory@20008000 { compatible = "zephyr,memory-region", "mmio-sram"; reg = <0x20008000 0x1000>;
        zephyr,memory-region = "CARVED"; };
      two: memory@40000000 { device_type = "memory"; reg = <0x60000000 0x400>, <0x70000000 0x800>; };`;
    assert.deepEqual(made({ memories }).memories, [
      { name: 'sram0', base: 0x2000_0000, sizeBytes: 0x1_0000, store: 'write' },
      { name: 'flash0', base: 0, sizeBytes: 0x4_0000, store: 'ignore' },
      { name: 'rom', base: 0x100_0000, sizeBytes: 0x400, store: 'busFault' },
      { name: 'two.0', base: 0x6000_0000, sizeBytes: 0x400, store: 'write' },
      { name: 'two.1', base: 0x7000_0000, sizeBytes: 0x800, store: 'write' },
    ]);
  });

  it('finds flash below a controller that gives it no ranges, as Zephyr writes it, and no partitions', () => {
    const soc = `flash-controller@40022000 {
      compatible = "st,stm32-flash-controller"; reg = <0x40022000 0x400>; #address-cells = <1>; #size-cells = <1>;
      flash0: flash@8000000 {
        compatible = "st,stm32-nv-flash", "soc-nv-flash"; reg = <0x8000000 0x20000>;
        partitions {
          compatible = "fixed-partitions"; #address-cells = <1>; #size-cells = <1>;
          slot0: partition@4000 { reg = <0x4000 0x8000>; };
        };
      };
    };`;
    const chosen = 'zephyr,flash = &flash0;';
    const board = made({ soc, chosen });
    assert.deepEqual(
      board.memories.map(({ name, base }) => [name, base]),
      [
        ['sram0', 0x2000_0000],
        ['flash0', 0x800_0000],
      ],
    );
    assert.deepEqual(board.stubs, [{ name: 'flash-controller', base: 0x4002_2000, sizeBytes: 0x400 }]);
    assert.equal(board.cpu.initialVtor, 0x800_0000);
    const inSlot = made({ soc, chosen: `${chosen} zephyr,code-partition = &slot0;` });
    assert.equal(inSlot.cpu.initialVtor, 0x800_4000);
  });

  it('has devices by compatible, with interrupts by name and without', () => {
    const soc = `
      uart0: uart@40004000 { compatible = "arm,cmsdk-uart"; reg = <0x40004000 0x1000>;
        interrupts = <1 3>, <0 3>; interrupt-names = "tx", "rx"; };
      uart1: uart@40005000 { compatible = "arm,mps2-uart"; reg = <0x40005000 0x1000>; interrupts = <2 0>, <3 0>, <40 0>; };
      uart2: uart@4000c000 { compatible = "vendor,uart", "arm,pl011"; reg = <0x4000c000 0x1000>; interrupts = <5 0>;
        status = "disabled"; };
      timer0: timer@40000000 { compatible = "arm,cmsdk-dtimer"; reg = <0x40000000 0x1000>; interrupts = <8 0>; };`;
    const board = made({ soc, chosen: 'zephyr,console = &uart1;' });
    assert.deepEqual(board.peripherals, [
      { kind: 'arm,cmsdk-uart', name: 'uart0', base: 0x4000_4000, rxInterrupt: 0, txInterrupt: 1 },
      {
        kind: 'arm,cmsdk-uart',
        name: 'uart1',
        base: 0x4000_5000,
        rxInterrupt: 2,
        txInterrupt: 3,
        overrunInterrupt: 40,
      },
      { kind: 'arm,pl011', name: 'uart2', base: 0x4000_c000, interrupt: 5, designer: 'arm' },
      { kind: 'arm,cmsdk-dualtimer', name: 'timer0', base: 0x4000_0000, interrupt: 8 },
    ]);
    assert.equal(board.console, 'uart1');
    assert.equal(board.cpu.interrupts, 64);
  });

  it('lets everything else with registers read as 0, each address once', () => {
    const soc = `
      gpio: gpio@40010000 { reg = <0x40010000 0x2000>; };
      pins: pinctrl@40011000 { reg = <0x40011000 0x2000>; };
      bus@50000000 { #address-cells = <1>; #size-cells = <1>; reg = <0x50000000 0x10>; ranges = <0 0x50001000 0x1000>;
        dac: dac@100 { reg = <0x100 0x20>; }; };
      i2c@40020000 { reg = <0x40020000 0x400>; #address-cells = <1>; #size-cells = <0>; sensor@48 { reg = <0x48>; }; };`;
    assert.deepEqual(made({ soc }).stubs, [
      { name: 'gpio', base: 0x4001_0000, sizeBytes: 0x2000 },
      { name: 'pins', base: 0x4001_2000, sizeBytes: 0x1000 },
      { name: 'bus', base: 0x5000_0000, sizeBytes: 0x10 },
      { name: 'dac', base: 0x5000_1100, sizeBytes: 0x20 },
      { name: 'i2c', base: 0x4002_0000, sizeBytes: 0x400 },
    ]);
  });

  const FINDINGS: readonly (readonly [what: string, parts: Parts, code: string, place: string, board: boolean])[] = [
    ['no core', { cpu: '' }, 'board-no-cpu', 'board.dts:2:1', false],
    ['a core that is not emulated', { cpu: CPU.replace('m3', 'm33') }, 'board-core-unknown', 'board.dts:6:71', false],
    ['no memory', { memories: '' }, 'board-no-memory', 'board.dts:2:1', false],
    [
      'a count of regions that the core cannot have',
      { cpu: CPU.replace('};', 'mpu { compatible = "arm,armv7m-mpu"; arm,num-mpu-regions = <16>; }; };') },
      'board-mpu-regions',
      'board.dts:6:187',
      true,
    ],
    ['no clock', { cpu: CPU.replace('clock-frequency = <1000000>;', '') }, 'board-no-clock', 'board.dts:6:50', true],
    [
      'memories that overlap in part',
      { memories: `${SRAM}\nb: m@20008000 { compatible = "mmio-sram"; reg = <0x20008000 0x10000>; };` },
      'board-memory-overlap',
      'board.dts:8:49',
      true,
    ],
    [
      'a memory of half pages',
      { memories: `${SRAM}\nb: m@30000000 { compatible = "mmio-sram"; reg = <0x30000000 0x200>; };` },
      'board-memory-size',
      'board.dts:8:49',
      true,
    ],
    [
      'a memory that starts inside a page',
      { memories: `${SRAM}\nb: m@30000100 { compatible = "mmio-sram"; reg = <0x30000100 0x400>; };` },
      'board-memory-alignment',
      'board.dts:8:49',
      true,
    ],
    [
      'an unknown behaviour of stores',
      { memories: SRAM.replace('};', 'ringfence,store = "sometimes"; };') },
      'board-store-unknown',
      'board.dts:7:99',
      true,
    ],
    [
      'a device without its interrupt',
      { soc: 'u: uart@40004000 { compatible = "arm,pl011"; reg = <0x40004000 0x1000>; };' },
      'board-no-interrupt',
      'board.dts:22:6',
      true,
    ],
  ];

  for (const [what, parts, code, place, board] of FINDINGS) {
    it(`says where there is ${what}`, () => {
      const result = boardOf(source(parts));
      const found = result.findings.filter((finding) => finding.code === code);
      assert.deepEqual(
        found.map(({ range }) => placeText(range)),
        [place],
        JSON.stringify(result.findings.map((finding) => [finding.code, finding.message])),
      );
      assert.equal(result.board !== undefined, board);
    });
  }
});
