/** The devices against transcripts of QEMU 7.2 (gold/, recorded by record-gold.mjs). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findBoard } from '../../../debugger/launch/index.js';
import { type PeripheralHost, createPeripheral } from '../../../emulator/index.js';

const FILES = ['cmsdk-timer', 'cmsdk-dual-timer', 'cmsdk-uart', 'pl011', 'nrf-uart'];
const GOLD = new URL('../../../../test/emulator/peripherals/gold/', import.meta.url);

/** Accesses of a transcript take two ticks each; a read looks at the device within the first. */
const ACCESS_TICKS = 2;

/** Replays the lines; answers with those whose value differs, as `line: what we read`. */
function replay(lines: readonly string[], events: boolean): readonly string[] {
  let now = 0;
  const host: PeripheralHost = {
    now: () => now,
    clockHz: 25_000_000,
    setInterrupt: () => undefined,
    rescheduled: () => undefined,
    setCallable: () => undefined,
    output: () => undefined,
  };
  const [board, base] = lines[0]!.slice('# '.length).split(' ') as [string, string];
  const description = findBoard(board).peripherals.find((device) => device.base === parseInt(base, 16))!;
  const device = createPeripheral(description, host);
  const differences: string[] = [];
  const pass = (ticks: number): void => {
    const end = now + ticks;
    for (let at = device.nextEvent(); events && at <= end; at = device.nextEvent()) {
      now = at;
      device.event();
    }
    now = end;
  };
  for (const line of lines) {
    const [operation, first, second, expected] = line.replace(' =', ' -').split(' ') as [
      string,
      string,
      string,
      string,
    ];
    if (operation === 'wait') pass(Number(first));
    if (operation === 'write' || operation === 'stop') device.write(parseInt(first, 16), 4, parseInt(second, 16));
    if (operation === 'read') {
      const peeked = device.peek(parseInt(first, 16), 4);
      const value = device.read(parseInt(first, 16), 4);
      assert.equal(peeked, value);
      const text = (value as number).toString(16).padStart(8, '0');
      if (text !== expected) differences.push(`${line}: ${text}`);
    }
    if (operation !== 'wait' && operation !== '#') pass(ACCESS_TICKS);
  }
  return differences;
}

describe('peripherals against QEMU', () => {
  for (const file of FILES) {
    const lines = readFileSync(new URL(`${file}.txt`, GOLD), 'utf8')
      .trimEnd()
      .split('\n');
    it(`${file} answers ${lines.filter((line) => line.startsWith('read')).length} reads as QEMU does`, () => {
      assert.deepEqual(replay(lines, true), []);
    });
    it(`${file} answers the same when its events come late`, () => {
      assert.deepEqual(replay(lines, false), []);
    });
  }
});
