/** Properties that need no binding: those of the Devicetree Specification (v0.4, 2.3 to 2.5 and chapter 3) and Zephyr's own. */

export interface StandardProperty {
  readonly name: string;
  /** `string`, `cells`, `empty` …, for people. */
  readonly type: string;
  readonly words: string;
  /** As a snippet behind the name: ` = <$1>;`. */
  readonly snippet: string;
  /** Only in these nodes, by path; everywhere if not given. */
  readonly only?: '/' | '/chosen' | '/aliases' | '/cpus';
}

const CELLS = ' = <$1>;';
const STRING = ' = "$1";';
const REFERENCE = ' = <&$1>;';
const EMPTY = ';';

function row(
  name: string,
  type: string,
  snippet: string,
  words: string,
  only?: StandardProperty['only'],
): StandardProperty {
  return only === undefined ? { name, type, words, snippet } : { name, type, words, snippet, only };
}

export const STANDARD_PROPERTIES: readonly StandardProperty[] = [
  row(
    'compatible',
    'strings',
    STRING,
    'What the device is, the most specific first. It chooses the driver, and in Zephyr the binding.',
  ),
  row(
    'status',
    'string',
    STRING,
    'Whether the device is used: `okay`, `disabled`, `reserved`, `fail`. Without it the node counts as okay.',
  ),
  row(
    'reg',
    'addresses and sizes',
    CELLS,
    "Addresses and sizes in the parent's address space; the parent's `#address-cells` and `#size-cells` say how many cells each takes.",
  ),
  row(
    'ranges',
    'address windows',
    EMPTY,
    'How addresses of the children map to those of the parent. Empty: they are the same. Missing: children cannot be reached.',
  ),
  row('dma-ranges', 'address windows', EMPTY, "How the children's DMA addresses map to those of the parent."),
  row(
    '#address-cells',
    'one cell',
    CELLS,
    "How many cells an address takes in the children's `reg` and in `ranges`. Default 2.",
  ),
  row('#size-cells', 'one cell', CELLS, "How many cells a size takes in the children's `reg`. Default 1."),
  row(
    'interrupts',
    'cells',
    CELLS,
    "The interrupts that the device raises; the interrupt parent's `#interrupt-cells` says how many cells each takes.",
  ),
  row(
    'interrupts-extended',
    'references with cells',
    REFERENCE,
    'Interrupts of several controllers, each with its controller in front. It wins over `interrupts`.',
  ),
  row(
    'interrupt-parent',
    'reference',
    REFERENCE,
    'The controller that `interrupts` go to, for this node and those below.',
  ),
  row('interrupt-controller', 'empty', EMPTY, 'The node receives interrupts.'),
  row('#interrupt-cells', 'one cell', CELLS, 'How many cells an interrupt of this controller takes.'),
  row('interrupt-map', 'rows of cells', CELLS, "Leads children's interrupts to other controllers."),
  row('interrupt-map-mask', 'cells', CELLS, 'The bits that `interrupt-map` compares.'),
  row('phandle', 'one cell', CELLS, 'A number that references use. dtc and Zephyr give it themselves.'),
  row('virtual-reg', 'one cell', CELLS, 'A virtual address for the first block of `reg`.'),
  row('dma-coherent', 'empty', EMPTY, 'DMA of the device is coherent with the caches.'),
  row('device_type', 'string', STRING, 'Only for `cpu` and `memory` nodes.'),
  row('clock-frequency', 'one or two cells', CELLS, 'A frequency in hertz.'),
  row('label', 'string', STRING, 'A name for people.'),
  row('model', 'string', STRING, 'Manufacturer and model of the board.'),
  row('serial-number', 'string', STRING, "The board's serial number.", '/'),
  row('bootargs', 'string', STRING, 'Arguments of the operating system.', '/chosen'),
  row('stdout-path', 'path', STRING, 'Where output goes at boot.', '/chosen'),
  row(
    'zephyr,sram',
    'path',
    ' = &$1;',
    "The RAM that the image's data is linked into. The MPU's SRAM region covers it.",
    '/chosen',
  ),
  row(
    'zephyr,flash',
    'path',
    ' = &$1;',
    "The flash that the image is linked into. The MPU's FLASH region covers it.",
    '/chosen',
  ),
  row('zephyr,code-partition', 'path', ' = &$1;', 'The flash partition that the image is linked into.', '/chosen'),
  row('zephyr,console', 'path', ' = &$1;', 'The UART that printk writes to.', '/chosen'),
  row('zephyr,shell-uart', 'path', ' = &$1;', "The shell's UART.", '/chosen'),
  row(
    'zephyr,dtcm',
    'path',
    ' = &$1;',
    'Tightly coupled data memory: the linker puts `__dtcm_…` sections there.',
    '/chosen',
  ),
  row(
    'zephyr,itcm',
    'path',
    ' = &$1;',
    'Tightly coupled instruction memory: the linker puts `__itcm_section` code there.',
    '/chosen',
  ),
  row(
    'zephyr,memory-attr',
    'one cell',
    ' = <$1>;',
    'What the memory is like, in macros of `zephyr/dt-bindings/memory-attr/`. Its Arm type decides which MPU region Zephyr programs for the node at boot.',
  ),
  row(
    'zephyr,memory-region',
    'string',
    STRING,
    'The name of a linker region that the node makes: variables can be placed in it.',
  ),
  row(
    'zephyr,memory-region-flags',
    'string',
    STRING,
    'Flags of that linker region: `r`, `w`, `x`, `a`, `i`, `l`, `!`.',
  ),
];

const BY_NAME: ReadonlyMap<string, StandardProperty> = new Map(STANDARD_PROPERTIES.map((each) => [each.name, each]));

export function standardProperty(name: string): StandardProperty | undefined {
  return BY_NAME.get(name);
}

/** Values of `status` (Devicetree Specification v0.4, table 2.4). */
export const STATUS_VALUES: ReadonlyMap<string, string> = new Map([
  ['okay', 'The device is used.'],
  ['disabled', 'The device is not used; a later file may enable it.'],
  ['reserved', 'The device works, but something else than this software uses it.'],
  ['fail', 'The device does not work.'],
]);
