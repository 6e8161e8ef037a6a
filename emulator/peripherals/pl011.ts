/**
 * The PrimeCell UART PL011 (Arm DDI 0183) and its Luminary variant. Sending takes no virtual time and, as in QEMU, works
 * before CR enables the port; receiving takes the frame's bit times a byte. DMA, infra-red and flow control do nothing.
 */
import type { PeripheralDescription } from '../board/description.js';
import { IncomingBytes, type IncomingState } from './incoming-bytes.js';
import type { PeripheralHost } from './peripheral.js';
import { COMPONENT_ID, type FixedRegisters, RegisterDevice, type RegisterRow, identification } from './registers.js';

export const PL011 = [
  { name: 'DR', offset: 0x000, access: 'RW', writable: 0xff },
  { name: 'RSR', offset: 0x004, access: 'RW' }, // ECR when written
  { name: 'FR', offset: 0x018, access: 'RO' },
  { name: 'ILPR', offset: 0x020, access: 'RW', writable: 0xff },
  { name: 'IBRD', offset: 0x024, access: 'RW', writable: 0xffff },
  { name: 'FBRD', offset: 0x028, access: 'RW', writable: 0x3f },
  { name: 'LCR_H', offset: 0x02c, access: 'RW', writable: 0xff },
  { name: 'CR', offset: 0x030, access: 'RW', writable: 0xff87 },
  { name: 'IFLS', offset: 0x034, access: 'RW', writable: 0x3f },
  { name: 'IMSC', offset: 0x038, access: 'RW', writable: 0x7ff },
  { name: 'RIS', offset: 0x03c, access: 'RO' },
  { name: 'MIS', offset: 0x040, access: 'RO' },
  { name: 'ICR', offset: 0x044, access: 'WO', writable: 0x7ff },
  { name: 'DMACR', offset: 0x048, access: 'RW', writable: 7 },
] as const satisfies readonly RegisterRow[];

type Register = (typeof PL011)[number]['name'];
type Description = Extract<PeripheralDescription, { kind: 'arm,pl011' }>;

const IDENTIFICATIONS: Readonly<Record<NonNullable<Description['designer']>, FixedRegisters>> = {
  arm: identification(0xfe0, [0x11, 0x10, 0x14, 0x00, ...COMPONENT_ID]),
  luminary: identification(0xfe0, [0x11, 0x00, 0x18, 0x01, ...COMPONENT_ID]),
};

const FR = { CTS: 1, DSR: 2, DCD: 4, RXFE: 0x10, RXFF: 0x40, TXFE: 0x80, RI: 0x100 } as const;
const LCR_H = { PEN: 2, STP2: 8, FEN: 0x10 } as const;
const INT = { RI: 1, CTS: 2, DCD: 4, DSR: 8, RX: 0x10, TX: 0x20, RT: 0x40, OE: 0x400 } as const;
const CR = { LBE: 0x80, DTR: 0x400, RTS: 0x800, OUT1: 0x1000, OUT2: 0x2000 } as const;
const CR_RESET = 0x300;
const IFLS_RESET = 0x12;

/** The overrun bit of DR and of RSR. */
const DR_OE = 0x800;
const RSR_OE = 8;

const FIFO_DEPTH = 16;
/** Characters at which the receive interrupt rises, by IFLS.RXIFLSEL; reserved values are taken as 7/8. */
const RECEIVE_TRIGGERS = [2, 4, 8, 12, 14, 14, 14, 14] as const;
/** Silence after which the receive timeout interrupt rises (DDI 0183, 2.8.3). */
const TIMEOUT_BITS = 32;

/** In loopback mode the outputs of the first column are the inputs of the second (DDI 0183, 2.4.5). */
const LOOPBACK = [
  { output: CR.RTS, input: FR.CTS, interrupt: INT.CTS },
  { output: CR.DTR, input: FR.DSR, interrupt: INT.DSR },
  { output: CR.OUT1, input: FR.DCD, interrupt: INT.DCD },
  { output: CR.OUT2, input: FR.RI, interrupt: INT.RI },
] as const;

