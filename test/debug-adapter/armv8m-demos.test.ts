/** The demos of Armv8-M from launch to their fault, as gold transcripts: regions that overlap, and two security states. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGold } from '../support/gold.js';
import { root } from '../support/root.js';
import { go, launch, leave, startRig, stopped } from './rig.js';

interface Demo {
  readonly name: string;
  readonly board: string;
  /** A line of a source where it is stopped before, by its text, and the call stack there. */
  readonly file: string;
  readonly line: string;
  readonly before: readonly string[];
  readonly exception: string;
  readonly cause: string;
  /** The call stack at the fault, innermost first; the handler's frames stand on those of what it interrupted. */
  readonly frames: readonly string[];
  readonly instruction: RegExp;
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

function programOf({ name, board }: Pick<Demo, 'name' | 'board'>): string {
  return join(root, `firmware/elf/demos/${name}-${board}-bare.elf`);
}

function placeOf({ name, file, line }: Pick<Demo, 'name' | 'file' | 'line'>): {
  readonly path: string;
  readonly number: number;
} {
  const path = join(root, 'firmware/demos', name, file);
  const index = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(line));
  assert.notEqual(index, -1, `${file} has the line ${line}`);
  return { path, number: index + 1 };
}

describe('debug adapter: demos of Armv8-M', () => {
  for (const demo of DEMOS) {
    const { name, board } = demo;
    it(`debugs ${name} on ${board}`, async () => {
      const rig = startRig();
      const { client } = rig;
      const told = await launch(rig, { program: programOf(demo), board });
      const { path, number } = placeOf(demo);
      await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: number }] });
      await go(rig, told);
      assert.equal((await stopped(rig)).reason, 'breakpoint');
      const names = async (): Promise<readonly string[]> =>
        (await client.request('stackTrace', { threadId: 1, levels: 20 })).stackFrames.map((frame) => frame.name);
      assert.deepEqual(await names(), demo.before);
      await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
      await client.request('continue', { threadId: 1 });
      assert.equal((await stopped(rig)).reason, 'exception');
      const info = await client.request('exceptionInfo', { threadId: 1 });
      assert.equal(info.exceptionId, demo.exception);
      assert.equal(info.details?.fullTypeName, demo.cause);
      const { stackFrames } = await client.request('stackTrace', { threadId: 1, levels: 20 });
      assert.deepEqual(
        stackFrames.map((frame) => frame.name),
        demo.frames,
      );
      // The handler's frame, what stands for the exception, and then the culprit's.
      const culprit = stackFrames[2]!.instructionPointerReference!;
      const place = { memoryReference: culprit, instructionOffset: -4, instructionCount: 9 };
      const listing = await client.request('disassemble', place);
      assert.match(listing?.instructions[4]?.instruction ?? '', demo.instruction);
      await client.request('ringfence/mpuRegions', {});
      await client.request('ringfence/faultCauses', {});
      await leave(rig);
      checkGold(`test/debug-adapter/gold/${name}-${board}.txt`, rig.transcript.text);
    });
  }

  it('steps across the security states: out of a callback, over a service, and into it through its gateway', async () => {
    const rig = startRig();
    const { client } = rig;
    const demo = { name: 'secure-pointer', board: 'mps2-an505', file: 'normal.c' };
    const told = await launch(rig, { program: programOf(demo), board: demo.board });
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
