/** Who wrote a region, on a core with two MPUs: of each it is whoever wrote that one, through its own address or the alias. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { RegionWriters, REGION_WRITERS_WATCHPOINT } from '../../../debugger/mpu/index.js';
import { Machine, Pmsav8, type Access } from '../../../emulator/index.js';

const RNR = 8;
const RBAR = 0xc;
const RLAR = 0x10;

describe('who wrote the regions of two MPUs', () => {
  const { cpu } = new Machine({ board: findBoard('mps2-an505') });
  const mpus = [new Pmsav8({ regionCount: 8 }), new Pmsav8({ regionCount: 8 })] as const;
  const machine = {
    cpu,
    retired: 0,
    mpuOf: (secure: boolean) => mpus[secure ? 1 : 0],
    registers: () => new Machine({ board: findBoard('mps2-an505') }).registers(),
  };
  const writers = new RegionWriters({
    machine,
    source: {
      lineAt: () => undefined,
      functionAt: () => undefined,
      frames: ({ r }) => [{ address: r[15]!, inlined: false }],
    },
  });

  const write = (secure: boolean, region: number, pc: number): boolean => {
    const mpu = mpus[secure ? 1 : 0];
    mpu.write(RNR, 4, region);
    mpu.write(RBAR, 4, 0x2000_0000 + pc * 0x20);
    mpu.write(RLAR, 4, 0x2000_0001 + pc * 0x20);
    const access: Access = { kind: 'store', address: 0xe000_eda0, sizeBytes: 4, privileged: true, exclusive: false };
    const hit = { watchpointId: REGION_WRITERS_WATCHPOINT + (secure ? 0 : 1), access, pc };
    return writers.observe({ reason: 'watchpoint', hit, pc: pc + 4, retired: 0 });
  };
  const writerOf = (region: number, secure: boolean): number | undefined => writers.writerOf(region, secure)?.pc;

  it('watches the registers of the state at hand, and their alias', () => {
    assert.deepEqual(
      writers.watchpoints.map(({ start, end }) => [start, end]),
      [
        [0xe000_ed94, 0xe000_edbc],
        [0xe002_ed94, 0xe002_edbc],
      ],
    );
  });

  it('tells the two apart', () => {
    assert.equal(write(true, 0, 0x100), true);
    assert.equal(write(false, 0, 0x200), true);
    assert.equal(write(false, 3, 0x300), true);
    assert.deepEqual([writerOf(0, true), writerOf(0, false), writerOf(3, false)], [0x100, 0x200, 0x300]);
    assert.equal(writerOf(3, true), undefined);
  });

  it('forgets nothing over a snapshot, and all after a reset', () => {
    const saved = writers.save();
    assert.equal(write(true, 0, 0x400), true);
    assert.equal(writerOf(0, true), 0x400);
    writers.restore(saved);
    assert.equal(writerOf(0, true), 0x100);
    writers.reset();
    assert.equal(writerOf(0, true), undefined);
  });
});
