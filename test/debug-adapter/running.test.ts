/** Requests that come while the program runs flat out, and a second run of the same program. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from '../support/root.js';
import { SPINNING, tinyProgram } from './programs.js';
import { demo, go, launch, leave, startRig, stopped } from './rig.js';

let folder: string;
let spinning: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'dap-'));
  spinning = join(folder, 'spinning.elf');
  writeFileSync(spinning, tinyProgram(SPINNING));
});

after(() => rmSync(folder, { recursive: true }));

describe('debug adapter: while the program runs', () => {
  it('pauses, and goes on', async () => {
    const rig = startRig();
    await go(rig, await launch(rig, { program: spinning }));
    for (let round = 0; round < 3; round++) {
      await rig.client.request('pause', { threadId: 1 });
      assert.equal((await stopped(rig)).reason, 'pause');
      await rig.client.request('continue', { threadId: 1 });
    }
    await leave(rig);
  });

  it('takes a breakpoint and stops at it', async () => {
    const rig = startRig();
    await go(rig, await launch(rig, { program: spinning }));
    const { breakpoints } = await rig.client.request('setInstructionBreakpoints', {
      breakpoints: [{ instructionReference: '0x00000042' }],
    });
    const { reason, hitBreakpointIds } = await stopped(rig);
    assert.equal(reason, 'instruction breakpoint');
    assert.deepEqual(hitBreakpointIds, [breakpoints[0]?.id]);
    await leave(rig);
  });

  it('reads memory, but refuses a second run and a stack', async () => {
    const rig = startRig();
    await go(rig, await launch(rig, { program: spinning }));
    const { data } = (await rig.client.request('readMemory', { memoryReference: '0x40', count: 4 })) ?? {};
    assert.equal(data, Buffer.from([0x00, 0x20, 0x01, 0x30]).toString('base64'));
    await assert.rejects(rig.client.request('continue', { threadId: 1 }), /program is running; pause it first/);
    const refused = await rig.client.send('stackTrace', { threadId: 1 });
    assert.equal(refused.message, 'notStopped');
    await leave(rig);
  });

  it('terminates', async () => {
    const rig = startRig();
    await go(rig, await launch(rig, { program: spinning }));
    await rig.client.request('terminate', {});
    await rig.client.event('terminated');
    await leave(rig);
  });

  it('ends when the client goes without a word', async () => {
    const rig = startRig();
    await go(rig, await launch(rig, { program: spinning }));
    rig.hangUp();
    await rig.ended;
  });
});

describe('debug adapter: restart', () => {
  it('starts over with its breakpoints', async () => {
    const rig = startRig();
    const told = await launch(rig, { program: demo('mbed-rom-write') });
    const set = await rig.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'SensorNode::run' }] });
    await go(rig, told);
    for (let round = 0; round < 2; round++) {
      const { reason, hitBreakpointIds } = await stopped(rig);
      assert.equal(reason, 'function breakpoint');
      assert.deepEqual(hitBreakpointIds, [set.breakpoints[0]?.id]);
      if (round === 0) await rig.client.request('restart', {});
    }
    await rig.client.event('continued');
    const boots = rig.output('stdout').match(/sensor node, boot 1\n/g);
    assert.equal(boots?.length, 2);
    await leave(rig);
  });

  it('loads a program that was built anew, and moves the breakpoints', async () => {
    const program = join(folder, 'built.elf');
    copyFileSync(demo('mbed-rom-write'), program);
    const rig = startRig();
    const told = await launch(rig, { program });
    const set = await rig.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'main' }] });
    await go(rig, told);
    assert.equal((await stopped(rig)).reason, 'function breakpoint');
    copyFileSync(demo('stack-overflow'), program);
    await rig.client.request('restart', {});
    assert.deepEqual((await stopped(rig)).hitBreakpointIds, [set.breakpoints[0]?.id]);
    const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1 });
    assert.equal(stackFrames[0]?.source?.name, 'main.c');
    await leave(rig);
  });
});

describe('debug adapter: another place', () => {
  it('finds the sources of a project that was moved to a folder with a space', async () => {
    const place = join(folder, 'my project');
    for (const part of ['firmware/demos/mbed-rom-write', 'firmware/support', 'firmware/mbed-mpu']) {
      cpSync(join(root, part), join(place, part), { recursive: true });
    }
    mkdirSync(join(place, 'firmware/elf/demos'), { recursive: true });
    const program = join(place, 'firmware/elf/demos', basename(demo('mbed-rom-write')));
    copyFileSync(demo('mbed-rom-write'), program);
    const path = join(place, 'firmware/demos/mbed-rom-write/main.cpp');

    const rig = startRig();
    const told = await launch(rig, { program, runToEntryPoint: 'main' });
    const { breakpoints } = await rig.client.request('setBreakpoints', {
      source: { path },
      breakpoints: [{ line: 48 }],
    });
    assert.deepEqual(
      breakpoints.map(({ verified, source }) => [verified, source?.path]),
      [[true, path]],
    );
    await go(rig, told);
    assert.equal((await stopped(rig)).reason, 'entry');
    const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1 });
    assert.equal(stackFrames[0]?.source?.path, path);
    await leave(rig);
  });
});
