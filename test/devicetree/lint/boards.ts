/** Boards that the examples of rules stand on, and Zephyr's memory attribute headers as our table knows them. */
import {
  ATTRIBUTE_HEADERS,
  builtInAttributes,
  type AttributeGroup,
  type ZephyrVersion,
} from '../../../devicetree/zephyr/index.js';

/** The cores that tests ask for. Each has flash at 0, 256 KiB of RAM at 0x20000000, and one UART at 0x40004000. */
export const CORES = {
  m0plus: { cpu: 'arm,cortex-m0+', mpu: 'arm,armv6m-mpu', regions: 8 },
  m3: { cpu: 'arm,cortex-m3', mpu: 'arm,armv7m-mpu', regions: 8 },
  m4: { cpu: 'arm,cortex-m4f', mpu: 'arm,armv7m-mpu', regions: 8 },
  m7: { cpu: 'arm,cortex-m7', mpu: 'arm,armv7m-mpu', regions: 16 },
  m33: { cpu: 'arm,cortex-m33', mpu: 'arm,armv8m-mpu', regions: 8 },
  m55: { cpu: 'arm,cortex-m55', mpu: 'arm,armv8.1m-mpu', regions: 16 },
  r5: { cpu: 'arm,cortex-r5', mpu: undefined, regions: 0 },
} as const;

export type Core = keyof typeof CORES;

export const BOARD_PATH = '/project/boards/board.dtsi';
export const INCLUDE_PATH = '/zephyr/include';

/** The board's part before an example. */
export function boardText(core: Core): string {
  const { cpu, mpu, regions } = CORES[core];
  const mpuNode =
    mpu === undefined
      ? ''
      : `
      mpu: mpu@e000ed90 {
        compatible = "${mpu}";
        reg = <0xe000ed90 0x40>;
        arm,num-mpu-regions = <${regions}>;
      };`;
  return `/ {
  #address-cells = <1>;
  #size-cells = <1>;
  chosen {
    zephyr,sram = &sram0;
    zephyr,flash = &flash0;
  };
  cpus {
    #address-cells = <1>;
    #size-cells = <0>;
    cpu@0 {
      compatible = "${cpu}";
      reg = <0>;
      #address-cells = <1>;
      #size-cells = <1>;${mpuNode}
    };
  };
  flash0: flash@0 {
    compatible = "soc-nv-flash";
    reg = <0x0 0x100000>;
  };
  sram0: memory@20000000 {
    compatible = "mmio-sram";
    reg = <0x20000000 0x40000>;
  };
  soc {
    compatible = "simple-bus";
    #address-cells = <1>;
    #size-cells = <1>;
    ranges;
    uart0: uart@40004000 {
      compatible = "arm,cmsdk-uart";
      reg = <0x40004000 0x1000>;
    };
  };
};
`;
}

const SHIFT_MACROS: Readonly<Partial<Record<AttributeGroup, readonly [name: string, bits: number]>>> = {
  arm: ['DT_MEM_ARM', 20],
  software: ['DT_MEM_SW', 16],
  riscv: ['DT_MEM_RISCV', 20],
  xtensa: ['DT_MEM_XTENSA', 20],
};

/** A header of Zephyr's, with the macros that its release has. */
export function headerText(group: AttributeGroup, version: ZephyrVersion): string {
  const lines: string[] = group === 'generic' ? [] : [`#include <${ATTRIBUTE_HEADERS.generic}>`];
  const shift = SHIFT_MACROS[group];
  if (shift !== undefined) lines.push(`#define ${shift[0]}(x) ((x) << ${shift[1]})`);
  for (const { name, value, raw, group: own } of builtInAttributes(version).macros.values()) {
    if (own !== group) continue;
    if (raw !== undefined && shift !== undefined) {
      lines.push(`#define ${raw.name} (1 << ${Math.log2(raw.value)})`, `#define ${name} ${shift[0]}(${raw.name})`);
    } else {
      lines.push(`#define ${name} 0x${value.toString(16)}`);
    }
  }
  return [`#ifndef GUARD_${group}`, `#define GUARD_${group}`, ...lines, '#endif', ''].join('\n');
}

/** Every header by its path. */
export function headers(version: ZephyrVersion): Readonly<Record<string, string>> {
  const groups = Object.keys(ATTRIBUTE_HEADERS) as AttributeGroup[];
  return Object.fromEntries(
    groups.map((group) => [`${INCLUDE_PATH}/${ATTRIBUTE_HEADERS[group]}`, headerText(group, version)]),
  );
}
