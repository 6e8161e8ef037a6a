// Writes the devicetree board that the language server is measured on: `node bench/devicetree/make-fixture.mjs`. The files are in
// git, so that a measurement of last year was of the same input. Its shape follows large Zephyr boards: a SoC in several files,
// hundreds of pin groups made with macros, partitions, and memory regions with attributes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(import.meta.dirname, 'fixture');

function write(name, text) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const hex = (value) => `0x${value.toString(16)}`;
const range = (count) => Array.from({ length: count }, (_, i) => i);

const guard = (name, body) => {
  const macro = `BENCH_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_H`;
  return `#ifndef ${macro}\n#define ${macro}\n\n${body}\n#endif /* ${macro} */\n`;
};

const CONTROLLERS = [
  { file: 'uart', name: 'serial', count: 24, base: 0x4000_0000, compatible: 'bench,uart', irq: 10 },
  { file: 'spi', name: 'spi', count: 24, base: 0x4010_0000, compatible: 'bench,spi', irq: 40, children: 6 },
  { file: 'i2c', name: 'i2c', count: 24, base: 0x4020_0000, compatible: 'bench,i2c', irq: 70, children: 20 },
  { file: 'timers', name: 'timer', count: 40, base: 0x4030_0000, compatible: 'bench,timer', irq: 100, pwm: true },
  { file: 'gpio', name: 'gpio', count: 16, base: 0x4040_0000, compatible: 'bench,gpio', irq: 150, gpio: true },
  { file: 'dma', name: 'dma-controller', count: 8, base: 0x4050_0000, compatible: 'bench,dma', irq: 170, dma: true },
  { file: 'adc', name: 'adc', count: 8, base: 0x4060_0000, compatible: 'bench,adc', irq: 180, channels: 24 },
];

function child({ file }, index, k) {
  const address = file === 'spi' ? k : 0x10 + k;
  return `		${file}${index}_device${k}: device@${address.toString(16)} {
			compatible = "bench,${file}-device", "bench,device";
			reg = <${hex(address)}>;
			interrupt-parent = <&gpio${k % 16}>;
			interrupts = <${k} IRQ_TYPE_LEVEL_HIGH>;
			status = "disabled";
		};
`;
}

function controller(kind, index) {
  const address = kind.base + index * 0x1000;
  const lines = [
    `		compatible = "${kind.compatible}";`,
    `		reg = <${hex(address)} DT_SIZE_K(4)>;`,
    `		interrupts = <${kind.irq + index} BENCH_IRQ_PRIORITY(${index % 4})>;`,
    `		clocks = <&rcc BENCH_CLOCK(${kind.irq}, ${index})>;`,
    `		status = "disabled";`,
  ];
  if (kind.gpio)
    lines.push('		gpio-controller;', '		#gpio-cells = <2>;', '		interrupt-controller;',
      '		#address-cells = <0>;', '		#interrupt-cells = <2>;');
  if (kind.dma) lines.push('		#dma-cells = <2>;', '		dma-channels = <8>;');
  const bus = kind.children !== undefined || kind.channels !== undefined;
  if (bus) lines.push('		#address-cells = <1>;', '		#size-cells = <0>;');
  let children = '';
  for (const k of range(kind.children ?? 0)) children += `\n${child(kind, index, k)}`;
  for (const k of range(kind.channels ?? 0)) {
    children += `\n		channel@${k.toString(16)} {\n			reg = <${hex(k)}>;\n			bench,gain = <(1 << ${k % 8})>;\n		};\n`;
  }
  if (kind.pwm) {
    children += `\n		pwm${index}: pwm {\n			compatible = "bench,pwm";\n			#pwm-cells = <3>;\n			status = "disabled";\n		};\n`;
    children += `\n		counter${index}: counter {\n			compatible = "bench,counter";\n			status = "disabled";\n		};\n`;
  }
  return `	${kind.file}${index}: ${kind.name}@${address.toString(16)} {\n${lines.join('\n')}\n${children}	};\n`;
}

for (const kind of CONTROLLERS) {
  const body = range(kind.count).map((index) => controller(kind, index));
  write(`soc/${kind.file}.dtsi`, `&soc {\n${body.join('\n')}};\n`);
}

write(
  'include/bench/irq.h',
  guard('irq', '#define IRQ_TYPE_LEVEL_HIGH 4\n#define BENCH_IRQ_PRIORITY(level) ((level) << 4)\n'),
);
write(
  'include/bench/clock.h',
  guard(
    'clock',
    '/** A gate of the clock controller: register and bit. */\n#define BENCH_CLOCK(register, bit) (register) (bit)\n',
  ),
);
write(
  'include/bench/sizes.h',
  guard(
    'sizes',
    '#define DT_SIZE_K(x) ((x) * 1024)\n#define DT_SIZE_M(x) (DT_SIZE_K(x) * 1024)\n#define DT_ADDR(a) a\n',
  ),
);
const modes = ['GPIO', 'AF1', 'AF2', 'AF3', 'AF4', 'ANALOG'].map((mode, i) => `#define BENCH_${mode} ${hex(i)}`);
write(
  'include/bench/pinmux.h',
  guard(
    'pinmux',
    `${modes.join('\n')}\n#define BENCH_PORT(letter) BENCH_PORT_##letter\n${range(16)
      .map((i) => `#define BENCH_PORT_${String.fromCharCode(65 + i)} ${i}`)
      .join('\n')}\n#define BENCH_PIN(port, line, mode) ((BENCH_PORT(port) << 12) | ((line) << 8) | BENCH_##mode)\n`,
  ),
);
write(
  'include/bench/memory-attr.h',
  guard(
    'memory_attr',
    [
      '#define DT_MEM_CACHEABLE (1 << 0)',
      '#define DT_MEM_DMA (1 << 3)',
      '#define DT_MEM_ARM(x) ((x) << 20)',
      '#define ATTR_MPU_RAM (1 << 0)',
      '#define ATTR_MPU_RAM_NOCACHE (1 << 1)',
      '#define ATTR_MPU_IO (1 << 4)',
      '#define DT_MEM_ARM_MPU_RAM DT_MEM_ARM(ATTR_MPU_RAM)',
      '#define DT_MEM_ARM_MPU_RAM_NOCACHE DT_MEM_ARM(ATTR_MPU_RAM_NOCACHE)',
      '#define DT_MEM_ARM_MPU_IO DT_MEM_ARM(ATTR_MPU_IO)',
      '',
    ].join('\n'),
  ),
);

