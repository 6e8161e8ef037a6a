/** The demos of Armv7E-M from launch to their fault, with floating-point registers where the core has them, as gold transcripts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGold } from '../support/gold.js';
import { root } from '../support/root.js';
import { demoBoard, go, launch, leave, startRig, stopped } from './rig.js';

interface Demo {
  readonly name: string;
  readonly board: string;
  /** The devicetree of the machine below firmware/demos, where `board` is only what it was linked for. */
  readonly dts?: string;
  /** A line of a source where it is stopped before, by its text. */
  readonly file: string;
  readonly line: string;
  /** What is asked for there. */
  readonly expressions: readonly string[];
  /** The status bit of the fault. */
  readonly cause: string;
  /** The call stack at the fault, innermost first. */
  readonly frames: readonly string[];
  readonly instruction: RegExp;
  /** What is asked for in the outermost frame then. */
  readonly outermost: readonly string[];
}

const IN_HANDLER = ['Default_Handler', '<MemManage exception>'];

const DEMOS: readonly Demo[] = [
  {
    name: 'sliding-window',
    board: 'mps2-an386',
    dts: 'sliding-window/board.dts',
    file: 'main.c',
    line: 'state.output[first] = filter_output(&samples[first], taps);',
    expressions: ['first', 'samples[0]', '$control'],
    cause: 'DACCVIOL',
    frames: [...IN_HANDLER, 'pair', 'filter_output', 'run_filter'],
    instruction: /^ldr\.w\s+ip, \[r0, r3, lsl #1\]/,
    outermost: ['first', 'state.output[56]', '$xpsr'],
  },
  {
    name: 'lazy-store',
    board: 'mps2-an386',
    file: 'kernel.c',
    line: 'account(last, current);',
    expressions: ['last->name', '$control', '$s16'],
    cause: 'MLSPERR',
    frames: [...IN_HANDLER, 'account', 'switch_task', 'SVC_Handler', '<SVCall exception>', 'yield', 'filter'],
    instruction: /^vldr\s+s15, \[r0, #8\]/,
    outermost: ['sine', 'cosine', 'level', '$s16'],
  },
  {
    name: 'control-loop',
    board: 'mps2-an500',
    file: 'main.c',
    line: 'loop->gain = gain_at(command);',
    expressions: ['state.loop', '$d0', '$s1', '$fpscr'],
    cause: 'DACCVIOL',
    frames: [...IN_HANDLER, 'gain_at', 'control'],
    instruction: /^vldr\s+d0, \[r3\]/,
    outermost: ['state.loop.sum', '$d8'],
  },
];

function lineOf({ name, file, line }: Demo): { readonly path: string; readonly number: number } {
  const path = join(root, 'firmware/demos', name, file);
  const index = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(line));
  assert.notEqual(index, -1, `${file} has the line ${line}`);
  return { path, number: index + 1 };
}

describe('debug adapter: demos of Armv7E-M', () => {
  for (const demo of DEMOS) {
    const { name, board, dts } = demo;
    it(`debugs ${name} on ${board}`, async () => {
      const rig = startRig();
      const { client } = rig;
      const program = join(root, `firmware/elf/demos/${name}-${board}-bare.elf`);
      const told = await launch(rig, { program, ...demoBoard(board, dts) });
      const { path, number } = lineOf(demo);
      await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: number }] });
      await go(rig, told);
      assert.equal((await stopped(rig)).reason, 'breakpoint');
      const before = await client.request('stackTrace', { threadId: 1, levels: 20 });
      const frameId = before.stackFrames[0]!.id;
      for (const expression of demo.expressions) await client.request('evaluate', { expression, frameId });
      await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
      await client.request('continue', { threadId: 1 });
      assert.equal((await stopped(rig)).reason, 'exception');
      const info = await client.request('exceptionInfo', { threadId: 1 });
      assert.equal(info.exceptionId, 'MemManage');
      assert.equal(info.details?.fullTypeName, demo.cause);
      const { stackFrames } = await client.request('stackTrace', { threadId: 1, levels: 20 });
      assert.deepEqual(
        stackFrames.map((frame) => frame.name),
        demo.frames,
      );
      const culprit = stackFrames[2]!.instructionPointerReference!;
      const place = { memoryReference: culprit, instructionOffset: -4, instructionCount: 9 };
      const listing = await client.request('disassemble', place);
      assert.match(listing?.instructions[4]?.instruction ?? '', demo.instruction);
      const outermost = stackFrames.at(-1)!.id;
      for (const expression of demo.outermost) await client.request('evaluate', { expression, frameId: outermost });
      await client.request('ringfence/mpuRegions', {});
      await client.request('ringfence/faultCauses', {});
      await leave(rig);
      checkGold(`test/debug-adapter/gold/${name}-${board}.txt`, rig.transcript.text);
    });
  }
});
