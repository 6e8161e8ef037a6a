/**
 * The APB UART of the Cortex-M System Design Kit (Arm DDI 0479, 4.3). Sending takes no virtual time: TXFULL is only
 * seen while the transmitter is off. Receiving takes ten bit times a byte; the peripheral clock is the core's.
 */
import type { PeripheralDescription } from '../board/description.js';
import { IncomingBytes, type IncomingState } from './incoming-bytes.js';
import type { PeripheralHost } from './peripheral.js';
import { COMPONENT_ID, RegisterDevice, type RegisterRow, identification } from './registers.js';

export const CMSDK_UART = [
  { name: 'DATA', offset: 0x000, access: 'RW', writable: 0xff },
  { name: 'STATE', offset: 0x004, access: 'RW', writable: 0xc },
  { name: 'CTRL', offset: 0x008, access: 'RW', writable: 0x7f },
  { name: 'INTSTATUS', offset: 0x00c, access: 'RW', writable: 0xf }, // INTCLEAR when written
  { name: 'BAUDDIV', offset: 0x010, access: 'RW', writable: 0xf_ffff },
] as const satisfies readonly RegisterRow[];

const IDENTIFICATION = identification(0xfd0, [0x04, 0, 0, 0, 0x21, 0xb8, 0x1b, 0x00, ...COMPONENT_ID]);

type Register = (typeof CMSDK_UART)[number]['name'];

const STATE = { TXFULL: 1, RXFULL: 2, TXOVERRUN: 4, RXOVERRUN: 8 } as const;
const CTRL = { TX_EN: 1, RX_EN: 2, TX_INTEN: 4, RX_INTEN: 8 } as const;
const INT = { TX: 1, RX: 2, TXO: 4, RXO: 8 } as const;

/** One start bit, eight data bits, one stop bit. */
const FRAME_BITS = 10;
/** Smaller divisors are not allowed (DDI 0479, 4.3.3); such a port is taken to run at this one. */
const MIN_BAUDDIV = 16;

interface State {
  readonly state: number;
  readonly ctrl: number;
  readonly interrupts: number;
  readonly bauddiv: number;
  readonly received: number;
  readonly unsent: number;
  readonly incoming: IncomingState;
}

type Description = Extract<PeripheralDescription, { kind: 'arm,cmsdk-uart' }>;

export class CmsdkUart extends RegisterDevice<Register> {
  private readonly description: Description;
  private readonly incoming = new IncomingBytes();
  private state = 0;
  private ctrl = 0;
  /** The latched TX and RX bits of INTSTATUS; the overrun bits follow from STATE and CTRL. */
  private interrupts = 0;
  private bauddiv = 0;
  private received = 0;
  /** A byte written while the transmitter was off. */
  private unsent = 0;

  constructor(description: Description, host: PeripheralHost) {
    super(description, host, CMSDK_UART, IDENTIFICATION);
    this.description = description;
  }

  private get intStatus(): number {
    return this.interrupts | (this.state & (this.ctrl >> 2) & (INT.TXO | INT.RXO));
  }

  private get frameTicks(): number {
    return FRAME_BITS * Math.max(this.bauddiv, MIN_BAUDDIV);
  }

  private get receiving(): boolean {
    return (this.ctrl & CTRL.RX_EN) !== 0;
  }

  private drive(): void {
    const status = this.intStatus;
    this.host.setInterrupt(this.description.rxInterrupt, (status & INT.RX) !== 0);
    this.host.setInterrupt(this.description.txInterrupt, (status & INT.TX) !== 0);
    const overrun = this.description.overrunInterrupt;
    if (overrun !== undefined) this.host.setInterrupt(overrun, (status & (INT.TXO | INT.RXO)) !== 0);
  }

  protected valueOf(name: Register): number {
    switch (name) {
      case 'DATA':
        return this.received;
      case 'STATE':
        return this.state;
      case 'CTRL':
        return this.ctrl;
      case 'INTSTATUS':
        return this.intStatus;
      case 'BAUDDIV':
        return this.bauddiv;
    }
  }

  protected override afterRead(name: Register): void {
    if (name === 'DATA') this.state &= ~STATE.RXFULL;
  }

  protected writeRegister(name: Register, value: number): void {
    switch (name) {
      case 'DATA':
        if ((this.state & STATE.TXFULL) !== 0) this.state |= STATE.TXOVERRUN;
        this.unsent = value;
        this.state |= STATE.TXFULL;
        this.transmit();
        break;
      case 'STATE':
        this.state &= ~value;
        break;
      case 'CTRL':
        if (!this.receiving && (value & CTRL.RX_EN) !== 0) this.incoming.start(this.host.now());
        this.ctrl = value;
        this.transmit();
        break;
      case 'INTSTATUS':
        this.interrupts &= ~value;
        this.state &= ~(value & (STATE.TXOVERRUN | STATE.RXOVERRUN));
        break;
      case 'BAUDDIV':
        this.bauddiv = value;
        break;
    }
    this.drive();
    this.host.rescheduled();
  }

  private transmit(): void {
    if ((this.state & STATE.TXFULL) === 0 || (this.ctrl & CTRL.TX_EN) === 0) return;
    this.host.output(this.name, this.unsent);
    this.state &= ~STATE.TXFULL;
    // The interrupt means: the buffer became free.
    if ((this.ctrl & CTRL.TX_INTEN) !== 0) this.interrupts |= INT.TX;
  }

  receive(byte: number): void {
    this.catchUp();
    this.incoming.push(byte, this.host.now());
    this.host.rescheduled();
  }

  protected catchUp(): void {
    while (this.nextEvent() <= this.host.now()) {
      const byte = this.incoming.take(this.frameTicks);
      if (byte === undefined) return;
      if ((this.state & STATE.RXFULL) !== 0) this.state |= STATE.RXOVERRUN;
      this.received = byte;
      this.state |= STATE.RXFULL;
      if ((this.ctrl & CTRL.RX_INTEN) !== 0) this.interrupts |= INT.RX;
      this.drive();
    }
  }

  nextEvent(): number {
    return this.receiving ? this.incoming.arrival(this.frameTicks) : Infinity;
  }

  /** Bytes that still wait outside are kept: the sender does not notice a reset. */
  reset(): void {
    this.state = 0;
    this.ctrl = 0;
    this.interrupts = 0;
    this.bauddiv = 0;
    this.received = 0;
    this.unsent = 0;
    this.drive();
    this.host.rescheduled();
  }

  save(): State {
    const { state, ctrl, interrupts, bauddiv, received, unsent } = this;
    return { state, ctrl, interrupts, bauddiv, received, unsent, incoming: this.incoming.save() };
  }

  restore(saved: unknown): void {
    const state = saved as State;
    this.state = state.state;
    this.ctrl = state.ctrl;
    this.interrupts = state.interrupts;
    this.bauddiv = state.bauddiv;
    this.received = state.received;
    this.unsent = state.unsent;
    this.incoming.restore(state.incoming);
    this.drive();
    this.host.rescheduled();
  }
}
