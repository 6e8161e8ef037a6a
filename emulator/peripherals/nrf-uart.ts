/**
 * The UART of Nordic's nRF51 (nRF51 Series Reference Manual 3.0, chapter 29): tasks start and stop it, events say what happened.
 * Sending takes no virtual time. Receiving takes ten bit times a byte and goes through the FIFO of six. Flow control is not
 * modelled.
 */
import type { PeripheralDescription } from '../board/description.js';
import { IncomingBytes, type IncomingState } from './incoming-bytes.js';
import type { PeripheralHost } from './peripheral.js';
import { RegisterDevice, type RegisterRow } from './registers.js';

export const NRF_UART = [
  { name: 'STARTRX', offset: 0x000, access: 'WO', writable: 1 },
  { name: 'STOPRX', offset: 0x004, access: 'WO', writable: 1 },
  { name: 'STARTTX', offset: 0x008, access: 'WO', writable: 1 },
  { name: 'STOPTX', offset: 0x00c, access: 'WO', writable: 1 },
  { name: 'SUSPEND', offset: 0x01c, access: 'WO', writable: 1 },
  { name: 'CTS', offset: 0x100, access: 'RW', writable: 1 },
  { name: 'NCTS', offset: 0x104, access: 'RW', writable: 1 },
  { name: 'RXDRDY', offset: 0x108, access: 'RW', writable: 1 },
  { name: 'TXDRDY', offset: 0x11c, access: 'RW', writable: 1 },
  { name: 'ERROR', offset: 0x124, access: 'RW', writable: 1 },
  { name: 'RXTO', offset: 0x144, access: 'RW', writable: 1 },
  { name: 'SHORTS', offset: 0x200, access: 'RW', writable: 0x18 },
  { name: 'INTEN', offset: 0x300, access: 'RW', writable: 0x2_0287 },
  { name: 'INTENSET', offset: 0x304, access: 'RW', writable: 0x2_0287 },
  { name: 'INTENCLR', offset: 0x308, access: 'RW', writable: 0x2_0287 },
  { name: 'ERRORSRC', offset: 0x480, access: 'RW', writable: 0xf },
  { name: 'ENABLE', offset: 0x500, access: 'RW', writable: 7 },
  { name: 'PSELRTS', offset: 0x508, access: 'RW' },
  { name: 'PSELTXD', offset: 0x50c, access: 'RW' },
  { name: 'PSELCTS', offset: 0x510, access: 'RW' },
  { name: 'PSELRXD', offset: 0x514, access: 'RW' },
  { name: 'RXD', offset: 0x518, access: 'RO' },
  { name: 'TXD', offset: 0x51c, access: 'WO', writable: 0xff },
  { name: 'BAUDRATE', offset: 0x524, access: 'RW' },
  { name: 'CONFIG', offset: 0x56c, access: 'RW', writable: 0xf },
] as const satisfies readonly RegisterRow[];

type Register = (typeof NRF_UART)[number]['name'];
type Description = Extract<PeripheralDescription, { kind: 'nordic,nrf-uart' }>;

/** Events by their bit in INTEN. */
const EVENTS = { CTS: 0, NCTS: 1, RXDRDY: 2, TXDRDY: 7, ERROR: 9, RXTO: 17 } as const;
type EventName = keyof typeof EVENTS;

/** Registers that hold what is written to them and do nothing, with their value out of reset. */
const KEPT = {
  SHORTS: 0,
  PSELRTS: 0xffff_ffff,
  PSELTXD: 0xffff_ffff,
  PSELCTS: 0xffff_ffff,
  PSELRXD: 0xffff_ffff,
  BAUDRATE: 0x0400_0000,
  CONFIG: 0,
} as const;
type Kept = Record<keyof typeof KEPT, number>;

const ENABLED = 4;
const OVERRUN = 1;
const FIFO_BYTES = 6;
/** One start bit, eight data bits, one stop bit. */
const FRAME_BITS = 10;
/** BAUDRATE is the rate in units of the peripheral clock of 16 MHz over 2^32. */
const RATE_UNIT_HZ = 16_000_000 / 2 ** 32;

interface State {
  readonly kept: Kept;
  readonly events: number;
  readonly interrupts: number;
  readonly errors: number;
  readonly enable: number;
  readonly sending: boolean;
  readonly receiving: boolean;
  readonly fifo: readonly number[];
  readonly last: number;
  readonly incoming: IncomingState;
}

function isEvent(name: Register): name is EventName {
  return name in EVENTS;
}

function isKept(name: Register): name is keyof typeof KEPT {
  return name in KEPT;
}

export class NrfUart extends RegisterDevice<Register> {
  private readonly description: Description;
  private readonly incoming = new IncomingBytes();
  private kept: Kept = { ...KEPT };
  /** Bits as in INTEN. */
  private events = 0;
  private interrupts = 0;
  private errors = 0;
  private enable = 0;
  private sending = false;
  private receiving = false;
  private fifo: number[] = [];
  private last = 0;

