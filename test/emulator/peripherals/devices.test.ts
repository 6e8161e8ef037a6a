/** What transcripts of register accesses cannot show: interrupt lines, received bytes, saved state. */
import assert from 'node:assert/strict';
import { Bench } from './bench.js';

const TIMER = { kind: 'arm,cmsdk-timer', name: 'timer0', base: 0x4000_0000, interrupt: 8 } as const;
const DUAL = { kind: 'arm,cmsdk-dualtimer', name: 'dual', base: 0x4000_2000, interrupt: 10 } as const;
const UART = {
  kind: 'arm,cmsdk-uart',
  name: 'uart0',
  base: 0x4000_4000,
  rxInterrupt: 0,
  txInterrupt: 1,
  overrunInterrupt: 12,
} as const;
const PL011 = { kind: 'arm,pl011', name: 'uart0', base: 0x4000_c000, interrupt: 5 } as const;

describe('CMSDK timer (DDI 0479, 4.1)', () => {
  it('interrupts every RELOAD + 1 ticks', () => {
    const bench = new Bench(TIMER);
    bench.write(8, 99);
    bench.write(0, 9);
    for (let i = 0; i < 3; i++) {
      bench.pass(100);
      assert.equal(bench.read(0xc), 1);
      bench.write(0xc, 1);
      assert.equal(bench.lines.get(8), false);
    }
    assert.deepEqual(bench.rises, ['99: 8', '199: 8', '299: 8']);
  });

  it('announces nothing while the interrupt is off or pending', () => {
    const bench = new Bench(TIMER);
    bench.write(8, 9);
    bench.write(0, 1);
    assert.equal(bench.device.nextEvent(), Infinity);
    bench.pass(5);
    bench.write(0, 9);
    assert.equal(bench.device.nextEvent(), 9);
    bench.pass(10);
    assert.equal(bench.device.nextEvent(), Infinity);
  });

  it('counts on after a save and a restore elsewhere', () => {
    const first = new Bench(TIMER);
    first.write(8, 1000);
    first.write(0, 9);
    first.pass(123);
    const second = new Bench(TIMER);
    second.now = first.now;
    second.device.restore(JSON.parse(JSON.stringify(first.device.save())));
    first.pass(5000);
    second.pass(5000);
    assert.equal(second.read(4), first.read(4));
    assert.deepEqual(second.rises, first.rises);
  });
});

describe('CMSDK dual timer (DDI 0479, 4.2)', () => {
  it('stays periodic when LOAD is written while it runs', () => {
    const bench = new Bench(DUAL);
    bench.write(8, 0xe2);
    bench.write(0, 10);
    bench.pass(10);
    bench.write(0xc, 1);
    bench.pass(30);
    assert.deepEqual(bench.rises, ['10: 10', '21: 10']);
  });

  it('ors both halves into its line, and the test register drives it', () => {
    const bench = new Bench(DUAL);
    for (const half of [0, 0x20]) {
      bench.write(half + 8, 0x63);
      bench.write(half, 5 + half);
      bench.write(half + 8, 0xe3);
    }
    bench.pass(50);
    assert.deepEqual([bench.read(0x14), bench.read(0x34)], [1, 1]);
    bench.write(0xc, 0);
    assert.equal(bench.lines.get(10), true);
    bench.write(0x2c, 0);
    assert.equal(bench.lines.get(10), false);
    bench.write(0xf00, 1);
    bench.write(0xf04, 2);
    assert.equal(bench.lines.get(10), true);
  });

  it('divides its clock by 16 and 256', () => {
    for (const [prescale, ticks] of [
      [0x4, 160],
      [0x8, 2560],
    ] as const) {
      const bench = new Bench(DUAL);
      bench.write(8, 0x62 | prescale);
      bench.write(0, 10);
      bench.write(8, 0xe2 | prescale);
      bench.pass(3000);
      assert.deepEqual(bench.rises, [`${ticks}: 10`]);
    }
  });
});

