/** A session on the machine that a devicetree describes, here a built-in board's source with another name and memory. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.js';
import { demo, go, launch, leave, startRig, stopped } from './rig.js';

describe('debug adapter: a board from devicetree', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'dts-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('runs firmware on it, and tells what the devicetree left open', async () => {
    const board = (file: string): string => readFileSync(join(root, 'boards', file), 'utf8');
    const text = board('mps2-an385.dts').replace('#include "mps2-fpga.dtsi"', board('mps2-fpga.dtsi'));
    const dts = join(folder, 'mine.dts');
    writeFileSync(dts, text.replace('psram: memory', 'external: memory').replace('clock-frequency = <25000000>;', ''));
    const rig = startRig();
    const program = demo('mbed-rom-write');
    await go(
      rig,
      await launch(rig, { program, dts, dtsIncludePaths: [join(root, 'boards')], runToEntryPoint: 'main' }),
    );
    assert.equal((await stopped(rig)).reason, 'entry');
    const map = await rig.client.request('ringfence/memoryMap', {});
    assert.equal(map.board, dts);
    assert.deepEqual(
      map.ranges.filter(({ base }) => base === '0x21000000').map(({ name }) => name),
      ['external'],
    );
    assert.match(rig.output('console'), /mine\.dts:27:9: information: Nothing says how fast the core runs/);
    await leave(rig);
  });
});
