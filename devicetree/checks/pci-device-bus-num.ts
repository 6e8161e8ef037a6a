/** pci_device_bus_num: the bus in a PCI device's `reg` lies in the bridge's `bus-range` (dtc 1.7 looks at its end too). */
import { cellAt, valueRange } from '../model/index.js';
import { WARNING, type Check } from './check.js';

export const pciDeviceBusNum: Check = {
  name: 'pci_device_bus_num',
  level: WARNING,
  properties: ['reg'],
  property: (property, { facts, reportProperty }) => {
    const { parent } = property.node;
    if (parent === undefined) return;
    const { isPciBridge, isSimpleBus } = facts(parent);
    if (!isPciBridge || isSimpleBus || property.bytes.length < 4) return;
    const bus = (cellAt(property.bytes, 0) >>> 16) & 0xff;
    const busRange = parent.properties.get('bus-range')?.bytes;
    if (busRange !== undefined && busRange.length < 8) return;
    const first = busRange === undefined ? 0 : cellAt(busRange, 0);
    const last = busRange === undefined ? 0 : cellAt(busRange, 4);
    if (bus >= first && bus <= last) return;
    reportProperty(property, `PCI bus ${bus} does not lie in the bridge's range ${first} to ${last}.`, {
      range: valueRange(property, 0, 4),
    });
  },
};