describe('CMSDK UART (DDI 0479, 4.3)', () => {
  function receiver(): Bench {
    const bench = new Bench(UART);
    bench.write(0x10, 20);
    bench.write(8, 0x2b);
    return bench;
  }

  it('takes ten bit times a byte, and holds what comes before the receiver is on', () => {
    const bench = new Bench(UART);
    for (const byte of [1, 2]) bench.device.receive!(byte);
    bench.pass(10_000);
    assert.equal(bench.read(4), 0);
    bench.write(0x10, 20);
    bench.write(8, 0x0a);
    bench.pass(199);
    assert.equal(bench.read(4), 0);
    bench.pass(1);
    assert.equal(bench.read(4), 2);
    assert.equal(bench.read(0), 1);
    assert.deepEqual(bench.rises, ['10200: 0']);
    bench.write(0xc, 2);
    bench.pass(200);
    assert.equal(bench.read(0), 2);
  });

  it('overruns when nobody reads: the newest byte stays, and interrupt 12 rises', () => {
    const bench = receiver();
    for (const byte of [1, 2, 3]) bench.device.receive!(byte);
    bench.pass(600);
    assert.equal(bench.read(4), 0xa);
    assert.equal(bench.read(0xc), 0xa);
    assert.equal(bench.read(0), 3);
    assert.equal(bench.lines.get(12), true);
    bench.write(4, 8);
    assert.equal(bench.lines.get(12), false);
    assert.deepEqual(bench.rises, ['200: 0', '400: 12']);
  });

  it('receives the same when its events come late', () => {
    const bench = receiver();
    for (const byte of [1, 2]) bench.device.receive!(byte);
    bench.now = 10_000;
    assert.equal(bench.device.peek(4, 4), 0);
    assert.equal(bench.read(4), 0xa);
  });

  it('sends at once, and what was written while off when it is switched on', () => {
    const bench = new Bench(UART);
    bench.write(0, 0x41);
    assert.deepEqual(bench.sent, []);
    bench.write(8, 5);
    bench.write(0, 0x142, 1);
    assert.deepEqual(bench.sent, [0x41, 0x42]);
    assert.deepEqual([bench.read(4), bench.read(0xc), bench.lines.get(1)], [0, 1, true]);
  });

  it('does not lose waiting bytes by a save and a restore', () => {
    const bench = receiver();
    for (const byte of [7, 8]) bench.device.receive!(byte);
    bench.pass(250);
    assert.equal(bench.read(0), 7);
    const saved: unknown = JSON.parse(JSON.stringify(bench.device.save()));
    const other = new Bench(UART);
    other.now = bench.now;
    other.device.restore(saved);
    other.pass(149);
    assert.equal(other.read(4), 0);
    other.pass(1);
    assert.equal(other.read(0), 8);
  });

  it('shares interrupt 12 with its neighbour: the line stays up until both are content', () => {
    const second = { ...UART, name: 'uart1', base: 0x4000_5000, rxInterrupt: 2, txInterrupt: 3 };
    const bench = new Bench(UART, second);
    for (const device of bench.devices) {
      device.write(8, 4, 0x10);
      device.write(0, 4, 1);
      device.write(0, 4, 2);
    }
    assert.equal(bench.lines.get(12), true);
    bench.devices[0]!.write(4, 4, 4);
    assert.equal(bench.lines.get(12), true);
    bench.devices[1]!.write(4, 4, 4);
    assert.equal(bench.lines.get(12), false);
  });

  it('shows nothing in the upper lanes of a register', () => {
    const bench = new Bench(UART);
    bench.write(0x10, 0xabcde);
    assert.deepEqual([bench.read(0x10, 1), bench.read(0x10, 2), bench.read(0x12, 2)], [0xde, 0xbcde, 0]);
    bench.write(0x12, 0xf, 2);
    assert.equal(bench.read(0x10), 0xabcde);
  });
});

