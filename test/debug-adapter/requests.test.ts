/** Requests one by one, on the demo that writes to ROM, stopped in the function that is about to. */
import assert from 'node:assert/strict';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { REQUEST_NAMES } from '../../protocol/index.js';
import { checkGold } from '../support/gold.js';
import { demo, go, launch, leave, type Rig, source, startRig, stopped } from './rig.js';

const FAULTING_LINE = 34;

/** A place of its own for each test: none may depend on what another one changed. */
async function atRaiseLimit(): Promise<Rig> {
  const rig = startRig();
  const told = await launch(rig, { program: demo('mbed-rom-write') });
  const set = await rig.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'Channel::raise_limit' }] });
  assert.equal(set.breakpoints[0]?.verified, true);
  await go(rig, told);
  assert.equal((await stopped(rig)).reason, 'function breakpoint');
  return rig;
}

async function top({ client }: Rig): Promise<Dap.StackFrame> {
  const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
  const [frame] = stackFrames;
  assert.ok(frame !== undefined);
  return frame;
}

function check(title: string, body: (rig: Rig) => Promise<void>): void {
  it(title, async () => {
    const rig = await atRaiseLimit();
    await body(rig);
    await leave(rig);
  });
}

describe('debug adapter: requests', () => {
  it('advertises nothing that is refused', async () => {
    const rig = startRig();
    const told = await rig.client.request('initialize', { adapterID: 'ringfence' });
    assert.ok(told !== undefined);
    assert.equal(told.supportsReadMemoryRequest, true);
    for (const absent of ['supportsStepBack', 'supportsRestartFrame', 'supportsGotoTargetsRequest'] as const) {
      assert.equal(told[absent], undefined);
    }
    checkGold('test/debug-adapter/gold/capabilities.json', `${JSON.stringify(told, undefined, 2)}\n`);
    assert.deepEqual(
      told.exceptionBreakpointFilters?.map(({ filter }) => filter),
      [
        'hardFault',
        'memManage',
        'busFault',
        'usageState',
        'usageCheck',
        'noCoprocessor',
        'secureFault',
        'interruptEntry',
        'lockup',
      ],
    );
    await leave(rig);
  });

  check('names the core and its mode', async ({ client }) => {
    const { threads } = await client.request('threads', {});
    assert.deepEqual(threads, [{ id: 1, name: 'Core, Thread mode' }]);
  });

  check('pages through the stack', async ({ client }) => {
    const all = await client.request('stackTrace', { threadId: 1 });
    assert.deepEqual(
      all.stackFrames.map(({ name }) => name),
      ['Channel::raise_limit', 'SensorNode::react', 'SensorNode::run', 'main'],
    );
    const page = await client.request('stackTrace', { threadId: 1, startFrame: 1, levels: 2 });
    assert.deepEqual(page.stackFrames, all.stackFrames.slice(1, 3));
    assert.ok(all.stackFrames.every(({ id }) => id > 0));
  });

  check('has a scope of registers with xpsr', async (rig) => {
    const { scopes } = await rig.client.request('scopes', { frameId: (await top(rig)).id });
    const registers = scopes.find(({ name }) => /registers/i.test(name));
    assert.ok(registers !== undefined);
    const { variables } = await rig.client.request('variables', registers);
    assert.ok(variables.some(({ name }) => name === 'xpsr'));
  });

  check('evaluates what other extensions ask', async (rig) => {
    const frameId = (await top(rig)).id;
    for (const expression of ['limit', '*(unsigned int *)0xe000ed00', '$psp', '$sp', '*this']) {
      const { result } = await rig.client.request('evaluate', { expression, frameId, context: 'hover' });
      assert.notEqual(result, '');
    }
    const hex = { expression: 'limit', frameId, context: 'watch', format: { hex: true } };
    assert.match((await rig.client.request('evaluate', hex)).result, /^0x[0-9a-f]+$/);
    const refused = rig.client.request('evaluate', { expression: 'nothing_of_that_name', frameId, context: 'watch' });
    await assert.rejects(refused, /nothing_of_that_name/);
  });

  check('writes a variable, and tells the views', async (rig) => {
    const frameId = (await top(rig)).id;
    const { value } = await rig.client.request('setExpression', { expression: 'limit', value: '77', frameId });
    assert.equal(value, '77');
    assert.equal((await rig.client.event('ringfence/stateChanged')).event, 'ringfence/stateChanged');
    const { result } = await rig.client.request('evaluate', { expression: 'limit', frameId, context: 'watch' });
    assert.equal(result, '77');
  });

  check('reads and writes memory, and fails no read', async ({ client }) => {
    const written = await client.request('writeMemory', {
      memoryReference: '0x20000000',
      offset: 16,
      data: 'AQIDBA==',
    });
    assert.equal(written?.bytesWritten, 4);
    const read = await client.request('readMemory', { memoryReference: '0x20000010', count: 4 });
    assert.equal(read?.data, 'AQIDBA==');
    const nothing = await client.request('readMemory', { memoryReference: '0x90000000', count: 8 });
    assert.deepEqual(nothing, { address: '0x90000000', data: '', unreadableBytes: 8 });
    assert.equal((await client.request('readMemory', { memoryReference: 'nonsense', count: 8 }))?.data, '');
    const refused = client.request('writeMemory', { memoryReference: '0x90000000', data: 'AQ==' });
    await assert.rejects(refused, /Nothing answers at 0x90000000/);
  });

  check('disassembles around the program counter', async (rig) => {
    const { instructionPointerReference } = await top(rig);
    const args = { memoryReference: instructionPointerReference ?? '', instructionOffset: -4, instructionCount: 10 };
    const { instructions } = (await rig.client.request('disassemble', { ...args, resolveSymbols: true })) ?? {};
    assert.equal(instructions?.length, 10);
    assert.equal(instructions[4]?.address, instructionPointerReference);
    assert.ok(instructions.some(({ location }) => location?.name === 'sensor_node.cpp'));
  });

  check('stops when data is written', async (rig) => {
    const frameId = (await top(rig)).id;
    const { dataId } = await rig.client.request('dataBreakpointInfo', { name: 'tick_count', frameId });
    assert.ok(dataId !== null);
    const set = await rig.client.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
    assert.equal(set.breakpoints[0]?.verified, true);
    await rig.client.request('setFunctionBreakpoints', { breakpoints: [] });
    await rig.client.request('setExceptionBreakpoints', { filters: [] });
    await rig.client.request('restart', {});
    const { reason, hitBreakpointIds } = await stopped(rig);
    assert.equal(reason, 'data breakpoint');
    assert.deepEqual(hitBreakpointIds, [set.breakpoints[0].id]);
  });

  check('steps by lines and by instructions, and out', async (rig) => {
    await rig.client.request('stepIn', { threadId: 1, granularity: 'instruction' });
    assert.equal((await stopped(rig)).reason, 'step');
    await rig.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'MovingAverage::next' }] });
    await rig.client.request('restart', {});
    assert.equal((await stopped(rig)).reason, 'function breakpoint');
    const before = (await top(rig)).line;
    await rig.client.request('next', { threadId: 1 });
    assert.equal((await stopped(rig)).reason, 'step');
    assert.ok((await top(rig)).line > before);
    await rig.client.request('stepOut', { threadId: 1 });
    assert.equal((await stopped(rig)).reason, 'step');
    assert.equal((await top(rig)).name, 'Channel::sample');
  });

  check('logs instead of stopping, and counts hits', async (rig) => {
    await rig.client.request('setFunctionBreakpoints', { breakpoints: [] });
    const path = source('mbed-rom-write', 'sensor_node.cpp');
    const breakpoints = [
      { line: 26, logMessage: 'raw is {raw}' },
      { line: 76, hitCondition: '3' },
    ];
    await rig.client.request('setBreakpoints', { source: { path }, breakpoints });
    await rig.client.request('restart', {});
    assert.equal((await stopped(rig)).reason, 'breakpoint');
    assert.match(rig.output('console'), /raw is 800\nraw is 840\nraw is 880\n$/);
  });

  check('opens the editor at the culprit', async (rig) => {
    const filterOptions = [{ filterId: 'memManage', condition: 'all' }];
    await rig.client.request('setExceptionBreakpoints', { filters: [], filterOptions });
    await rig.client.request('continue', { threadId: 1 });
    assert.equal((await stopped(rig)).reason, 'exception');
    const info = await rig.client.request('exceptionInfo', { threadId: 1 });
    assert.equal(info.breakMode, 'always');
    assert.match(info.details?.stackTrace ?? '', /calibration_table \+ 8/);
    // As VS Code chooses: the first frame whose source is there and not deemphasized.
    const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1 });
    const first = stackFrames.find(
      (frame) => frame.source !== undefined && frame.source.presentationHint !== 'deemphasize',
    );
    assert.deepEqual([first?.name, first?.line], ['Channel::raise_limit', FAULTING_LINE]);
    const { faulted } = await rig.client.request('ringfence/faultCauses', {});
    assert.equal(faulted, true);
  });

  check('answers every request of its own', async ({ client }) => {
    for (const name of REQUEST_NAMES) {
      const args = name === 'ringfence/explainAccess' ? { address: '0x00000e24', sizeBytes: 4 } : {};
      const response = await client.send(name, args);
      assert.equal(response.success, true, name);
      assert.ok(response.body !== undefined);
    }
    const { privileged } = await client.request('ringfence/explainAccess', { address: '0x00000e24' });
    assert.deepEqual([privileged.read.allowed, privileged.write.allowed], [true, false]);
    await assert.rejects(client.request('ringfence/explainAccess', { address: 'x' }), /“x” is no address/);
  });

  check('finds lines that can have a breakpoint, sources and names', async ({ client }) => {
    const path = source('mbed-rom-write', 'sensor_node.cpp');
    const { breakpoints } = await client.request('breakpointLocations', { source: { path }, line: 30, endLine: 36 });
    assert.ok(breakpoints.some(({ line }) => line === FAULTING_LINE));
    const { sources } = await client.request('loadedSources', {});
    assert.ok(sources.some((one) => one.path === path));
    const { targets } = await client.request('completions', { text: 'tick_c', column: 7 });
    assert.ok(targets.some(({ label }) => label.startsWith('tick_count')));
  });

  it('runs without debugging', async () => {
    const rig = startRig();
    const told = await launch(rig, { program: demo('mbed-rom-write'), noDebug: true, runToEntryPoint: 'main' });
    await go(rig, told);
    assert.deepEqual((await rig.client.event('exited')).body, { exitCode: 1 });
    assert.match(rig.output('stdout'), /alarm: temperature\n[^]*fault end/);
    await rig.client.event('terminated');
    await leave(rig);
  });
});