  constructor(description: Description, host: PeripheralHost) {
    super(description, host, NRF_UART, new Map());
    this.description = description;
  }

  private get enabled(): boolean {
    return this.enable === ENABLED;
  }

  private get frameTicks(): number {
    const baud = Math.max(1, this.kept.BAUDRATE * RATE_UNIT_HZ);
    return Math.max(1, Math.round((FRAME_BITS * this.host.clockHz) / baud));
  }

  protected valueOf(name: Register): number {
    if (isEvent(name)) return (this.events >>> EVENTS[name]) & 1;
    if (isKept(name)) return this.kept[name];
    switch (name) {
      case 'INTEN':
      case 'INTENSET':
      case 'INTENCLR':
        return this.interrupts;
      case 'ERRORSRC':
        return this.errors;
      case 'ENABLE':
        return this.enable;
      case 'RXD':
        return this.fifo[0] ?? this.last;
      default:
        return 0;
    }
  }

  protected override afterRead(name: Register): void {
    if (name !== 'RXD' || this.fifo.length === 0) return;
    this.last = this.fifo.shift()!;
    if (this.fifo.length > 0) this.raise('RXDRDY');
  }

  private raise(event: EventName): void {
    this.events |= 1 << EVENTS[event];
    this.drive();
  }

  private drive(): void {
    this.host.setInterrupt(this.description.interrupt, (this.events & this.interrupts) !== 0);
  }

  protected writeRegister(name: Register, value: number): void {
    if (isKept(name)) this.kept[name] = value;
    else if (isEvent(name)) this.events = (this.events & ~(1 << EVENTS[name])) | (value << EVENTS[name]);
    else this.command(name, value);
    this.drive();
    this.host.rescheduled();
  }

  private command(name: Exclude<Register, EventName | keyof Kept>, value: number): void {
    switch (name) {
      case 'INTEN':
        this.interrupts = value;
        break;
      case 'INTENSET':
        this.interrupts |= value;
        break;
      case 'INTENCLR':
        this.interrupts &= ~value;
        break;
      case 'ERRORSRC':
        this.errors &= ~value;
        break;
      case 'ENABLE':
        this.enable = value;
        if (!this.enabled) this.stop(true, true);
        break;
      case 'TXD':
        this.transmit(value);
        break;
      case 'RXD':
        break;
      default:
        if (value === 1 && this.enabled) this.task(name);
    }
  }

  private task(name: 'STARTRX' | 'STOPRX' | 'STARTTX' | 'STOPTX' | 'SUSPEND'): void {
    switch (name) {
      case 'STARTTX':
        this.sending = true;
        break;
      case 'STARTRX':
        if (!this.receiving) this.incoming.start(this.host.now());
        this.receiving = true;
        break;
      default:
        this.stop(name !== 'STOPRX', name !== 'STOPTX');
        if (name !== 'STOPTX') this.raise('RXTO');
    }
  }

  private stop(sending: boolean, receiving: boolean): void {
    if (sending) this.sending = false;
    if (receiving) this.receiving = false;
  }

  private transmit(byte: number): void {
    if (!this.sending) return;
    this.host.output(this.name, byte);
    this.raise('TXDRDY');
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
      if (this.fifo.length < FIFO_BYTES) {
        this.fifo.push(byte);
        if (this.fifo.length === 1) this.raise('RXDRDY');
      } else {
        this.errors |= OVERRUN;
        this.raise('ERROR');
      }
    }
  }

  nextEvent(): number {
    return this.receiving ? this.incoming.arrival(this.frameTicks) : Infinity;
  }

  /** Bytes that still wait outside are kept: the sender does not notice a reset. */
  reset(): void {
    this.kept = { ...KEPT };
    this.events = 0;
    this.interrupts = 0;
    this.errors = 0;
    this.enable = 0;
    this.stop(true, true);
    this.fifo = [];
    this.last = 0;
    this.drive();
    this.host.rescheduled();
  }

  save(): State {
    const { events, interrupts, errors, enable, sending, receiving, last } = this;
    const kept = { ...this.kept };
    const fifo = [...this.fifo];
    return { kept, events, interrupts, errors, enable, sending, receiving, fifo, last, incoming: this.incoming.save() };
  }

  restore(saved: unknown): void {
    const state = saved as State;
    this.kept = { ...state.kept };
    this.events = state.events;
    this.interrupts = state.interrupts;
    this.errors = state.errors;
    this.enable = state.enable;
    this.sending = state.sending;
    this.receiving = state.receiving;
    this.fifo = [...state.fifo];
    this.last = state.last;
    this.incoming.restore(state.incoming);
    this.drive();
    this.host.rescheduled();
  }
}
