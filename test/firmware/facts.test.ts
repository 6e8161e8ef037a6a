// What the gold outputs must say, whoever recorded them: the register values, lock histories and faults
// that are known from Mbed OS and from the Armv7-M manual (B1.5.14, B3.2.15, B3.5).
import assert from 'node:assert/strict';

import { readGold, readManifest } from './manifest.js';

/** The `key=value` lines of a text, values in hex. */
function values(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^(\w+)=(\w+)$/gm)].map(([, key = '', value = '']) => [key, value]));
}

/** The part of a text from the line `step: <what>` to the next step. */
function step(text: string, what: string): string {
  const start = text.indexOf(`step: ${what}\n`);
  assert.notEqual(start, -1, what);
  const end = text.indexOf('\nstep: ', start + 1);
  return text.slice(start, end === -1 ? undefined : end + 1);
}

function regions(text: string, count: number): string[] {
  const all = values(text);
  return Array.from({ length: count }, (_, n) => `${all.get(`MPU_RBAR${n}`)} ${all.get(`MPU_RASR${n}`)}`);
}

// Mbed OS's v7-M driver, as read back after mbed_mpu_init.
const DRIVER_REGIONS: readonly (readonly [gold: string, regions: readonly string[]])[] = [
  ['registers', ['00000000 0602F039', '00000001 130BF53F', '80000002 13020039', '00000003 00000000']],
  ['registers-code-ram', ['00000000 0602F039', '00000001 130BF53F', '80000002 13020039', '00000003 13020739']],
  ['registers-rom-64m', ['00000000 0602FE39', '00000001 130BF53F', '80000002 13020039', '00000003 00000000']],
  ['registers-rom-512m', ['00000000 06020039', '00000001 130BF53F', '80000002 13020039', '00000003 00000000']],
];

// Which regions' ENABLE bits are set after each call: regions 0 to 2, and MPU_CTRL.
const TOGGLES: readonly (readonly [call: string, enabled: string, ctrl: string])[] = [
  ['reset', '000', '00000000'],
  ['mbed_mpu_init()', '111', '00000007'],
  ['mbed_mpu_enable_ram_xn(false)', '100', '00000007'],
  ['mbed_mpu_enable_rom_wn(false)', '000', '00000007'],
  ['mbed_mpu_enable_ram_xn(true)', '011', '00000007'],
  ['mbed_mpu_enable_rom_wn(true)', '111', '00000007'],
  ['mbed_mpu_free()', '111', '00000000'],
];

// Counts of both locks: the highest of each, and the last.
const HISTORIES: readonly (readonly [name: string, peak: string, end: string])[] = [
  ['nested', '3/2', '0/0'],
  ['leak', '6/1', '6/1'],
  ['static-object', '2/0', '1/0'],
  ['recursive', '41/41', '0/0'],
  ['unbalanced', '0/0', '0/0'],
  ['unbalanced-ndebug', '65535/0', '0/0'],
  ['overflow', '65535/0', '65535/0'],
  ['overflow-ndebug', '65535/0', '0/0'],
  ['init-under-lock', '2/0', '1/0'],
  ['before-init', '1/0', '0/0'],
];

// Where the count and the MPU part ways: the step, its count of RAM execution locks, and whether execute-never is on.
const DISAGREEMENTS: readonly (readonly [name: string, step: string, count: number, executeNever: 0 | 1])[] = [
  ['unbalanced-ndebug', 'lock: held, and yet execute never is on', 0, 1],
  ['unbalanced-ndebug', 'lock again', 1, 0],
  ['overflow-ndebug', '65536 locks', 0, 0],
  ['overflow-ndebug', 'its unlock: execute never is on', 0, 1],
  ['init-under-lock', 'init under the lock', 1, 1],
  ['init-under-lock', 'lock again', 2, 1],
  ['before-init', 'init: the lock is counted but has no effect', 1, 1],
];

