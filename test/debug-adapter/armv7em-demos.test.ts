/** The demos of Armv7E-M from launch to their fault, with floating-point registers where the core has them, as gold transcripts. */
import { debugToFault, type FaultDemo } from './fault-demo.js';

interface Demo extends FaultDemo {
  /** What is asked for at its line. */
  readonly expressions: readonly string[];
  /** What is asked for in the outermost frame at the fault. */
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
    exception: 'MemManage',
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
    exception: 'MemManage',
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
    exception: 'MemManage',
    cause: 'DACCVIOL',
    frames: [...IN_HANDLER, 'gain_at', 'control'],
    instruction: /^vldr\s+d0, \[r3\]/,
    outermost: ['state.loop.sum', '$d8'],
  },
];

describe('debug adapter: demos of Armv7E-M', () => {
  for (const demo of DEMOS)
    it(`debugs ${demo.name} on ${demo.board}`, () =>
      debugToFault(
        demo,
        async (client, [innermost]) => {
          const frameId = innermost!.id;
          for (const expression of demo.expressions) await client.request('evaluate', { expression, frameId });
        },
        async (client, frames) => {
          const frameId = frames.at(-1)!.id;
          for (const expression of demo.outermost) await client.request('evaluate', { expression, frameId });
        },
      ));
});
