/** Runs a committed ELF file on the emulator with the lock tracker, and keeps what the program printed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeUtf8 } from '../../../base/index.js';
import { findBoard } from '../../../debugger/launch/index.js';
import { findLockCounters, LockTracker, runTracked, sourceResolver } from '../../../debugger/index.js';
import { openDebugInformation } from '../../../debugger/dwarf/index.js';
import { type ElfFile, loadElf } from '../../../debugger/elf/index.js';
import { Machine, type StopEvent } from '../../../emulator/index.js';
import { root } from '../../support/root.js';

export interface Loaded {
  readonly elf: ElfFile;
  readonly machine: Machine;
  readonly tracker: LockTracker;
  /** Called with each whole line of the console. */
  onLine: (line: string) => void;
}

export function loadProgram(name: string): ElfFile {
  const { elf } = loadElf(readFileSync(join(root, `firmware/elf/${name}.elf`)), name);
  assert.ok(elf, name);
  return elf;
}

export function boardOf(name: string): string {
  return name.includes('lm3s6965evb') ? 'lm3s6965evb' : 'mps2-an385';
}

/** A machine out of reset with the program in memory, and a tracker on it. */
export function load(name: string): Loaded {
  const elf = loadProgram(name);
  let line: number[] = [];
  const machine = new Machine({
    board: findBoard(boardOf(name)),
    semihosting: {},
    output: (_, bytes) => {
      for (const byte of bytes) {
        if (byte === 10) {
          const text = decodeUtf8(Uint8Array.from(line));
          line = [];
          loaded.onLine(text);
        } else line.push(byte);
      }
    },
  });
  for (const { loadAddress, bytes } of elf.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  const debug = openDebugInformation(elf);
  const readMemory = (address: number, length: number): Uint8Array => machine.readMemory(address, length);
  const source = sourceResolver({ symbols: elf.symbols, debug, readMemory });
  const tracker = new LockTracker({ machine, counters: findLockCounters(elf.symbols, debug), source });
  machine.setWatchpoints(tracker.watchpoints);
  const loaded: Loaded = { elf, machine, tracker, onLine: () => undefined };
  return loaded;
}

/** Runs to the end, in slices if told so. */
export function finish({ machine, tracker }: Loaded, slice = 400_000_000): StopEvent {
  for (;;) {
    const event = runTracked(machine, [tracker], slice);
    if (event.reason !== 'budget') return event;
  }
}
