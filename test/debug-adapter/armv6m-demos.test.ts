/** The demos of Armv6-M from launch to their HardFault, of which hardware tells nothing, as gold transcripts. */
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
  /** What the type of the exception says: the cause in the names of Armv7-M. */
  readonly cause: string;
  /** The call stack at the fault, innermost first; the handler's frames stand on those of what it interrupted. */
  readonly frames: readonly string[];
  readonly instruction: RegExp;
}

/** The stop is at the first instruction of the handler. */
const IN_HANDLER = ['Default_Handler', '<HardFault exception>'];

const DEMOS: readonly Demo[] = [
  {
    name: 'unaligned-field',
    board: 'microbit',
    file: 'message.c',
    line: 'console_decimal(message_value(message));',
    cause: 'UNALIGNED',
    frames: [
      ...IN_HANDLER,
      ...[
        'message_value',
        'message_handle',
        'PendSV_Handler',
        '<PendSV exception>',
        'memory_barrier',
        'receive',
        'main',
      ],
    ],
    instruction: /^ldr\s+r0, \[r0, r3\]/,
  },
  {
    name: 'subregion-guard',
    board: 'mps2-m0plus',
    file: 'main.c',
    line: 'system_print("eight more samples");',
    cause: 'DACCVIOL',
    frames: [...IN_HANDLER, 'append', 'logger'],
    instruction: /^stmia\s+r0!, \{r1, r4\}/,
  },
  {
    name: 'absent-device',
    board: 'one-channel',
    dts: 'absent-device/board.dts',
    file: 'channel.c',
    line: 'console_text(channel->name);',
    cause: 'PRECISERR',
    frames: [...IN_HANDLER, 'channel_open', 'main'],
    instruction: /^str\s+r0, \[r5, #16\]/,
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

describe('debug adapter: demos of Armv6-M', () => {
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
      await client.request('stackTrace', { threadId: 1, levels: 20 });
      await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
      await client.request('continue', { threadId: 1 });
      assert.equal((await stopped(rig)).reason, 'exception');
      const info = await client.request('exceptionInfo', { threadId: 1 });
      assert.equal(info.exceptionId, 'HardFault');
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
});
