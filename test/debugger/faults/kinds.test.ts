// Every kind of fault from one or two instructions: bits, address, escalation, hints and advice. Bits and their addresses are
// those of the Armv7-M ARM, B1.5.14, B3.2.15 and B3.2.16; encodings are those of arm-none-eabi-as.
import assert from 'node:assert/strict';
import { faultText, faultTree, type FaultReport } from '../../../debugger/index.js';
import { reportOfCode, SVC_HANDLER, type Setting } from './faulty.js';

interface Kind {
  readonly what: string;
  readonly setting: Setting;
  readonly title: string;
  readonly bits: string;
  readonly address?: readonly ['MMFAR' | 'BFAR', number];
  /** In hints, notes and sentences. */
  readonly says?: readonly RegExp[];
  /** In the steps. */
  readonly advises?: RegExp;
}

const MPU_CTRL = 0xe000_ed94;
const MPU_RNR = 0xe000_ed98;
const MPU_RBAR = 0xe000_ed9c;
const MPU_RASR = 0xe000_eda0;
const CCR = 0xe000_ed14;
const VTOR = 0xe000_ed08;

type Words = NonNullable<Setting['words']>;

/** MPU_RASR: XN, AP, SRD, size 2^log2 bytes, ENABLE (B3.5.9). */
function region(
  number: number,
  base: number,
  log2: number,
  ap: number,
  more: { xn?: boolean; srd?: number } = {},
): Words {
  const rasr = (more.xn ? 1 << 28 : 0) | (ap << 24) | ((more.srd ?? 0) << 8) | ((log2 - 1) << 1) | 1;
  return [
    [MPU_RNR, number],
    [MPU_RBAR, base],
    [MPU_RASR, rasr],
  ];
}

const ON: Words = [[MPU_CTRL, 5]];
/** str r0, [r3]; ldr r0, [r3]; bx r3; blx r3; svc 0; bx lr */
const STR = 0x6018;
const LDR = 0x6818;
const BX_R3 = 0x4718;
const BLX_R3 = 0x4798;
const SVC = 0xdf00;

