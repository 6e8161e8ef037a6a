/** A session on the machine that a devicetree describes, here a built-in board's source with another name and memory. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.js';
import { demo, go, launch, leave, startRig, stopped } from './rig.js';

const MINE = `${readFileSync(join(root, 'boards/mps2-an385.dts'), 'utf8')}
&cpu0 { /delete-property/ clock-frequency; };
/delete-node/ &psram;
/ { external: memory@21000000 { compatible = "mmio-sram"; reg = <0x21000000 0x1000000>; }; };
`;

describe('debug adapter: a board from devicetree', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'dts-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('runs firmware on it, and tells what the devicetree left open', async () => {
    const dts = join(folder, 'mine.dts');
    writeFileSync(dts, MINE);
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
    assert.match(rig.output('console'), /mps2-fpga\.dtsi:20:9: information: Nothing says how fast the core runs/);
    await leave(rig);
  });
});
