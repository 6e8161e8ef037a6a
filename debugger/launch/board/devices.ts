/** Devices that the emulator has a model of, by `compatible`: how their devicetree node becomes a description. */
import type { PeripheralDescription } from '../../../emulator/index.js';

/** What a node says of its device. */
export interface DeviceNode {
  readonly name: string;
  readonly base: number;
  /** Numbers of the NVIC's interrupts, in order. */
  readonly interrupts: readonly number[];
  /** `interrupt-names`, as many as there are. */
  readonly interruptNames: readonly string[];
}

/** Undefined: the node lacks an interrupt that the device needs. */
type DeviceFactory = (node: DeviceNode) => PeripheralDescription | undefined;

/** The interrupt of that name; without names, the one at that place. */
function interrupt({ interrupts, interruptNames }: DeviceNode, name: string, place: number): number | undefined {
  if (interruptNames.length === 0) return interrupts[place];
  const index = interruptNames.indexOf(name);
  return index < 0 ? undefined : interrupts[index];
}

/** Zephyr's binding names the interrupts; Linux's lists receive, transmit, overrun in this order. */
function cmsdkUart(node: DeviceNode): PeripheralDescription | undefined {
  const rxInterrupt = interrupt(node, 'rx', 0);
  const txInterrupt = interrupt(node, 'tx', 1);
  const overrunInterrupt = interrupt(node, 'overrun', 2);
  if (rxInterrupt === undefined || txInterrupt === undefined) return undefined;
  const { name, base } = node;
  const overrun = overrunInterrupt === undefined ? {} : { overrunInterrupt };
  return { kind: 'arm,cmsdk-uart', name, base, rxInterrupt, txInterrupt, ...overrun };
}

function timer(kind: 'arm,cmsdk-timer' | 'arm,cmsdk-dualtimer'): DeviceFactory {
  return ({ name, base, interrupts: [first] }) =>
    first === undefined ? undefined : { kind, name, base, interrupt: first };
}

function pl011(designer: 'arm' | 'luminary'): DeviceFactory {
  return ({ name, base, interrupts: [first] }) =>
    first === undefined ? undefined : { kind: 'arm,pl011', name, base, interrupt: first, designer };
}

function nrfUart({ name, base, interrupts: [first] }: DeviceNode): PeripheralDescription | undefined {
  return first === undefined ? undefined : { kind: 'nordic,nrf-uart', name, base, interrupt: first };
}

function securityControl({ name, base }: DeviceNode): PeripheralDescription {
  return { kind: 'arm,iotkit-secctl', name, base };
}

const DEVICES: Readonly<Record<string, DeviceFactory>> = {
  'arm,cmsdk-uart': cmsdkUart,
  'arm,mps2-uart': cmsdkUart,
  'arm,cmsdk-timer': timer('arm,cmsdk-timer'),
  'arm,mps2-timer': timer('arm,cmsdk-timer'),
  'arm,cmsdk-dtimer': timer('arm,cmsdk-dualtimer'),
  'arm,iotkit-secctl': securityControl,
  'nordic,nrf-uart': nrfUart,
  'arm,pl011': pl011('arm'),
  'ti,stellaris-uart': pl011('luminary'),
};

/** The first of a node's compatible strings that there is a model for. */
export function deviceFor(compatible: readonly string[]): DeviceFactory | undefined {
  const name = compatible.find((one) => Object.hasOwn(DEVICES, one));
  return name === undefined ? undefined : DEVICES[name];
}
