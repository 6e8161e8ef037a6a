/** From a board's description to its devices: one row a kind. */
import type { PeripheralDescription } from '../board/description.js';
import { CmsdkDualTimer } from './cmsdk-dual-timer.js';
import { CmsdkTimer } from './cmsdk-timer.js';
import { CmsdkUart } from './cmsdk-uart.js';
import { IotKitSecurityControl } from './iotkit-security-control.js';
import type { Peripheral, PeripheralHost } from './peripheral.js';
import { NrfUart } from './nrf-uart.js';
import { Pl011 } from './pl011.js';

type Kind = PeripheralDescription['kind'];
type Constructor<K extends Kind> = (
  description: Extract<PeripheralDescription, { kind: K }>,
  host: PeripheralHost,
) => Peripheral;

const CONSTRUCTORS: { readonly [K in Kind]: Constructor<K> } = {
  'arm,cmsdk-uart': (description, host) => new CmsdkUart(description, host),
  'arm,cmsdk-timer': (description, host) => new CmsdkTimer(description, host),
  'arm,cmsdk-dualtimer': (description, host) => new CmsdkDualTimer(description, host),
  'arm,iotkit-secctl': (description, host) => new IotKitSecurityControl(description, host),
  'nordic,nrf-uart': (description, host) => new NrfUart(description, host),
  'arm,pl011': (description, host) => new Pl011(description, host),
};

/** One device, out of reset. It drives its interrupt lines alone: for lines that devices share, see `createPeripherals`. */
export function createPeripheral(description: PeripheralDescription, host: PeripheralHost): Peripheral {
  // The row of a kind takes exactly that kind; the compiler cannot see the two together.
  const construct = CONSTRUCTORS[description.kind] as Constructor<Kind>;
  return construct(description, host);
}

/**
 * All devices of a board, in the order of their descriptions. Where several drive one interrupt line, the line that
 * `host` sees is high while any of them is. `restore` drives the lines anew: restore the devices before the interrupt
 * controller.
 */
export function createPeripherals(
  descriptions: readonly PeripheralDescription[],
  host: PeripheralHost,
): readonly Peripheral[] {
  const drivers = new Map<number, Set<string>>();
  return descriptions.map((description) => {
    const setInterrupt = (line: number, level: boolean): void => {
      const high = drivers.get(line) ?? new Set();
      drivers.set(line, high);
      if (level) high.add(description.name);
      else high.delete(description.name);
      host.setInterrupt(line, high.size > 0);
    };
    return createPeripheral(description, {
      now: () => host.now(),
      setInterrupt,
      rescheduled: () => host.rescheduled(),
      setCallable: (bits) => host.setCallable(bits),
      output: (device, byte) => host.output(device, byte),
      clockHz: host.clockHz,
    });
  });
}
