/** The demos of Armv8-M from launch to their fault, as gold transcripts: regions that overlap, and two security states. */
import assert from 'node:assert/strict';
import { debugToFault, demoLaunch, placeOf, type FaultDemo } from './fault-demo.js';
import { go, launch, leave, startRig, stopped } from './rig.js';

interface Demo extends FaultDemo {
  /** The call stack at its line. */
  readonly before: readonly string[];
}

/** From the callback outwards, into Secure state, back and again: `__gnu_cmse_nonsecure_call` is the compiler's. */
const WORLDS = [
  ...['print_reading', '<called from Secure state>', '__gnu_cmse_nonsecure_call', 'for_each_reading'],
  ...['<called from Non-secure state>', 'normal_main', '<called from Secure state>', '__gnu_cmse_nonsecure_call'],
  ...['start_normal_world', 'main'],
];

const DEMOS: readonly Demo[] = [
  {
    name: 'region-overlap',
    board: 'mps2-m23',
    file: 'main.c',
    line: 'answer(mailbox, sum);',
    before: ['relay'],
    exception: 'HardFault',
    cause: 'DACCVIOL',
    frames: ['Default_Handler', '<HardFault exception>', 'answer', 'relay'],
    instruction: /^str\s+r0, \[r4, r2\]/,
  },
  {
    name: 'secure-pointer',
    board: 'mps2-an505',
    file: 'normal.c',
    line: 'console_text(label);',
    before: WORLDS,
    exception: 'SecureFault',
    cause: 'AUVIOL',
    frames: ['Default_Handler', '<SecureFault exception>', 'console_text', ...WORLDS],
    instruction: /^ldrb\s+r0, \[r4, #0\]/,
  },
];

describe('debug adapter: demos of Armv8-M', () => {
  for (const demo of DEMOS)
    it(`debugs ${demo.name} on ${demo.board}`, () =>
      debugToFault(demo, (_, frames) =>
        assert.deepEqual(
          frames.map((frame) => frame.name),
          demo.before,
        ),
      ));

  it('steps across the security states: out of a callback, over a service, and into it through its gateway', async () => {
    const rig = startRig();
    const { client } = rig;
    const demo = { name: 'secure-pointer', board: 'mps2-an505', file: 'normal.c' };
    const told = await launch(rig, demoLaunch(demo));
    const { path, number } = placeOf({ ...demo, line: 'READINGS_GATEWAY(print_reading)' });
    const inCallback = placeOf({ ...demo, line: 'console_decimal(millivolts);' });
    await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: number }] });
    await go(rig, told);
    await stopped(rig);
    const top = async (): Promise<string> => {
      await stopped(rig);
      return (await client.request('stackTrace', { threadId: 1, levels: 1 })).stackFrames[0]!.name;
    };
    await client.request('stepIn', { threadId: 1 });
    assert.equal(await top(), 'for_each_reading');
    await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: inCallback.number }] });
    await client.request('next', { threadId: 1 });
    await stopped(rig);
    await client.request('continue', { threadId: 1 });
    assert.equal(await top(), 'print_reading');
    await client.request('next', { threadId: 1 });
    assert.equal(await top(), 'print_reading');
    await leave(rig);
  });
});