// The demos' ends: IPSR, CFSR, EXC_RETURN, and the fault address if the manual says that there is one.
const DEMOS: readonly (readonly [name: string, cfsr: string, excReturn: string, hasAddress: boolean])[] = [
  ['mbed-rom-write', '00000082', 'FFFFFFF9', true],
  ['guarded-task', '00000082', 'FFFFFFFD', true],
  ['stack-overflow', '00000010', 'FFFFFFFD', false],
];

describe('firmware facts', () => {
  for (const [gold, expected] of DRIVER_REGIONS) {
    it(`${gold}: the regions of mbed_mpu_init`, () => {
      const state = step(readGold(`mbed-mpu/${gold}`), 'mbed_mpu_init()');
      assert.deepEqual(regions(state, 4), expected);
      assert.deepEqual(
        new Set(
          regions(state, 8)
            .slice(4)
            .map((region) => region.slice(-8)),
        ),
        new Set(['00000000']),
      );
    });
  }

  for (const [call, enabled, ctrl] of TOGGLES) {
    it(`${call} leaves regions 0 to 2 enabled as ${enabled}`, () => {
      const state = step(readGold('mbed-mpu/registers'), call);
      const bits = regions(state, 3).map((region) => String(Number.parseInt(region.slice(-1), 16) & 1));
      assert.deepEqual([bits.join(''), values(state).get('MPU_CTRL')], [enabled, ctrl]);
    });
  }

  for (const [name, peak, end] of HISTORIES) {
    it(`history ${name}: peak ${peak}, end ${end}`, () => {
      const counts = [...readGold(`mbed-mpu/${name}`).matchAll(/^locks xn=(\d+) wn=(\d+)$/gm)];
      const column = (index: number): number[] => counts.map((match) => Number(match[index]));
      assert.equal(`${Math.max(...column(1))}/${Math.max(...column(2))}`, peak);
      assert.equal(`${column(1).at(-1)}/${column(2).at(-1)}`, end);
    });
  }

  for (const [name, what, count, executeNever] of DISAGREEMENTS) {
    it(`history ${name}, ${what}: count ${count}, execute never ${executeNever}`, () => {
      const state = step(readGold(`mbed-mpu/${name}`), what);
      assert.match(state, new RegExp(`^locks xn=${count} wn=0$`, 'm'));
      assert.match(state, new RegExp(`^mpu ctrl=7 xn=${executeNever} wn=1$`, 'm'));
    });
  }

  for (const name of ['unbalanced', 'overflow']) {
    it(`history ${name} ends in an assertion`, () => {
      assert.match(readGold(`mbed-mpu/${name}`), /\nassertion failed: mem_xn_lock != \w+, mbed_mpu_mgmt\.c:\d+\n$/);
    });
  }

  for (const name of ['conformance', 'conformance-code-ram']) {
    it(`${name}: all seven cases hold`, () => {
      const cases = readGold(`mbed-mpu/${name}`).match(/^(?:not )?ok \d+ - .*$/gm) ?? [];
      assert.equal(cases.length, 7);
      assert.ok(cases.every((line) => line.startsWith('ok ')));
    });
  }

  for (const [demo, cfsr, excReturn, hasAddress] of DEMOS) {
    for (const elf of readManifest().elfs.filter(
      ({ name, run }) => name.startsWith(`demos/${demo}-`) && run !== null,
    )) {
      it(`${elf.name} ends with CFSR ${cfsr}`, () => {
        const text = readGold(elf.name);
        const end = values(text);
        assert.deepEqual(
          [end.get('IPSR'), end.get('CFSR'), end.get('HFSR'), end.get('EXC_RETURN')],
          ['00000004', cfsr, '00000000', excReturn],
        );
        assert.equal(end.get('MMFAR') !== '00000000', hasAddress);
        assert.equal(end.get('FRAME') === 'invalid', !hasAddress);
        assert.equal(end.has('PC'), hasAddress);
      });
    }
  }
});