describe('PL011 (DDI 0183)', () => {
  /** IBRD 1: 16 ticks a bit, 8N1: 160 ticks a byte. */
  function port(lcrH: number): Bench {
    const bench = new Bench(PL011);
    bench.write(0x24, 1);
    bench.write(0x2c, lcrH);
    bench.write(0x38, 0x7ff);
    return bench;
  }

  it('without FIFO interrupts for every byte, and a second one overruns', () => {
    const bench = port(0x60);
    for (const byte of [1, 2, 3]) bench.device.receive!(byte);
    bench.pass(160);
    assert.deepEqual([bench.read(0x18), bench.read(0x40)], [0xc0, 0x10]);
    bench.pass(160);
    assert.deepEqual([bench.read(4), bench.read(0x3c)], [8, 0x410]);
    assert.equal(bench.read(0), 1);
    assert.equal(bench.read(0x18), 0x90);
    bench.pass(160);
    // The next byte that is kept tells of the one that was not.
    assert.deepEqual([bench.read(0), bench.read(4)], [0x803, 8]);
    bench.write(4, 0);
    assert.equal(bench.read(4), 0);
  });

  it('with FIFO interrupts at the level of IFLS, and after 32 bits of silence', () => {
    const bench = port(0x70);
    for (let i = 0; i < 8; i++) bench.device.receive!(i);
    bench.pass(8 * 160 - 1);
    assert.equal(bench.read(0x3c), 0);
    bench.pass(1);
    assert.equal(bench.read(0x3c), 0x10);
    assert.equal(bench.read(0), 0);
    assert.equal(bench.read(0x3c), 0);
    bench.pass(32 * 16 - 1);
    assert.equal(bench.read(0x3c), 0);
    bench.pass(1);
    assert.equal(bench.read(0x3c), 0x40);
    for (let i = 1; i < 8; i++) assert.equal(bench.read(0), i);
    assert.equal(bench.read(0x3c), 0);
    assert.equal(bench.lines.get(5), false);
    assert.deepEqual(bench.rises, ['1280: 5', '1792: 5']);
  });

  it('keeps sixteen bytes and drops the seventeenth', () => {
    const bench = port(0x70);
    for (let i = 0; i < 17; i++) bench.device.receive!(i);
    bench.pass(16 * 160);
    assert.equal(bench.read(0x18), 0xc0);
    bench.pass(160);
    assert.equal(bench.read(0x3c) & 0x400, 0x400);
    for (let i = 0; i < 16; i++) assert.equal(bench.read(0), i);
    assert.equal(bench.read(0x18), 0x90);
  });

  it('hears itself in loopback mode, and not the outside', () => {
    const bench = port(0x60);
    bench.write(0x30, 0x3f80);
    assert.deepEqual([bench.read(0x18) & 0x107, bench.read(0x3c)], [0x107, 0xf]);
    bench.device.receive!(1);
    bench.pass(1000);
    assert.equal(bench.read(0x18) & 0x10, 0x10);
    bench.write(0, 0x55);
    assert.equal(bench.read(0), 0x55);
    assert.deepEqual(bench.sent, [0x55]);
  });

  it('tells who designed it', () => {
    const ids = (bench: Bench): readonly number[] => [0xfe4, 0xfe8, 0xfec].map((offset) => bench.read(offset));
    assert.deepEqual(ids(new Bench(PL011)), [0x10, 0x14, 0]);
    assert.deepEqual(ids(new Bench({ ...PL011, designer: 'luminary' })), [0, 0x18, 1]);
  });

  it('goes on exactly after a save and a restore', () => {
    const bench = port(0x70);
    for (let i = 0; i < 5; i++) bench.device.receive!(i);
    bench.pass(500);
    const other = new Bench(PL011);
    other.now = bench.now;
    other.device.restore(JSON.parse(JSON.stringify(bench.device.save())));
    for (const each of [bench, other]) each.pass(2000);
    assert.deepEqual(other.device.save(), bench.device.save());
    assert.equal(other.read(0x3c), 0x40);
  });
});

