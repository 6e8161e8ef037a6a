/** Every program that ends by itself prints on our machine what it printed on QEMU, and ends with the same status. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeSemihostingFiles } from '../../../host/index.js';
import { readGold, readManifest } from '../../firmware/manifest.js';
import { firmwareMachine, runToEnd } from './firmware.js';

const LIMIT = 500_000_000;

describe('firmware on the emulator', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ringfence-firmware-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const elf of readManifest().elfs) {
    const { run, name } = elf;
    if (run !== null) {
      it(name, () => {
        const { machine, printed } = firmwareMachine(elf, { files: new NodeSemihostingFiles(folder) });
        const event = runToEnd(machine, LIMIT);
        assert.equal(printed(), readGold(run.gold));
        assert.equal(event.reason === 'exit' ? event.status : event.reason, run.status);
      });
    }
  }
});