interface State {
  readonly fifo: readonly number[];
  /** A byte was lost; the next one that is kept says so. */
  readonly overrun: boolean;
  readonly rsr: number;
  readonly modem: number;
  readonly ilpr: number;
  readonly ibrd: number;
  readonly fbrd: number;
  readonly lcrH: number;
  readonly cr: number;
  readonly ifls: number;
  readonly imsc: number;
  readonly ris: number;
  readonly dmacr: number;
  /** When the last byte came in; null once the timeout was raised or the FIFO was emptied. */
  readonly lastByteAt: number | null;
}

const RESET: State = {
  fifo: [],
  overrun: false,
  rsr: 0,
  modem: 0,
  ilpr: 0,
  ibrd: 0,
  fbrd: 0,
  lcrH: 0,
  cr: CR_RESET,
  ifls: IFLS_RESET,
  imsc: 0,
  ris: 0,
  dmacr: 0,
  lastByteAt: null,
};

type MutableState = { -readonly [Key in keyof State]: State[Key] };

export class Pl011 extends RegisterDevice<Register> {
  private readonly interrupt: number;
  private readonly incoming = new IncomingBytes();
  private state: MutableState = { ...RESET };

  constructor(description: Description, host: PeripheralHost) {
    super(description, host, PL011, IDENTIFICATIONS[description.designer ?? 'arm']);
    this.interrupt = description.interrupt;
  }

  private drive(): void {
    this.host.setInterrupt(this.interrupt, (this.state.ris & this.state.imsc) !== 0);
  }

  private get depth(): number {
    return (this.state.lcrH & LCR_H.FEN) !== 0 ? FIFO_DEPTH : 1;
  }

  private get trigger(): number {
    return this.depth === 1 ? 1 : RECEIVE_TRIGGERS[(this.state.ifls >> 3) & 7]!;
  }

  /** Retired instructions a bit: 16 * (IBRD + FBRD / 64); a port without a divisor is taken to have IBRD = 1. */
  private get bitTicks(): number {
    return 16 * Math.max(this.state.ibrd, 1) + this.state.fbrd / 4;
  }

  private get frameTicks(): number {
    const { lcrH } = this.state;
    const data = 5 + ((lcrH >> 5) & 3);
    const parity = (lcrH & LCR_H.PEN) !== 0 ? 1 : 0;
    const stop = (lcrH & LCR_H.STP2) !== 0 ? 2 : 1;
    return Math.ceil((1 + data + parity + stop) * this.bitTicks);
  }

  private timeoutAt(): number {
    const { lastByteAt } = this.state;
    return lastByteAt === null ? Infinity : lastByteAt + Math.ceil(TIMEOUT_BITS * this.bitTicks);
  }

  nextEvent(): number {
    return Math.min(this.incoming.arrival(this.frameTicks), this.timeoutAt());
  }

  protected catchUp(): void {
    const now = this.host.now();
    while (this.nextEvent() <= now) {
      const at = this.incoming.arrival(this.frameTicks);
      if (this.timeoutAt() < at) {
        this.state.lastByteAt = null;
        this.state.ris |= INT.RT;
      } else {
        const byte = this.incoming.take(this.frameTicks);
        // In loopback mode the outside is not heard.
        if (byte !== undefined && (this.state.cr & CR.LBE) === 0) this.accept(byte, at);
      }
      this.drive();
    }
  }

  private accept(byte: number, at: number): void {
    const { state } = this;
    state.lastByteAt = at;
    if (state.fifo.length >= this.depth) {
      state.overrun = true;
      state.rsr |= RSR_OE;
      state.ris |= INT.OE;
      return;
    }
    state.fifo = [...state.fifo, byte | (state.overrun ? DR_OE : 0)];
    state.overrun = false;
    if (state.fifo.length >= this.trigger) state.ris |= INT.RX;
  }

