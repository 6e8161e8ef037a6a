// Writes the lists of accesses that record-gold.mjs runs on QEMU: random ones from a fixed seed, without the few
// accesses where QEMU is known to leave the manual (each is told below). `node …/make-scripts.mjs`, then record.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

function random(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const hex = (value, digits) => (value >>> 0).toString(16).padStart(digits, '0');
const read = (offset) => `read ${hex(offset, 3)}`;
const write = (offset, value) => `write ${hex(offset, 3)} ${hex(value, 8)}`;
/** A write that may stop a counter: made within a tick, where all agree how many ticks have passed. */
const stop = (offset, value) => `stop ${hex(offset, 3)} ${hex(value, 8)}`;
const IDS = Array.from({ length: 12 }, (_, i) => read(0xfd0 + 4 * i));

function script(name, header, lines) {
  const path = join(import.meta.dirname, 'gold', `${name}.txt`);
  writeFileSync(path, [`# ${header}`, '# Recorded from QEMU 7.2.', ...lines].join('\n') + '\n');
}

/** `count` rounds of: one write, a wait, and a look at all registers. */
function rounds(seed, count, pickWrite, offsets) {
  const pick = random(seed);
  const lines = offsets.map(read);
  for (let i = 0; i < count; i++) {
    lines.push(...pickWrite(pick));
    if (pick(2) === 0) lines.push(`wait ${pick(90)}`);
    lines.push(...offsets.map(read));
  }
  return lines;
}

const small = (pick) => [0, 1, 2, 3, 5, 16, 40, 100][pick(8)];
const any = (pick) => pick(0x1_0000) * 0x1_0000 + pick(0x1_0000);

script('cmsdk-timer', 'mps2-an385 40000000', [
  ...IDS,
  ...rounds(
    1,
    90,
    (pick) => {
      switch (pick(5)) {
        case 0:
          return pick(3) === 0 ? [stop(0, 8 * pick(2))] : [write(0, 1 + 8 * pick(2))];
        case 1:
          return [write(4, pick(4) === 0 ? any(pick) : small(pick))];
        case 2:
          return [write(8, pick(4) === 0 ? any(pick) : small(pick))];
        case 3:
          return [write(0xc, pick(3))];
        default:
          return [write(8, 10 + pick(40)), write(0, 9)];
      }
    },
    [0, 4, 8, 0xc, 0x10],
  ),
]);

script('cmsdk-dual-timer', 'mps2-an385 40002000', [
  ...IDS,
  ...rounds(
    2,
    80,
    (pick) => {
      const half = 0x20 * pick(2);
      const value = pick(3) === 0 ? any(pick) : small(pick) + 1;
      // The counter is stopped around changes: QEMU turns a running periodic counter into a one-shot one when LOAD is
      // written (the manual: only CONTROL does that), and starts a tick anew where we keep its phase.
      const mode = [0x00, 0x02, 0x40, 0x42, 0x41, 0x43, 0x03, 0x04, 0x46][pick(9)] | [0, 0x20][pick(2)];
      switch (pick(4)) {
        case 0:
          return [stop(half + 8, mode), write(half, value), write(half + 8, mode | 0x80)];
        case 1:
          return [stop(half + 8, mode), write(half + 0x18, value), write(half + 8, mode | 0x80)];
        case 2:
          return [write(half + 0xc, 1)];
        default:
          return [stop(half + 8, mode)];
      }
    },
    [0, 4, 8, 0x10, 0x14, 0x18, 0x20, 0x24, 0x28, 0x30, 0x34, 0x38, 0xf00],
  ),
]);

script('cmsdk-uart', 'mps2-an385 40005000', [
  ...IDS,
  write(8, 1),
  ...rounds(
    3,
    60,
    (pick) => {
      switch (pick(6)) {
        case 0:
        case 1:
          return [write(0, any(pick))];
        case 2:
          return [write(4, pick(16))];
        case 3:
          // Enabling the transmitter with a byte left over sends it here; in QEMU the byte is stuck for ever.
          return [write(8, any(pick) | 1)];
        case 4:
          return [write(0xc, pick(16))];
        default:
          return [write(0x10, any(pick))];
      }
    },
    [0, 4, 8, 0xc, 0x10, 0x14],
  ),
  // The transmitter is off: the second byte overruns, and both ways of clearing the overrun work.
  ...[write(8, 0x50), write(0, 1), read(4), read(0xc), write(0, 2), read(4), read(0xc)],
  ...[write(4, 4), read(4), read(0xc), write(0, 3), read(4), write(0xc, 4), read(4), read(0xc), read(0)],
]);

script('pl011', 'lm3s6965evb 4000d000', [
  ...IDS,
  ...rounds(
    4,
    60,
    (pick) => {
      // Only bits that the manual defines: QEMU keeps the reserved ones too. No loopback, which QEMU 7.2 has not.
      switch (pick(9)) {
        case 0:
          return [write(0, any(pick))];
        case 1:
          return [write(4, any(pick))];
        case 2:
          return [write(0x24, pick(0x1_0000)), write(0x28, pick(0x40))];
        case 3:
          return [write(0x2c, pick(0x100) & ~1)];
        case 4:
          return [write(0x30, pick(0x1_0000) & 0xff07)];
        case 5:
          return [write(0x34, pick(0x40))];
        case 6:
          return [write(0x38, pick(0x800))];
        case 7:
          return [write(0x44, pick(0x800))];
        default:
          return [write(0x18, any(pick)), write(0x48, 0), write(0x20, pick(0x100))];
      }
    },
    [0, 4, 8, 0x18, 0x20, 0x24, 0x28, 0x2c, 0x30, 0x34, 0x38, 0x3c, 0x40, 0x44, 0x48],
  ),
]);

// Only what QEMU's model and the reference manual have in common: it is enabled first, events are only cleared, and what the
// manual calls write-only is not read. QEMU's ENABLE reads as 0.
const NRF_EVENTS = [0x108, 0x11c, 0x124, 0x144];
const NRF_PINS = [0x508, 0x50c, 0x510, 0x514];
script('nrf-uart', 'microbit 40002000', [
  write(0x500, 4),
  ...rounds(
    5,
    60,
    (pick) => {
      switch (pick(8)) {
        case 0:
          return [write(0x51c, pick(0x100))];
        case 1:
          return [write(4 * pick(4), 1)];
        case 2:
          return [write(NRF_EVENTS[pick(4)], 0)];
        case 3:
          return [write(0x304, any(pick) & 0x2_0287)];
        case 4:
          return [write(0x308, any(pick) & 0x2_0287)];
        case 5:
          return [write(NRF_PINS[pick(4)], any(pick)), write(0x524, any(pick)), write(0x56c, pick(16))];
        case 6:
          return [write(0x200, pick(4) * 8), write(0x1c, pick(2)), write(0x480, pick(16))];
        default:
          return [write(8, 1), write(0x51c, pick(0x100)), write(0x11c, 0)];
      }
    },
    [0x100, 0x104, ...NRF_EVENTS, 0x200, 0x300, 0x304, 0x308, 0x480, ...NRF_PINS, 0x524, 0x56c],
  ),
]);
