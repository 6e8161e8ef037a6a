/** The demos of Armv6-M from launch to their HardFault, of which hardware tells nothing, as gold transcripts. */
import { debugToFault, type FaultDemo } from './fault-demo.js';

/** The stop is at the first instruction of the handler. */
const IN_HANDLER = ['Default_Handler', '<HardFault exception>'];

const DEMOS: readonly FaultDemo[] = [
  {
    name: 'unaligned-field',
    board: 'microbit',
    file: 'message.c',
    line: 'console_decimal(message_value(message));',
    exception: 'HardFault',
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
    exception: 'HardFault',
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
    exception: 'HardFault',
    cause: 'PRECISERR',
    frames: [...IN_HANDLER, 'channel_open', 'main'],
    instruction: /^str\s+r0, \[r5, #16\]/,
  },
];

describe('debug adapter: demos of Armv6-M', () => {
  for (const demo of DEMOS) it(`debugs ${demo.name} on ${demo.board}`, () => debugToFault(demo));
});
