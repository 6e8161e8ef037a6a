/**
 * The security controller of Arm's IoT Kit (ECM0601256, Secure Privilege Control Block), as far as it reaches the core: NSCCFG
 * says which of the IDAU's Secure regions are callable. What it tells protection controllers is not modelled.
 */
import type { PeripheralDescription } from '../board/description.js';
import type { PeripheralHost } from './peripheral.js';
import { COMPONENT_ID, RegisterDevice, type RegisterRow, identification } from './registers.js';

export const IOTKIT_SECURITY_CONTROL = [
  { name: 'NSCCFG', offset: 0x014, access: 'RW', writable: 3 }, // CODENSC, RAMNSC
] as const satisfies readonly RegisterRow[];

const IDENTIFICATION = identification(0xfd0, [0x04, 0, 0, 0, 0x52, 0xb8, 0x0b, 0x00, ...COMPONENT_ID]);

type Register = (typeof IOTKIT_SECURITY_CONTROL)[number]['name'];
type Description = Extract<PeripheralDescription, { kind: 'arm,iotkit-secctl' }>;

export class IotKitSecurityControl extends RegisterDevice<Register> {
  private nsccfg = 0;

  constructor(description: Description, host: PeripheralHost) {
    super(description, host, IOTKIT_SECURITY_CONTROL, IDENTIFICATION);
  }

  nextEvent(): number {
    return Infinity;
  }

  protected catchUp(): void {
    // Nothing happens by itself.
  }

  protected valueOf(): number {
    return this.nsccfg;
  }

  protected writeRegister(_name: Register, value: number): void {
    this.nsccfg = value;
    this.host.setCallable(value);
  }

  reset(): void {
    this.restore(0);
  }

  save(): number {
    return this.nsccfg;
  }

  restore(saved: unknown): void {
    this.nsccfg = saved as number;
    this.host.setCallable(this.nsccfg);
  }
}