const pins = [];
for (const port of range(16)) {
  const letter = String.fromCharCode(65 + port);
  for (const line of range(16)) {
    for (const mode of ['AF1', 'AF2', 'AF3', 'AF4', 'GPIO', 'ANALOG']) {
      const name = `${mode.toLowerCase()}_p${letter.toLowerCase()}${line}`;
      pins.push(
        `	/omit-if-no-ref/ unused_${name}: unused-${name} {\n		pinmux = <BENCH_PIN(${letter}, ${line}, ${mode})>;\n	};\n`,
      );
      pins.push(
        `	${name}: ${name} {\n		pinmux = <BENCH_PIN(${letter}, ${line}, ${mode})>;\n		bias-disable;\n		slew-rate = "high-speed";\n	};\n`,
      );
    }
  }
}
write('soc/pinctrl.dtsi', `&pinctrl {\n${pins.join('\n')}};\n`);

write(
  'arch/armv7-m.dtsi',
  `/ {
	soc: soc {
		compatible = "simple-bus";
		#address-cells = <1>;
		#size-cells = <1>;
		interrupt-parent = <&nvic>;
		ranges;

		nvic: interrupt-controller@e000e100 {
			compatible = "arm,v7m-nvic";
			reg = <0xe000e100 0xc00>;
			interrupt-controller;
			#address-cells = <0>;
			#interrupt-cells = <2>;
			arm,num-irq-priority-bits = <4>;
		};
	};
};
`,
);
write(
  'soc/soc.dtsi',
  `#include <bench/irq.h>
#include <bench/clock.h>
#include <bench/sizes.h>
#include <bench/pinmux.h>
#include <bench/memory-attr.h>
#include "../arch/armv7-m.dtsi"

/ {
	#address-cells = <1>;
	#size-cells = <1>;

	cpus {
		#address-cells = <1>;
		#size-cells = <0>;

		cpu@0 {
			device_type = "cpu";
			compatible = "arm,cortex-m7";
			reg = <0>;
			#address-cells = <1>;
			#size-cells = <1>;

			mpu@e000ed90 {
				compatible = "arm,armv7m-mpu";
				reg = <0xe000ed90 0x40>;
				arm,num-mpu-regions = <16>;
			};
		};
	};

	rcc: rcc {
		compatible = "bench,clock-controller";
		#clock-cells = <2>;
	};

	pinctrl: pin-controller {
		compatible = "bench,pinctrl";
	};

	flash0: flash@8000000 {
		compatible = "soc-nv-flash";
		reg = <0x8000000 DT_SIZE_M(2)>;
	};

	sram0: memory@20000000 {
		compatible = "mmio-sram";
		reg = <0x20000000 DT_SIZE_K(256)>;
	};
};

${CONTROLLERS.map(({ file }) => `#include "${file}.dtsi"`).join('\n')}
#include "pinctrl.dtsi"
`,
);
write(
  'boards/memories.dtsi',
  `/ {
	dma_buffers: memory@30000000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <0x30000000 DT_SIZE_K(64)>;
		zephyr,memory-region = "DMA_BUFFERS";
		zephyr,memory-attr = <(DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_DMA)>;
	};

	frame: memory@d0000000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <0xd0000000 DT_SIZE_M(8)>;
		zephyr,memory-region = "FRAME";
		zephyr,memory-attr = <(DT_MEM_ARM_MPU_RAM | DT_MEM_CACHEABLE)>;
	};
};
`,
);
write(
  'boards/partitions.dtsi',
  `&flash0 {
	partitions {
		compatible = "fixed-partitions";
		#address-cells = <1>;
		#size-cells = <1>;
${range(16)
  .map(
    (i) =>
      `\n		part${i}: partition@${(i * 0x2_0000).toString(16)} {\n			label = "part-${i}";\n			reg = <${hex(i * 0x2_0000)} DT_SIZE_K(128)>;\n		};\n`,
  )
  .join('')}	};
};
`,
);
const enabled = [0, 3, 7].map(
  (i) =>
    `&uart${i} {\n	pinctrl-0 = <&af1_pa${i} &af1_pb${i}>;\n	pinctrl-names = "default";\n	current-speed = <115200>;\n	status = "okay";\n};\n`,
);
write(
  'boards/board.dts',
  `/dts-v1/;

#include "../soc/soc.dtsi"
#include "memories.dtsi"
#include "partitions.dtsi"

/ {
	model = "Board that measurements are made on";
	compatible = "bench,board";

	chosen {
		zephyr,console = &uart0;
		zephyr,sram = &sram0;
		zephyr,flash = &flash0;
		zephyr,code-partition = &part1;
	};

	aliases {
		serial0 = &uart0;
	};

	leds {
		compatible = "gpio-leds";
${range(8)
  .map((i) => `\n		led${i}: led-${i} {\n			gpios = <&gpio1 ${i} 0>;\n		};\n`)
  .join('')}	};
};

${enabled.join('\n')}`,
);
