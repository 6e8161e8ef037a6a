/**
 * Lists of phandles with arguments, one row each: `clocks_property` looks at the list, `clocks_is_cell` at the provider's
 * `#clock-cells`. gpios_property and deprecated_gpio_property go by the end of a property's name.
 */
import {
  cellAt,
  nodeNameRange,
  phandleOffsets,
  readU32,
  valueRange,
  wholeValueRange,
  type DevicetreeNode,
  type DevicetreeProperty,
} from '../model/index.js';
import { OFF, WARNING, type Check, type CheckContext, type ReportDetails } from './check.js';
import { cellCheck } from './type-checks.js';

interface Provider {
  /** dtc's name of the pair of checks. */
  readonly name: string;
  readonly property: string;
  readonly cells: string;
  /** A provider without `cells` takes no arguments. */
  readonly optional?: boolean;
}

const PROVIDERS: readonly Provider[] = [
  { name: 'clocks', property: 'clocks', cells: '#clock-cells' },
  { name: 'cooling_device', property: 'cooling-device', cells: '#cooling-cells' },
  { name: 'dmas', property: 'dmas', cells: '#dma-cells' },
  { name: 'hwlocks', property: 'hwlocks', cells: '#hwlock-cells' },
  { name: 'interrupts_extended', property: 'interrupts-extended', cells: '#interrupt-cells' },
  { name: 'io_channels', property: 'io-channels', cells: '#io-channel-cells' },
  { name: 'iommus', property: 'iommus', cells: '#iommu-cells' },
  { name: 'mboxes', property: 'mboxes', cells: '#mbox-cells' },
  { name: 'msi_parent', property: 'msi-parent', cells: '#msi-cells', optional: true },
  { name: 'mux_controls', property: 'mux-controls', cells: '#mux-control-cells' },
  { name: 'phys', property: 'phys', cells: '#phy-cells' },
  { name: 'power_domains', property: 'power-domains', cells: '#power-domain-cells' },
  { name: 'pwms', property: 'pwms', cells: '#pwm-cells' },
  { name: 'resets', property: 'resets', cells: '#reset-cells' },
  { name: 'sound_dai', property: 'sound-dai', cells: '#sound-dai-cells' },
  { name: 'thermal_sensors', property: 'thermal-sensors', cells: '#thermal-sensor-cells' },
];

export const PROVIDER_CHECKS: readonly Check[] = [
  ...PROVIDERS.flatMap(({ name, property, cells, optional }): Check[] => [
    {
      name: `${name}_property`,
      level: WARNING,
      properties: [property],
      property: (list, context) => checkList(list, cells, optional === true, context),
    },
    cellCheck(name, cells),
  ]),
  {
    name: 'gpios_property',
    level: WARNING,
    properties: isGpio,
    property: (property, context) => {
      // A hog's `gpios` names pins of the controller that it is a child of.
      if (!property.node.properties.has('gpio-hog')) checkList(property, '#gpio-cells', false, context);
    },
  },
  {
    name: 'deprecated_gpio_property',
    level: OFF,
    properties: (name) => isGpio(name) && name.endsWith('gpio'),
    property: (property, { reportProperty }) => {
      reportProperty(property, `'${property.name}s' has replaced '${property.name}'.`, { tag: 'deprecated' });
    },
  },
];

/** `gpios`, `reset-gpios`, and the older `gpio`; `<vendor>,nr-gpios` is a count. */
function isGpio(name: string): boolean {
  if (!name.endsWith('gpio') && !name.endsWith('gpios')) return false;
  if (name.endsWith(',nr-gpios')) return false;
  return name === 'gpio' || name === 'gpios' || name.endsWith('-gpio') || name.endsWith('-gpios');
}

function checkList(property: DevicetreeProperty, cellsName: string, optional: boolean, context: CheckContext): void {
  const { bytes } = property;
  if (bytes.length % 4 !== 0) {
    const range = wholeValueRange(property);
    context.reportProperty(property, `'${property.name}' is made of cells of 4 bytes; it has ${bytes.length} bytes.`, {
      range,
    });
    return;
  }
  const references = phandleOffsets(property);
  let reference = 0;
  for (let at = 0; at < bytes.length;) {
    while (references[reference] !== undefined && references[reference]! < at) reference++;
    const taken = checkEntry(property, at, references[reference] === at, cellsName, optional, context);
    if (taken === undefined) return;
    at += taken;
  }
}

/** Bytes that the entry at `at` takes, or undefined where nobody can tell. */
function checkEntry(
  property: DevicetreeProperty,
  at: number,
  isReference: boolean,
  cellsName: string,
  optional: boolean,
  context: CheckContext,
): number | undefined {
  const { tree, reportProperty } = context;
  const phandle = cellAt(property.bytes, at);
  // An entry may be left open; in a plugin it may also be one that somebody else fills in.
  if (phandle === 0 || phandle === 0xffff_ffff) return tree.isPlugin ? undefined : 4;
  if (!isReference) {
    const message = `A reference to a node is expected here, not the number ${phandle}.`;
    reportProperty(property, message, { range: valueRange(property, at, 4) });
  }
  const provider = tree.phandles.get(phandle);
  if (provider === undefined) {
    const message = `No node has the phandle 0x${phandle.toString(16)}.`;
    reportProperty(property, message, { range: valueRange(property, at, 4) });
    return undefined;
  }
  const cells = provider.properties.get(cellsName);
  if (cells === undefined && !optional) {
    const message = `${provider.path} has no ${cellsName}, so it cannot be used in '${property.name}'.`;
    context.reportNode(property.node, message, placeOf(property, at, provider));
    return undefined;
  }
  const count = cells === undefined ? 0 : readU32(cells);
  // One that is no cell is reported where it stands.
  if (count === undefined) return undefined;
  if (at + 4 * (count + 1) <= property.bytes.length) return 4 * (count + 1);
  const message = `${provider.path} takes ${count} ${count === 1 ? 'cell' : 'cells'} after its phandle (${cellsName}); there are fewer.`;
  reportProperty(property, message, placeOf(property, at, provider));
  return undefined;
}

function placeOf(property: DevicetreeProperty, at: number, provider: DevicetreeNode): ReportDetails {
  const range = valueRange(property, at, 4);
  const place = nodeNameRange(provider);
  return place === undefined ? { range } : { range, related: [{ range: place, message: provider.path }] };
}