const KINDS: readonly Kind[] = [
  {
    what: 'UDF',
    setting: { code: [0xde05] },
    title: 'UsageFault: undefined instruction',
    bits: 'UNDEFINSTR',
    says: [/encoding is 0xde05/, /UDF #5/],
    advises: /Disassemble around PC/,
  },
  {
    // mov pc, r0 and ldr pc, [pc, #4], as A32 code has them.
    what: 'A32 code',
    setting: { code: [0xf7f0, 0xe1a0, 0xf004, 0xe59f] },
    title: 'UsageFault: undefined instruction',
    bits: 'UNDEFINSTR',
    says: [/A32/, /-mthumb/],
  },
  {
    what: 'BX to an even address',
    setting: { code: [BX_R3], registers: { 3: 0x200 } },
    title: 'UsageFault: branch to an even address',
    bits: 'INVSTATE',
    says: [/R3 holds 0x00000200, an even function pointer/],
    advises: /Set bit 0/,
  },
  {
    what: 'BLX to null',
    setting: { code: [BLX_R3], registers: { 3: 0 } },
    title: 'UsageFault: branch to an even address',
    bits: 'INVSTATE',
    says: [/null function pointer/, /BLX R3 at 0x00000100/],
  },
  {
    what: 'an FPU instruction',
    setting: { code: [0xee00, 0x0a10] },
    title: 'UsageFault: no coprocessor',
    bits: 'NOCP',
    says: [/coprocessor 10/, /Cortex-M3 has no FPU/],
    advises: /-mfloat-abi=soft/,
  },
  {
    what: 'LDRD from an odd address',
    setting: { code: [0xe9d3, 0x0100], registers: { 3: 0x2000_0001 } },
    title: 'UsageFault: unaligned load at 0x20000001',
    bits: 'UNALIGNED',
    says: [/LDRD or STRD needs a word-aligned address whatever/],
    advises: /memcpy/,
  },
  {
    what: 'LDR from an odd address with UNALIGN_TRP',
    setting: { code: [LDR], registers: { 3: 0x2000_0001 }, words: [[CCR, 0x208]] },
    title: 'UsageFault: unaligned load at 0x20000001',
    bits: 'UNALIGNED',
    says: [/UNALIGN_TRP = 1/],
    advises: /UNALIGN_TRP/,
  },
  {
    what: 'SDIV by 0',
    setting: { code: [0xfb90, 0xf0f1], registers: { 1: 0 }, words: [[CCR, 0x210]] },
    title: 'UsageFault: division by zero',
    bits: 'DIVBYZERO',
    advises: /divisor/,
  },
  {
    what: 'a store to nowhere',
    setting: { code: [STR], registers: { 3: 0x9000_0000 } },
    title: 'BusFault: write to 0x90000000 failed',
    bits: 'PRECISERR',
    address: ['BFAR', 0x9000_0000],
    says: [/IMPRECISERR/, /Nothing answers/],
    advises: /memory map of the board/,
  },
  {
    what: 'a branch to nowhere',
    setting: { code: [BLX_R3], registers: { 3: 0x9000_0001 } },
    title: 'BusFault: execution at 0x90000000 failed',
    bits: 'IBUSERR',
    says: [/BLX R3 at 0x00000100/],
  },
  {
    what: 'a branch to a peripheral',
    setting: { code: [BX_R3], registers: { 3: 0x4000_0001 } },
    title: 'MemManage fault: execution at 0x40000000, which is execute-never',
    bits: 'IACCVIOL',
    says: [/default memory map makes the Peripheral area/, /stacked PC/],
    advises: /No code can run there/,
  },
  {
    what: 'an unprivileged read of CPUID',
    setting: { code: [LDR], registers: { 3: 0xe000_ed00 }, unprivileged: true },
    title: 'BusFault: read from 0xe000ed00 failed',
    bits: 'PRECISERR',
    address: ['BFAR', 0xe000_ed00],
    says: [/Private Peripheral Bus/],
    advises: /system call/,
  },
  {
    what: 'BKPT',
    setting: { code: [0xbe01] },
    title: 'HardFault: BKPT without a debugger',
    bits: 'DEBUGEVT',
    says: [/BKPT #1/],
    advises: /assertion/,
  },
  {
    what: 'a semihosting call that nobody answers',
    setting: { code: [0xbeab] },
    title: 'HardFault: BKPT without a debugger',
    bits: 'DEBUGEVT',
    says: [/semihosting call/],
  },
  {
    what: 'UDF while UsageFault is disabled',
    setting: { code: [0xde00], enabled: false },
    title: 'UsageFault: undefined instruction (escalated to HardFault)',
    bits: 'UNDEFINSTR FORCED',
    says: [/SHCSR\.USGFAULTENA = 0/],
    advises: /Set SHCSR\.USGFAULTENA/,
  },
  {
    what: 'UDF with PRIMASK set',
    setting: { code: [0xde00], primask: true },
    title: 'UsageFault: undefined instruction (escalated to HardFault)',
    bits: 'UNDEFINSTR FORCED',
    says: [/no priority over what was running \(PRIMASK is set\)/],
  },
  {
    what: 'a vector table that is not there',
    setting: { code: [0xde00], words: [[VTOR, 0x9000_0000]] },
    title: 'UsageFault: undefined instruction (lockup)',
    bits: 'UNDEFINSTR',
    says: [/locked up/, /VTOR is 0x90000000/],
    advises: /first fault of the chain/,
  },
  {
    what: 'an exception entry onto a denied stack',
    setting: { code: [SVC], words: [...region(0, 0x2000_0000, 12, 0), ...ON], registers: { 13: 0x2000_0800 } },
    title: 'MemManage fault: exception entry stacking to no-access region 0',
    bits: 'MSTKERR',
    says: [/entry to SVCall/, /On silicon a probe could not see this stack/, /Only DACCVIOL writes MMFAR/],
    advises: /stack overflow/,
  },
  {
    // The handler of SVC: movs r0, #7; lsls r0, #27… is long; it stores a region that denies the stack, then returns.
    what: 'an exception return from a denied stack',
    setting: {
      code: [SVC],
      svc: [0x601a, 0x4770],
      registers: { 2: 0x0000_0017, 3: MPU_RASR },
      words: [...region(0, 0x2000_0000, 12, 3), ...ON],
    },
    title: 'MemManage fault: exception return reading from no-access region 0',
    bits: 'MUNSTKERR',
    says: [/return from SVCall/, /old frame is still in place/],
    advises: /what the handler did to SP/,
  },
  {
    what: 'an EXC_RETURN that does not exist',
    setting: { code: [SVC], svc: [BX_R3], registers: { 3: 0xffff_fff5 } },
    title: 'UsageFault: invalid exception return',
    bits: 'INVPC',
    says: [/0xfffffff9/, /return was from exception 11/],
    advises: /EXC_RETURN that entry left in LR/,
  },
  {
    what: 'a write to a read-only region',
    setting: { code: [STR], registers: { 3: 0x2000_0100 }, words: [...region(1, 0x2000_0000, 10, 6), ...ON] },
    title: 'MemManage fault: write to read-only region 1',
    bits: 'DACCVIOL',
    address: ['MMFAR', 0x2000_0100],
    says: [/Region 1 is read-only for privileged code \(AP = 0b110\)/],
    advises: /drops const/,
  },
  {
    what: 'a write through a disabled subregion into the region below',
    setting: {
      code: [STR],
      registers: { 3: 0x2000_0100 },
      words: [...region(0, 0x2000_0000, 12, 6), ...region(1, 0x2000_0000, 11, 3, { srd: 0b10 }), ...ON],
    },
    title: 'MemManage fault: write to read-only region 0',
    bits: 'DACCVIOL',
    address: ['MMFAR', 0x2000_0100],
    says: [/its subregion 1, 0x20000100-0x200001ff, is disabled by SRD/, /it decides/],
  },
  {
    what: 'a write to a region with reserved permissions',
    setting: { code: [STR], registers: { 3: 0x2000_0100 }, words: [...region(0, 0x2000_0000, 12, 4), ...ON] },
    title: 'MemManage fault: write to region 0 with reserved permissions',
    bits: 'DACCVIOL',
    address: ['MMFAR', 0x2000_0100],
    advises: /0b100 is reserved/,
  },
  {
    what: 'an unprivileged write where no region is',
    setting: {
      code: [STR],
      registers: { 3: 0x2000_2000 },
      unprivileged: true,
      words: [...region(0, 0, 20, 6), ...region(1, 0x2000_0000, 12, 3), ...ON],
    },
    title: 'MemManage fault: write to 0x20002000, which no region covers',
    bits: 'DACCVIOL',
    address: ['MMFAR', 0x2000_2000],
    says: [/unprivileged code has no default memory map \(PRIVDEFENA = 1 is for privileged code only\)/],
    advises: /system call/,
  },
  {
    what: 'a privileged write where no region is and PRIVDEFENA = 0',
    setting: {
      code: [STR],
      registers: { 3: 0x2000_2000 },
      words: [...region(0, 0, 20, 6), ...region(1, 0x2000_0000, 12, 3), [MPU_CTRL, 1]],
    },
    title: 'MemManage fault: write to 0x20002000, which no region covers',
    bits: 'DACCVIOL',
    address: ['MMFAR', 0x2000_2000],
    says: [/PRIVDEFENA = 0 gives privileged code no default memory map/],
    advises: /PRIVDEFENA/,
  },
  {
    what: 'execution from an execute-never region',
    setting: {
      code: [BX_R3],
      registers: { 3: 0x2000_0101 },
      words: [...region(0, 0x2000_0000, 12, 3, { xn: true }), ...ON],
    },
    title: 'MemManage fault: execution at execute-never region 0',
    bits: 'IACCVIOL',
    says: [/Region 0 is execute-never \(XN = 1\)/],
    advises: /function pointer or a return address/,
  },
  {
    what: 'execution where reading is denied',
    setting: {
      code: [BX_R3],
      registers: { 3: 0x2000_0101 },
      unprivileged: true,
      words: [...region(0, 0, 20, 6), ...region(1, 0x2000_0000, 12, 3), ...region(2, 0x2000_0100, 8, 1), ...ON],
    },
    title: 'MemManage fault: execution at no-access region 2',
    bits: 'IACCVIOL',
    says: [/a fetch needs read permission as well/],
  },
];

function everything(report: FaultReport): string {
  return JSON.stringify(report);
}

describe('debugger/faults: kinds', () => {
  for (const { what, setting, title, bits, address, says = [], advises } of KINDS) {
    it(what, () => {
      const report = reportOfCode(setting);
      assert.equal(report.title, title);
      assert.equal(report.bits.map(({ name }) => name).join(' '), bits);
      assert.deepEqual(report.staleBits, []);
      assert.ok(report.bits.every(({ state }) => state === 'new'));
      assert.equal(report.addressRegister.valid, address !== undefined);
      if (address) assert.deepEqual([report.addressRegister.register, report.addressRegister.value], address);
      for (const pattern of says) assert.match(everything(report), pattern);
      if (advises) assert.match(report.nextSteps.join('\n'), advises);
      assert.ok(report.nextSteps.length > 0);
      for (const line of faultText(report).split('\n')) assert.ok(line.length <= 100, line);
      assert.ok(faultTree(report).children.length >= 4);
    });
  }

  it('tells a fault in a HardFault handler from the fault that led there', () => {
    const report = reportOfCode({ code: [0xde00], enabled: false, handler: [0xde01] });
    assert.equal(report.exception.name, 'HardFault');
    assert.equal(report.lockup, false);
  });

  it('chains the fault that the entry to the handler met (B1.5.11)', () => {
    const report = reportOfCode({
      code: [STR],
      registers: { 3: 0x2000_2000, 13: 0x2000_0800 },
      words: [...region(0, 0x2000_2000, 10, 6), ...region(1, 0x2000_0000, 12, 0), ...ON],
    });
    const { derived } = report;
    assert.ok(derived);
    assert.deepEqual([report.bits[0]?.name, derived.bits[0]?.name], ['DACCVIOL', 'MSTKERR']);
    assert.deepEqual([report.addressRegister.valid, derived.addressRegister.valid], [true, false]);
    assert.deepEqual(derived.staleBits, []);
    assert.match(
      derived.addressRegister.sentence,
      /MMFAR still shows 0x20002000 as valid: that is from the fault before it/,
    );
    assert.match(report.stackNotes.join(' '), /The entry that followed this fault could not write its frame/);
    const text = faultText(report);
    assert.match(text, /\nand then\nMemManage fault: exception entry stacking to no-access region 1\n/);
    assert.ok(faultTree(report).children.some(({ label }) => label.startsWith('Then: MemManage fault')));
  });

  it('knows erased flash', () => {
    assert.match(reportOfCode({ code: [0xffff, 0xffff] }).hints.join(' '), /erased flash/);
  });

  it('reports an even vector of a handler', () => {
    const report = reportOfCode({ code: [SVC], words: [[4 * 11, SVC_HANDLER]] });
    assert.equal(report.bits[0]?.name, 'INVSTATE');
    assert.match(report.hints.join(' '), /Entry 11 of the vector table holds 0x00000090 without bit 0/);
  });
});
