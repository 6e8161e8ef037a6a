// Faults of Armv6-M in words: hardware tells a HardFault and nothing more, and the report says all the same what it was.
// Encodings are those of arm-none-eabi-as; sections of the Armv6-M ARM (DDI 0419E).
import assert from 'node:assert/strict';
import { explainFault, faultText, faultTree } from '../../../debugger/index.js';
import { findBoard } from '../../../debugger/launch/index.js';
import { faultOf } from '../../../emulator/index.js';
import { faultOfCode, readerOf, reportOfCode, type Setting } from './faulty.js';

const M0 = findBoard('microbit');
const M0PLUS = findBoard('mps2-m0plus');
/** MPU_RNR, MPU_RBAR, MPU_RASR of a region of 2^log2 bytes (B3.5), and MPU_CTRL with PRIVDEFENA. */
const region = (n: number, base: number, log2: number, ap: number, xn = 0): NonNullable<Setting['words']> => [
  [0xe000_ed98, n],
  [0xe000_ed9c, base],
  [0xe000_eda0, (xn << 28) | (ap << 24) | ((log2 - 1) << 1) | 1],
];
const ON: NonNullable<Setting['words']> = [[0xe000_ed94, 5]];
/** str r0, [r3]; ldr r0, [r3]; bx r3; svc 0 */
const STR = 0x6018;
const LDR = 0x6818;
const BX_R3 = 0x4718;
const SVC = 0xdf00;

interface Kind {
  readonly what: string;
  readonly setting: Setting;
  readonly title: string;
  readonly says: readonly RegExp[];
  readonly advises: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    what: 'a store that the MPU denies',
    setting: {
      board: M0PLUS,
      code: [STR],
      registers: { 3: 0x2000_2004 },
      words: [...region(3, 0x2000_2000, 8, 0b110), ...ON],
    },
    title: 'HardFault: write to read-only region 3',
    says: [
      /Privileged store of 4 bytes at 0x20002004/,
      /Region 3 is read-only for privileged code \(AP = 0b110\)/,
      /A Cortex-M0\+ has no fault status and no fault address registers/,
      /Ringfence saw the access itself: 0x20002004/,
    ],
    advises: /change AP of the deciding region/,
  },
  {
    what: 'a fetch from an execute-never region',
    setting: {
      board: M0PLUS,
      code: [BX_R3],
      registers: { 3: 0x2000_2001 },
      words: [...region(0, 0x2000_0000, 16, 0b011, 1), ...ON],
    },
    title: 'HardFault: execution at execute-never region 0',
    says: [/Ringfence saw the access itself: 0x20002000/],
    advises: /XN = 0/,
  },
  {
    what: 'unprivileged code at the PPB',
    setting: { board: M0PLUS, code: [LDR], registers: { 3: 0xe000_ed00 }, unprivileged: true },
    title: 'HardFault: read from 0xe000ed00 failed',
    says: [/Unprivileged code may not touch the Private Peripheral Bus/],
    advises: /system call/,
  },
  {
    what: 'an unaligned load',
    setting: { board: M0, code: [LDR], registers: { 3: 0x2000_0001 } },
    title: 'HardFault: unaligned load at 0x20000001',
    says: [/A Cortex-M0 has no unaligned accesses: words are at multiples of 4/],
    advises: /-mno-unaligned-access/,
  },
  {
    what: 'a store to nowhere',
    setting: { board: M0, code: [STR], registers: { 3: 0x2000_4000 } },
    title: 'HardFault: write to 0x20004000 failed',
    says: [/Nothing answers at this address/, /nothing on microbit \(a HardFault\)/],
    advises: /memory map of the board/,
  },
  {
    what: 'an instruction of Armv7-M: sdiv r0, r0, r1',
    setting: { board: M0, code: [0xfb90, 0xf0f1] },
    title: 'HardFault: undefined instruction',
    says: [/It is sdiv r0, r0, r1 of Armv7-M, which a Cortex-M0 does not have: build with -mcpu=cortex-m0/],
    advises: /check -mcpu/,
  },
  {
    what: 'an even branch',
    setting: { board: M0, code: [BX_R3], registers: { 3: 0x200 } },
    title: 'HardFault: branch to an even address',
    says: [/R3 holds 0x00000200/, /Ringfence saw the cause itself/],
    advises: /Set bit 0/,
  },
  {
    what: 'BKPT',
    setting: { board: M0, code: [0xbe01] },
    title: 'HardFault: BKPT without a debugger',
    says: [/A debug event \(a BKPT instruction\) while no debugger takes it/],
    advises: /assertion around the BKPT/,
  },
  {
    what: 'SVC with interrupts masked',
    setting: { board: M0, code: [SVC], primask: true },
    title: 'SVCall: SVC while it cannot be taken (escalated to HardFault)',
    says: [/PRIMASK is set/],
    advises: /it cannot wait/,
  },
];

describe('fault reports of Armv6-M', () => {
  for (const { what, setting, title, says, advises } of KINDS) {
    it(what, () => {
      const report = reportOfCode(setting);
      const text = faultText(report).replace(/\s+/g, ' ');
      assert.equal(report.title, title);
      for (const pattern of says) assert.match(text, pattern);
      assert.match(report.nextSteps.join(' '), advises);
    });

    it(`${what}: without registers that the core has not`, () => {
      const report = reportOfCode(setting);
      assert.deepEqual([report.bits, report.staleBits, report.addressRegister.valid], [[], [], false]);
      const text = faultText(report) + JSON.stringify(faultTree(report));
      assert.doesNotMatch(text, /CFSR|HFSR|MMFAR|BFAR|SHCSR|UNALIGN_TRP|BusFault|MemManage|UsageFault|NONBASETHRDENA/);
    });
  }

  it('tell a lockup: the handler of HardFault does what the program did', () => {
    const { machine } = faultOfCode({ board: M0, code: [0xde00], handler: [0xde00] });
    const fault = faultOf(machine.run(10));
    assert.ok(fault);
    const readMemory = readerOf(machine);
    const report = explainFault(fault, { mpu: machine.mpuView, readMemory, board: M0 });
    assert.deepEqual([report.lockup, report.title], [true, 'HardFault: undefined instruction (lockup)']);
    assert.match(faultText(report).replace(/\s+/g, ' '), /the handler of HardFault is active/);
  });
});