describe('nRF51 UART (nRF51 Series Reference Manual 3.0, chapter 29)', () => {
  const NRF = { kind: 'nordic,nrf-uart', name: 'uart0', base: 0x4000_2000, interrupt: 2 } as const;
  /** 115200 baud by the manual's table; ten bits at 25 MHz. */
  const BAUD_115200 = 0x01d7_e000;
  const FRAME = Math.round((10 * 25_000_000) / ((BAUD_115200 * 16_000_000) / 2 ** 32));

  function started(): Bench {
    const bench = new Bench(NRF);
    bench.write(0x524, BAUD_115200);
    bench.write(0x500, 4);
    bench.write(0x8, 1);
    bench.write(0x0, 1);
    return bench;
  }

  it('sends once it is enabled and started, and tells by event and interrupt', () => {
    const bench = new Bench(NRF);
    bench.write(0x51c, 0x41);
    bench.write(0x500, 4);
    bench.write(0x51c, 0x42);
    assert.deepEqual(bench.sent, []);
    bench.write(0x304, 1 << 7);
    bench.write(0x8, 1);
    bench.write(0x51c, 0x43);
    assert.deepEqual(bench.sent, [0x43]);
    assert.equal(bench.read(0x11c), 1);
    assert.equal(bench.lines.get(2), true);
    bench.write(0x11c, 0);
    assert.equal(bench.lines.get(2), false);
    bench.write(0xc, 1);
    bench.write(0x51c, 0x44);
    assert.deepEqual(bench.sent, [0x43]);
  });

  it('keeps its pins from before it is enabled', () => {
    const bench = new Bench(NRF);
    bench.write(0x50c, 24);
    bench.write(0x500, 4);
    assert.deepEqual([bench.read(0x50c), bench.read(0x514), bench.read(0x500)], [24, 0xffff_ffff, 4]);
  });

  it('receives through six bytes, with an event for each that comes to RXD, and overruns then', () => {
    const bench = started();
    for (const byte of [1, 2, 3, 4, 5, 6, 7]) bench.device.receive!(byte);
    bench.pass(FRAME - 1);
    assert.equal(bench.read(0x108), 0);
    bench.pass(1);
    assert.equal(bench.read(0x108), 1);
    bench.write(0x108, 0);
    bench.pass(6 * FRAME);
    assert.equal(bench.read(0x124), 1);
    assert.equal(bench.read(0x480), 1);
    const got: number[] = [];
    for (let i = 0; i < 6; i++) {
      got.push(bench.read(0x518));
      assert.equal(bench.read(0x108), i < 5 ? 1 : 0);
      bench.write(0x108, 0);
    }
    assert.deepEqual(got, [1, 2, 3, 4, 5, 6]);
  });

  it('leaves bytes outside until reception starts, and stops with RXTO', () => {
    const bench = new Bench(NRF);
    bench.write(0x500, 4);
    bench.device.receive!(9);
    bench.pass(10_000_000);
    assert.equal(bench.read(0x108), 0);
    bench.write(0x0, 1);
    bench.pass(10_000_000);
    assert.equal(bench.read(0x518), 9);
    bench.write(0x4, 1);
    assert.equal(bench.read(0x144), 1);
  });

  it('goes on after a save and a restore elsewhere', () => {
    const first = started();
    for (const byte of [1, 2, 3]) first.device.receive!(byte);
    first.pass(FRAME + 10);
    const second = new Bench(NRF);
    second.now = first.now;
    second.device.restore(JSON.parse(JSON.stringify(first.device.save())));
    for (const bench of [first, second]) {
      bench.pass(2 * FRAME);
      assert.deepEqual([bench.read(0x518), bench.read(0x518), bench.read(0x518)], [1, 2, 3]);
    }
  });
});