  protected valueOf(name: Register): number {
    const { state } = this;
    switch (name) {
      case 'DR':
        return state.fifo[0] ?? 0;
      case 'RSR':
        return state.rsr;
      case 'FR':
        return this.flags;
      case 'ILPR':
        return state.ilpr;
      case 'IBRD':
        return state.ibrd;
      case 'FBRD':
        return state.fbrd;
      case 'LCR_H':
        return state.lcrH;
      case 'CR':
        return state.cr;
      case 'IFLS':
        return state.ifls;
      case 'IMSC':
        return state.imsc;
      case 'RIS':
        return state.ris;
      case 'MIS':
        return state.ris & state.imsc;
      case 'DMACR':
        return state.dmacr;
      case 'ICR':
        return 0;
    }
  }

  private get flags(): number {
    const { length } = this.state.fifo;
    return FR.TXFE | this.state.modem | (length === 0 ? FR.RXFE : 0) | (length >= this.depth ? FR.RXFF : 0);
  }

  protected override afterRead(name: Register): void {
    const { state } = this;
    const [first, ...rest] = state.fifo;
    if (name !== 'DR' || first === undefined) return;
    state.fifo = rest;
    state.rsr = first >> 8;
    if (rest.length < this.trigger) state.ris &= ~INT.RX;
    if (rest.length === 0) {
      state.ris &= ~INT.RT;
      state.lastByteAt = null;
    }
    this.drive();
    this.host.rescheduled();
  }

  protected writeRegister(name: Register, value: number): void {
    const { state } = this;
    switch (name) {
      case 'DR':
        this.transmit(value);
        break;
      case 'RSR': // any write clears all errors
        state.rsr = 0;
        break;
      case 'ILPR':
        state.ilpr = value;
        break;
      case 'IBRD':
        state.ibrd = value;
        break;
      case 'FBRD':
        state.fbrd = value;
        break;
      case 'LCR_H':
        if (((state.lcrH ^ value) & LCR_H.FEN) !== 0) this.flush();
        state.lcrH = value;
        break;
      case 'CR':
        state.cr = value;
        this.loopModemLines();
        break;
      case 'IFLS':
        state.ifls = value;
        break;
      case 'IMSC':
        state.imsc = value;
        break;
      case 'ICR':
        state.ris &= ~value;
        break;
      case 'DMACR':
        state.dmacr = value;
        break;
      case 'FR':
      case 'RIS':
      case 'MIS':
        break;
    }
    this.drive();
    this.host.rescheduled();
  }

  /** The FIFO is empty again at once, which is what the transmit interrupt tells. */
  private transmit(byte: number): void {
    this.host.output(this.name, byte);
    if ((this.state.cr & CR.LBE) !== 0) this.accept(byte, this.host.now());
    this.state.ris |= INT.TX;
  }

  private flush(): void {
    this.state.fifo = [];
    this.state.lastByteAt = null;
  }

  private loopModemLines(): void {
    const { state } = this;
    const looped = (state.cr & CR.LBE) !== 0;
    for (const line of LOOPBACK) {
      const level = looped && (state.cr & line.output) !== 0;
      if (level === ((state.modem & line.input) !== 0)) continue;
      state.modem ^= line.input;
      state.ris |= line.interrupt;
    }
  }

  receive(byte: number): void {
    this.catchUp();
    this.incoming.push(byte, this.host.now());
    this.host.rescheduled();
  }

  /** Bytes that still wait outside are kept: the sender does not notice a reset. */
  reset(): void {
    this.state = { ...RESET };
    this.drive();
    this.host.rescheduled();
  }

  save(): { readonly registers: State; readonly incoming: IncomingState } {
    return { registers: { ...this.state }, incoming: this.incoming.save() };
  }

  restore(saved: unknown): void {
    const { registers, incoming } = saved as ReturnType<Pl011['save']>;
    this.state = { ...registers };
    this.incoming.restore(incoming);
    this.drive();
    this.host.rescheduled();
  }
}
