/** What reports say of a stack that has gone below its limit, and of an access that only lies there. */
import assert from 'node:assert/strict';
import { reportOfCode, STACK_TOP } from './faulty.js';

const LIMIT = STACK_TOP - 0x800;
const STACKS = [{ name: 'main stack', base: LIMIT, end: STACK_TOP }];
const BELOW = LIMIT - 16;
const CCR = 0xe000_ed14;
const UNALIGN_TRP = 1 << 3;
/** ldr r0, [r3] */
const LDR = 0x6818;

describe('debugger/faults: stacks', () => {
  it('have overflowed where the stack pointer is below the limit', () => {
    const report = reportOfCode({ code: [0xde00], registers: { 13: BELOW } }, { stacks: STACKS });
    assert.equal(
      report.stackUsed.text,
      'Main stack, MSP = 0x200007f0, 16 bytes below the limit 0x20000800 of the main stack: it has overflowed',
    );
  });

  it('have not where an access alone is', () => {
    const words = [[CCR, UNALIGN_TRP]] as const;
    const report = reportOfCode({ code: [LDR], registers: { 3: BELOW + 1 }, words }, { stacks: STACKS });
    assert.equal(report.place?.stack, '15 bytes below the limit 0x20000800 of the main stack');
    assert.doesNotMatch(report.stackUsed.text, /overflowed/);
  });
});
