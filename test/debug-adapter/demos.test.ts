/** The three demos from launch to the fault that each is made for, on both boards, as gold transcripts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkGold } from '../support/gold.js';
import { BOARDS, DEMOS, demo, go, launch, leave, type Rig, source, startRig, stopped } from './rig.js';

/** Where each demo is stopped before its fault: a line that has this text. */
const BREAKPOINTS = {
  'mbed-rom-write': { file: 'sensor_node.cpp', text: 'channel.raise_limit(' },
  'stack-overflow': { file: 'main.c', text: 'sound.first_child = &settings;' },
  'guarded-task': { file: 'main.c', text: 'const Record record = measure(count);' },
} as const;

/** CFSR bits and the register of the access, as the headers of the demos' sources tell them. */
const FAULTS = {
  'mbed-rom-write': { type: 'MemManage', bits: 'DACCVIOL' },
  'stack-overflow': { type: 'MemManage', bits: 'MSTKERR' },
  'guarded-task': { type: 'MemManage', bits: 'DACCVIOL' },
} as const;

function lineOf(name: (typeof DEMOS)[number]): number {
  const { file, text } = BREAKPOINTS[name];
  const index = readFileSync(source(name, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  assert.notEqual(index, -1, `${file} has the line ${text}`);
  return index + 1;
}

async function look({ client }: Rig): Promise<void> {
  const { stackFrames } = await client.request('stackTrace', { threadId: 1, levels: 20 });
  const [top] = stackFrames;
  assert.ok(top !== undefined && top.id > 0);
  const { scopes } = await client.request('scopes', { frameId: top.id });
  for (const { presentationHint, variablesReference } of scopes) {
    if (presentationHint === 'locals' || presentationHint === 'arguments') {
      await client.request('variables', { variablesReference });
    }
  }
}

describe('debug adapter: demos', () => {
  for (const board of BOARDS) {
    for (const name of DEMOS) {
      it(`debugs ${name} on ${board}`, async () => {
        const rig = startRig();
        const { client } = rig;
        const told = await launch(rig, { program: demo(name, board), board });
        const path = source(name, BREAKPOINTS[name].file);
        await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: lineOf(name) }] });
        // The demos report their faults themselves, so they count as handled.
        await go(rig, told, 'all');
        assert.equal((await stopped(rig)).reason, 'breakpoint');
        await client.request('threads', {});
        await look(rig);
        await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
        await client.request('next', { threadId: 1 });
        // The line may fault itself, or in what it calls.
        let { reason } = await stopped(rig);
        if (reason === 'step') {
          await client.request('continue', { threadId: 1 });
          ({ reason } = await stopped(rig));
        }
        assert.equal(reason, 'exception');
        const info = await client.request('exceptionInfo', { threadId: 1 });
        assert.equal(info.exceptionId, FAULTS[name].type);
        assert.equal(info.details?.fullTypeName, FAULTS[name].bits);
        await look(rig);
        await client.request('ringfence/mpuRegions', {});
        await client.request('ringfence/locks', {});
        await client.request('ringfence/faultCauses', {});
        await leave(rig);
        checkGold(`test/debug-adapter/gold/${name}-${board}.txt`, rig.transcript.text);
      });
    }
  }
});
