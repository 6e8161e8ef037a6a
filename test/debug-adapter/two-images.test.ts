/** A Secure and a Non-secure image in one session: breakpoints, call stacks, sources, variables and faults know both. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadElf } from '../../debugger/elf/index.js';
import type { LaunchConfiguration } from '../../protocol/index.js';
import { root } from '../support/root.js';
import { go, launch, leave, type Rig, startRig, stopped } from './rig.js';

const BOARD = 'mps2-an505';
const elf = (state: 'secure' | 'nonsecure'): string => join(root, `firmware/elf/security/${state}-${BOARD}-O2.elf`);
const PAIR: LaunchConfiguration = { program: elf('secure'), images: [elf('nonsecure')], board: BOARD };

/** Where an image has a symbol, as the adapter prints addresses. */
function addressOf(state: 'secure' | 'nonsecure', name: string): string {
  const symbol = loadElf(new Uint8Array(readFileSync(elf(state))), state).elf?.symbols.named(name);
  assert.ok(symbol, name);
  return `0x${symbol.address.toString(16).padStart(8, '0')}`;
}

/** The line of a source that holds this text. */
function place(file: string, text: string): { readonly path: string; readonly line: number } {
  const path = join(root, 'firmware/security', file);
  const index = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  assert.notEqual(index, -1, `${file} has the line ${text}`);
  return { path, line: index + 1 };
}

/** Alone: breakpoints of other sources stay. */
async function breakAt(rig: Rig, file: string, text: string): Promise<void> {
  const { path, line } = place(file, text);
  const { breakpoints } = await rig.client.request('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
  assert.deepEqual(
    breakpoints.map(({ verified }) => verified),
    [true],
  );
}

async function proceed(rig: Rig): Promise<void> {
  await rig.client.request('continue', { threadId: 1 });
  assert.equal((await stopped(rig)).reason, 'breakpoint');
}

async function frames(rig: Rig): Promise<readonly { readonly name: string; readonly path: string | undefined }[]> {
  const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1, levels: 20 });
  return stackFrames.map(({ name, source }) => ({ name, path: source?.path }));
}

async function addressIn(rig: Rig, name: string): Promise<string> {
  const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1, levels: 1 });
  const request = { expression: `&${name}`, frameId: stackFrames[0]!.id, context: 'watch' };
  const { memoryReference } = await rig.client.request('evaluate', request);
  assert.ok(memoryReference);
  return memoryReference;
}

describe('debug adapter: two images', () => {
  it('stops in the Non-secure image, with the Secure one below, and has the sources of both', async () => {
    const rig = startRig();
    const told = await launch(rig, PAIR);
    await breakAt(rig, 'nonsecure/main.c', 'return gate_sum(1, 2, 3, 4);');
    await go(rig, told);
    assert.equal((await stopped(rig)).reason, 'breakpoint');
    const stack = await frames(rig);
    const names = stack.map(({ name }) => name);
    assert.ok(names.includes('ns_run') && names.includes('<called from Secure state>'), names.join());
    assert.ok(names.includes('legal_cases') && names.at(-1) === 'Reset_Handler', names.join());
    assert.equal(stack[0]!.path, join(root, 'firmware/security/nonsecure/main.c'));
    assert.equal(stack.at(-1)!.path, join(root, 'firmware/security/secure/main.c'));
    await leave(rig);
  });

  it('takes a name that both have from the image that runs', async () => {
    const rig = startRig();
    const told = await launch(rig, PAIR);
    await breakAt(rig, 'nonsecure/main.c', 'return gate_sum(1, 2, 3, 4);');
    await breakAt(rig, 'secure/gateways.c', 'return a + b + c + d;');
    await go(rig, told);
    await stopped(rig);
    const stops: string[] = [];
    for (let n = 0; n < 3; n++) {
      if (n > 0) await proceed(rig);
      stops.push(await addressIn(rig, 'ticks'));
    }
    // gate_sum is called by a probe, then by the line that is broken at.
    const [secure, nonSecure] = [addressOf('secure', 'ticks'), addressOf('nonsecure', 'ticks')];
    assert.notEqual(secure, nonSecure);
    assert.deepEqual(stops, [secure, nonSecure, secure]);
    await leave(rig);
  });

  it('breaks in both where both were built from a source', async () => {
    const rig = startRig();
    const told = await launch(rig, PAIR);
    await breakAt(rig, 'report.c', 'uint32_t exception = snapshot.xpsr & 0x1FF;');
    await go(rig, told);
    await stopped(rig);
    const handlers: string[] = [await addressIn(rig, 'snapshot')];
    await proceed(rig);
    handlers.push(await addressIn(rig, 'snapshot'));
    // SVC in Secure Thread mode is the first case with an exception, SVC in Non-secure Thread mode the second.
    assert.deepEqual(handlers, [addressOf('secure', 'snapshot'), addressOf('nonsecure', 'snapshot')]);
    await leave(rig);
  });

  it('names the culprit of a SecureFault in the Non-secure image', async () => {
    const rig = startRig();
    const told = await launch(rig, PAIR);
    await breakAt(rig, 'secure/illegal.c', 'ns(NS_LOAD, SECURE_RAM, 0);');
    await go(rig, told, 'all');
    for (let stop = await stopped(rig); stop.reason !== 'breakpoint'; stop = await stopped(rig))
      await rig.client.request('continue', { threadId: 1 });
    await rig.client.request('continue', { threadId: 1 });
    assert.equal((await stopped(rig)).reason, 'exception');
    const { description, details } = await rig.client.request('exceptionInfo', { threadId: 1 });
    assert.equal(description, 'SecureFault: Non-secure read from Secure 0x3800e000');
    assert.match(details?.stackTrace ?? '', /at probe_load, probe\.S:\d+\n/);
    assert.match(details?.stackTrace ?? '', /at ns_run, main\.c:\d+\n/);
    assert.match(details?.stackTrace ?? '', /at run_case, main\.c:\d+\n/);
    await leave(rig);
  });

  it('refuses an image that is not there', async () => {
    const rig = startRig();
    await rig.client.request('initialize', { adapterID: 'ringfence' });
    const missing: LaunchConfiguration = { ...PAIR, images: [elf('secure').replace('-O2', '-none')] };
    await assert.rejects(rig.client.request('launch', missing), /-none/);
    await leave(rig);
  });

  it('refuses images that load over each other', async () => {
    const rig = startRig();
    await rig.client.request('initialize', { adapterID: 'ringfence' });
    const twice: LaunchConfiguration = { ...PAIR, images: [elf('secure')] };
    await assert.rejects(rig.client.request('launch', twice), /both load 0x10000000–0x[0-9a-f]{8}: link one of them/);
    await leave(rig);
  });
});
