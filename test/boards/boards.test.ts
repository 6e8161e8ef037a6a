/** The boards' memory maps against what QEMU 7.2 prints of its own (gold/, `info mtree -f`). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { UserError } from '../../base/index.js';
import { boardNames } from '../../boards/index.js';
import { findBoard } from '../../debugger/launch/index.js';
import type { BoardDescription } from '../../emulator/index.js';

const GOLD = new URL('../../../test/boards/gold/', import.meta.url);

interface Range {
  readonly start: number;
  readonly end: number;
  readonly kind: 'ram' | 'rom' | 'i/o';
}

/** QEMU's ranges below the Private Peripheral Bus, without the bit-band aliases that belong to the core. */
function goldRanges(board: string): readonly Range[] {
  const lines = readFileSync(new URL(`${board}.txt`, GOLD), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const match = /^([0-9a-f]{8})-([0-9a-f]{8}) \(prio -?\d+, (ram|romd?|i\/o)\): (.*)$/.exec(line);
    if (match === null || match[4] === 'bitband' || parseInt(match[1]!, 16) >= 0xe000_0000) return [];
    // Memories behind a protection controller, which lets everything through here.
    const kind = match[4]!.startsWith('tz-mpc-upstream') ? 'ram' : (match[3]!.replace('romd', 'rom') as Range['kind']);
    return [{ start: parseInt(match[1]!, 16), end: parseInt(match[2]!, 16) + 1, kind }];
  });
}

function ourRanges(board: BoardDescription): readonly Range[] {
  const io = (base: number, sizeBytes: number): Range => ({ start: base, end: base + sizeBytes, kind: 'i/o' });
  const { deviceMirror = 0, stubs } = board;
  // A device has no mirror where something of its own stands.
  const isFree = (at: number): boolean => !stubs.some(({ base, sizeBytes }) => at >= base && at < base + sizeBytes);
  const mirrors = (base: number): readonly number[] =>
    deviceMirror === 0 ? [] : [(base ^ deviceMirror) >>> 0].filter(isFree);
  return [
    ...board.memories.flatMap(({ base, mirrors: others, sizeBytes, store }) =>
      [base, ...(others ?? [])].map((start): Range => {
        return { start, end: start + sizeBytes, kind: store === 'write' ? 'ram' : 'rom' };
      }),
    ),
    ...board.peripherals.flatMap(({ base }) => [base, ...mirrors(base)].map((at) => io(at, 0x1000))),
    ...stubs.map(({ base, sizeBytes }) => io(base, sizeBytes)),
  ]
    .filter(({ start }) => start < 0xe000_0000)
    .sort((a, b) => a.start - b.start);
}

/** Neighbours of one kind in the I/O space become one: how QEMU cuts its reserved ranges up is not the point. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const out: Range[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (last?.kind === 'i/o' && range.kind === 'i/o' && last.end === range.start) {
      out[out.length - 1] = { ...last, end: range.end };
    } else out.push(range);
  }
  return out;
}

/** Boards that QEMU does not have, with the one whose memory map they share. */
const VIRTUAL: Readonly<Record<string, string>> = { 'mps2-m0plus': 'mps2-an385', 'mps2-m23': 'mps2-an385' };

describe('boards', () => {
  for (const board of boardNames.map(findBoard)) {
    it(`${board.name} has the memory map that QEMU prints`, () => {
      const gold = goldRanges(VIRTUAL[board.name] ?? board.name);
      assert.ok(gold.length > 15);
      assert.deepEqual(joined(ourRanges(board)), joined(gold));
    });

    it(`${board.name} overlaps nowhere, has its console, and no interrupt beyond its number`, () => {
      const ranges = ourRanges(board);
      ranges.slice(1).forEach((range, i) => assert.ok(range.start >= ranges[i]!.end, range.start.toString(16)));
      const names = [...board.memories, ...board.peripherals, ...board.stubs].map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
      assert.ok(board.peripherals.some(({ name }) => name === board.console));
      for (const device of board.peripherals) {
        for (const [key, value] of Object.entries(device)) {
          if (key.toLowerCase().endsWith('interrupt')) assert.ok(Number(value) < board.cpu.interrupts, device.name);
        }
      }
    });
  }

  it('have the interrupts and clocks that QEMU prints (`info qtree`: num-irq less 16, cpuclk)', () => {
    const { cpu: an385 } = findBoard('mps2-an385');
    const { cpu: an386 } = findBoard('mps2-an386');
    const { cpu: lm3s } = findBoard('lm3s6965evb');
    assert.deepEqual([an385.interrupts, an385.clockHz], [48 - 16, 25_000_000]);
    assert.deepEqual([an386.interrupts, an386.clockHz], [48 - 16, 25_000_000]);
    for (const name of ['mps2-an505', 'mps2-an521']) {
      const { cpu } = findBoard(name);
      assert.deepEqual([cpu.interrupts, cpu.clockHz], [124, 20_000_000], name);
    }
    const { cpu: microbit } = findBoard('microbit');
    assert.deepEqual([microbit.interrupts, microbit.clockHz], [48 - 16, 16_000_000]);
    assert.deepEqual([lm3s.interrupts, lm3s.clockHz], [80 - 16, 12_500_000]);
  });

  it('have the core, with what its profile has, that they are made for', () => {
    const { cpu: microbit } = findBoard('microbit');
    const { cpu: virtual } = findBoard('mps2-m0plus');
    assert.deepEqual([microbit.core, microbit.mpuRegions, microbit.priorityBits], ['cortex-m0', 0, 2]);
    assert.deepEqual([virtual.core, virtual.mpuRegions, virtual.priorityBits], ['cortex-m0plus', 8, 2]);
    const { cpu: m23 } = findBoard('mps2-m23');
    assert.deepEqual([m23.core, m23.mpuRegions, m23.priorityBits, m23.security], ['cortex-m23', 8, 2, undefined]);
  });

  it('are found by name; others are a mistake that names the choice', () => {
    assert.equal(findBoard('mps2-an385').name, 'mps2-an385');
    for (const name of ['', 'mps2', 'toString', '__proto__']) {
      assert.throws(
        () => findBoard(name),
        (error) =>
          error instanceof UserError && error.code === 'board-unknown' && error.message.includes('lm3s6965evb'),
      );
    }
  });
});
