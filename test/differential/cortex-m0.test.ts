/** The Cortex-M0 against QEMU's, on a micro:bit: which patterns are instructions. */
import assert from 'node:assert/strict';
import { decode, disassemble } from '../../emulator/index.js';
import { onRequest, requireTool } from '../support/requirements.js';
import { isBkpt, sweepNarrow, sweepWide } from './decode-sweep-v6.js';
import { narrowPatterns, widePatterns } from './decode-sweep.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { runOnQemu, type StreamEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { CORTEX_M0, CORTEX_M3, instructionsOf, type Target } from './targets.js';

/** For guests that rely on SysTick. */
const QEMU_COUNTED: StreamEngine = {
  name: `QEMU ${CORTEX_M0.machine}`,
  run: (elf) => runOnQemu(elf, { machine: CORTEX_M0.machine, icount: true }),
};
const RINGFENCE = ringfenceEngine(CORTEX_M0);

/** What QEMU 7.2 runs on its cortex-m0 although Armv6-M leaves it UNDEFINED (DDI 0419E, A5.2.5): CBZ, CBNZ, IT, SETEND. */
function runByQemuOnly(pattern: number): boolean {
  const isCbz = (pattern & 0xf500) === 0xb100;
  const isIt = pattern >>> 8 === 0xbf && (pattern & 0xf) !== 0;
  const isSetend = (pattern & 0xfff7) === 0xb650;
  return isCbz || isIt || isSetend;
}

const WIDE = widePatterns(1, 18);

/** What the encoding tables say, in the letters of the sweep; it asks a NOP instead of the BKPT that calls semihosting. */
function fromTables(target: Target, patterns: ArrayLike<number>): string {
  const set = instructionsOf(target);
  return Array.from(patterns, (pattern) => {
    const [first, second] = pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
    const name = decode(first, second, { pc: 0, inIT: false, lastInIT: false }, set)?.row.name ?? 'UDF';
    return name.startsWith('UDF') || (isBkpt(pattern) && pattern !== 0xbeab) ? 'U' : 'R';
  }).join('');
}

function sweepGold(width: 16 | 32): string {
  return new TextDecoder().decode(readGold(`cortex-m0/sweep${width}.z`));
}

function differing(patterns: ArrayLike<number>, a: string, b: string): readonly number[] {
  return Array.from(patterns).filter((pattern, i) => a[i] !== b[i] && !(pattern < 0x1_0000 && runByQemuOnly(pattern)));
}

describe('decode sweep of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    this.timeout(600_000);
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/sweep16.z', new TextEncoder().encode(sweepNarrow(QEMU_COUNTED)));
    writeGold('cortex-m0/sweep32.z', new TextEncoder().encode(sweepWide(QEMU_COUNTED, WIDE)));
  });

  it('finds the same 16-bit patterns undefined as QEMU, but for CBZ, CBNZ, IT and SETEND', () => {
    assert.deepEqual(differing(narrowPatterns(), fromTables(CORTEX_M0, narrowPatterns()), sweepGold(16)), []);
  });

  it('calls those UNDEFINED: they came with Armv7-M, or belong to no Cortex-M', () => {
    const ours = fromTables(CORTEX_M0, narrowPatterns());
    const only = narrowPatterns().filter(runByQemuOnly);
    assert.equal(only.length, 1024 + 240 + 2);
    assert.ok(only.every((pattern) => ours[pattern] === 'U'));
  });

  it('finds the same 32-bit patterns undefined as QEMU', () => {
    assert.ok(WIDE.length > 90_000);
    const ours = fromTables(CORTEX_M0, WIDE);
    assert.deepEqual(differing(WIDE, ours, sweepGold(32)), []);
    assert.ok(ours.split('R').length > 10_000);
  });

  it('reads what it has as the Cortex-M3 does, whose text is held against objdump', () => {
    const [m0, m3] = [instructionsOf(CORTEX_M0), instructionsOf(CORTEX_M3)];
    const at = { pc: 0x1000, inIT: false, lastInIT: false };
    for (const pattern of [...narrowPatterns(), ...WIDE]) {
      const [first, second] = pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
      const ours = decode(first, second, at, m0);
      if (ours !== undefined)
        assert.equal(disassemble(ours, 0).text, disassemble(decode(first, second, at, m3)!, 0).text);
    }
  });

  onRequest('holds when the patterns run on the emulator and on the QEMU that is installed', function () {
    this.timeout(600_000);
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.equal(sweepNarrow(RINGFENCE), fromTables(CORTEX_M0, narrowPatterns()));
    assert.equal(sweepWide(RINGFENCE, WIDE), fromTables(CORTEX_M0, WIDE));
    assert.equal(sweepNarrow(QEMU_COUNTED), sweepGold(16));
    assert.equal(sweepWide(QEMU_COUNTED, WIDE), sweepGold(32));
  });
});
