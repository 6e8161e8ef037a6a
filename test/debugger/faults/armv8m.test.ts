// Faults of Armv8-M in words: SecureFault, stack limits, and which security state takes what. Encodings are those of
// arm-none-eabi-as -march=armv8-m.main; bits and rules are the Armv8-M ARM's (DDI 0553), B3.9 to B3.24 and D1.2.
import assert from 'node:assert/strict';
import { explainFault, faultText, faultTree, type FaultContext } from '../../../debugger/index.js';
import type { SymbolTable } from '../../../debugger/elf/index.js';
import {
  AN505,
  M23_SECURE,
  NON_SECURE_MEMORY,
  SAU_ON,
  sauRegion,
  securityFault,
  securityReport,
} from './armv8m-program.js';
import type { SecuritySetting } from './armv8m-program.js';
import { readerOf } from './faulty.js';

/** str r0, [r3]; ldr r0, [r3]; bx r3; push {r0-r7}; svc 0; sub sp, #64; bx lr; blxns r3 */
const STR = 0x6018;
const LDR = 0x6818;
const BX_R3 = 0x4718;
const PUSH = 0xb4ff;
const SVC = 0xdf00;
const SUB_SP = 0xb090;
const BX_LR = 0x4770;
const BLXNS_R3 = 0x479c;

const AIRCR = 0xe000_ed0c;
const BFHFNMINS = 0x05fa_2000;
const CALLABLE = 0x1010_0000;
const SAU = [...NON_SECURE_MEMORY, ...sauRegion(2, CALLABLE, CALLABLE + 0xff, true), ...SAU_ON];
/** Of the IoT Kit's security controller: CODENSC. */
const NSCCFG = [0x5008_0014, 1] as const;

interface Kind {
  readonly what: string;
  readonly setting: SecuritySetting;
  readonly title: string;
  readonly bits: readonly string[];
  readonly says: readonly RegExp[];
  readonly advises?: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    what: 'a Non-secure load from Secure memory',
    setting: { code: [LDR], registers: { 3: 0x3000_0004 }, words: SAU },
    title: 'SecureFault: Non-secure read from Secure 0x30000004',
    bits: ['AUVIOL'],
    says: [
      /Non-secure privileged load of 4 bytes at 0x30000004/,
      /was refused: the code is Non-secure, and the address belongs to Secure state/,
      /The address is Secure\. No SAU region covers it, and what none covers is Secure\./,
      /It interrupted Non-secure code and was taken to Secure state: SecureFault is always Secure\./,
      /SFAR is 0x30000004 and valid \(SFARVALID = 1\)/,
      /SFSR=0x00000048 SFAR=0x30000004/,
      /SFSR\.AUVIOL: Attribution unit violation/,
      /Non-secure main stack, MSP = 0x28001000/,
    ],
    advises: /move it to a Non-secure region.*NSC = 0/,
  },
  {
    what: 'a store where two SAU regions overlap',
    setting: {
      code: [STR],
      registers: { 3: 0x2808_0000 },
      words: [...SAU, ...sauRegion(4, 0x2808_0000, 0x2817_ffff)],
    },
    title: 'SecureFault: Non-secure write to Secure 0x28080000',
    bits: ['AUVIOL'],
    says: [/SAU regions 1 and 4 overlap there/],
    advises: /Change the base or limit of one of the SAU regions/,
  },
  {
    what: 'a load that the IDAU keeps Secure although an SAU region opens it',
    setting: {
      code: [LDR],
      registers: { 3: 0x5008_0000 },
      words: [...SAU, ...sauRegion(5, 0x5000_0000, 0x5fff_ffff)],
    },
    title: 'SecureFault: Non-secure read from Secure 0x50080000',
    bits: ['AUVIOL'],
    says: [
      /The IDAU \(its region 5\) makes it Secure; the more secure of both wins, so SAU region 5\s+\(0x50000000-0x5fffffff\) changes nothing there\./,
    ],
    advises: /Use the Non-secure alias of the address/,
  },
  {
    what: 'Non-secure code while the SAU is off',
    setting: { code: [LDR] },
    title: 'SecureFault: Non-secure execution at Secure 0x00200100',
    bits: ['INVEP'],
    says: [
      /The SAU is off and leaves everything Secure \(SAU_CTRL\.ENABLE = 0, ALLNS = 0\)/,
      /Only AUVIOL and LSPERR write SFAR/,
    ],
    advises: /Program the SAU and enable it/,
  },
  {
    what: 'a call into Secure memory that is not callable',
    setting: { code: [BX_R3], registers: { 3: 0x1000_0201 }, words: SAU },
    title: 'SecureFault: Non-secure execution at Secure 0x10000200',
    bits: ['INVEP'],
    says: [/without an SG instruction in a Non-secure callable region/],
    advises: /mark the region of the veneers \(\.gnu\.sgstubs\) Non-secure callable/,
  },
  {
    what: 'a call into callable memory beside its SG',
    setting: { code: [BX_R3], registers: { 3: CALLABLE | 1 }, words: [...SAU, NSCCFG] },
    title: 'SecureFault: Non-secure execution at Non-secure callable 0x10100000',
    bits: ['INVEP'],
    says: [/SAU region 2 \(0x10100000-0x101000ff\) makes it Secure and callable by Non-secure code \(NSC = 1\)/],
    advises: /there is no SG instruction at the address/,
  },
  {
    what: 'a call into memory that the SAU alone makes callable',
    setting: { code: [BX_R3], registers: { 3: CALLABLE | 1 }, words: SAU },
    title: 'SecureFault: Non-secure execution at Secure 0x10100000',
    bits: ['INVEP'],
    says: [/The IDAU \(its region 1\) makes it Secure/],
    advises: /such as NSCCFG of the IoT Kit’s security controller/,
  },
  {
    what: 'a Secure branch into Non-secure memory',
    setting: { secure: true, code: [BX_R3], registers: { 3: 0x0020_0101 }, words: SAU },
    title: 'SecureFault: Secure execution at Non-secure 0x00200100',
    bits: ['INVTRAN'],
    says: [/SAU region 0 \(0x00200000-0x003fffff\) makes it Non-secure \(NSC = 0\)/],
    advises: /cmse_nonsecure_call/,
  },
  {
    what: 'a SecureFault that is disabled',
    setting: { code: [LDR], registers: { 3: 0x3000_0004 }, words: SAU, enabled: false },
    title: 'SecureFault: Non-secure read from Secure 0x30000004 (escalated to HardFault)',
    bits: ['AUVIOL', 'FORCED'],
    says: [
      /SecureFault is not enabled \(SHCSR\.SECUREFAULTENA = 0\)/,
      /taken to Secure state:\s+what becomes of a SecureFault is always Secure/,
    ],
    advises: /Set SHCSR\.SECUREFAULTENA at start/,
  },
  {
    what: 'a push beyond PSPLIM',
    setting: {
      secure: true,
      code: [PUSH],
      prepare: ({ cpu }) => {
        cpu.psp = 0x3000_0a10;
        cpu.psplim = 0x3000_0a00;
        cpu.selectStack(true);
      },
    },
    title: 'UsageFault: stack overflow, PSP below PSPLIM = 0x30000a00',
    bits: ['STKOF'],
    says: [
      /The limit of the Secure process stack is PSPLIM = 0x30000a00\. The instruction would have moved SP\s+from 0x30000a10 to 0x300009f0, 16 bytes below it\./,
      /UFSR\.STKOF: SP would have gone below its limit/,
      /each state has a UsageFault of its own/,
    ],
    advises: /Give the stack more room and move its limit along/,
  },
  {
    what: 'a local too large for the Non-secure main stack',
    setting: {
      code: [SUB_SP],
      words: SAU,
      prepare: ({ cpu }) => (cpu.msplim = 0x2800_0fe0),
    },
    title: 'UsageFault: stack overflow, MSP below MSPLIM = 0x28000fe0',
    bits: ['STKOF'],
    says: [
      /The limit of the Non-secure main stack is MSPLIM = 0x28000fe0\. The instruction would have moved SP\s+from 0x28001000 to 0x28000fc0, 32 bytes below it\./,
    ],
  },
  {
    what: 'an exception frame beyond MSPLIM',
    setting: { secure: true, code: [SVC], prepare: ({ cpu }) => (cpu.msplim = 0x3000_0ff0) },
    title: 'UsageFault: stack overflow, MSP below MSPLIM = 0x30000ff0',
    bits: ['STKOF'],
    says: [
      /The exception frame would have\s+moved SP from 0x30001000 to 0x30000fe0, 16 bytes below it\./,
      /Exception entry stored no frame/,
      /During the entry to SVCall\./,
    ],
  },
  {
    what: 'BLXNS without room for the way back',
    setting: {
      secure: true,
      code: [BLXNS_R3],
      registers: { 3: 0x0020_0100 },
      words: SAU,
      prepare: ({ cpu }) => (cpu.msplim = 0x3000_1000),
    },
    title: 'UsageFault: stack overflow, MSP below MSPLIM = 0x30001000',
    bits: ['STKOF'],
    says: [/from 0x30001000 to 0x30000ff8, 8 bytes below it/],
  },
  {
    what: 'an exception return without a signature below it',
    setting: {
      code: [BX_LR],
      words: SAU,
      registers: { 14: 0xffff_fff8 },
      prepare: ({ cpu, armv8m }) => {
        cpu.ipsr = 11;
        armv8m!.system.table.activate({ exception: 11, secure: false });
      },
    },
    title: 'SecureFault: no integrity signature on the Secure stack',
    bits: ['INVIS'],
    says: [/During the return from SVCall/],
    advises: /forged exception return/,
  },
  {
    what: 'an exception return that claims a Secure exception',
    setting: {
      code: [BX_LR],
      words: SAU,
      registers: { 14: 0xffff_fff9 },
      prepare: ({ cpu, armv8m }) => {
        cpu.ipsr = 11;
        armv8m!.system.table.activate({ exception: 11, secure: false });
      },
    },
    title: 'SecureFault: exception return that Non-secure code may not do',
    bits: ['INVER'],
    says: [/EXC_RETURN\.ES = 1 or DCRS = 0/],
    advises: /only Secure handlers may set ES/,
  },
  {
    what: 'a BusFault of Non-secure code that BFHFNMINS leaves to Secure state',
    setting: { code: [LDR], registers: { 3: 0x2f00_0000 }, words: [...SAU, ...sauRegion(6, 0x2f00_0000, 0x2f00_ffff)] },
    title: 'BusFault: read from 0x2f000000 failed',
    bits: ['PRECISERR'],
    says: [/taken to Secure state: AIRCR\.BFHFNMINS = 0 gives it\s+BusFault/],
  },
  {
    what: 'a BusFault that BFHFNMINS gives to Non-secure state',
    setting: {
      code: [LDR],
      registers: { 3: 0x2f00_0000 },
      words: [...SAU, ...sauRegion(6, 0x2f00_0000, 0x2f00_ffff), [AIRCR, BFHFNMINS], [0xe002_ed24, 0xf << 16]],
    },
    title: 'BusFault: read from 0x2f000000 failed',
    bits: ['PRECISERR'],
    says: [/taken to Non-secure state: AIRCR\.BFHFNMINS = 1 gives\s+it BusFault/],
  },
  {
    what: 'a denial of the Non-secure MPU that ends in a Secure HardFault',
    setting: {
      code: [STR],
      registers: { 3: 0x2800_2000 },
      enabled: false,
      // MPU_RNR, MPU_RBAR (AP = 0b10), MPU_RLAR, MPU_CTRL (PRIVDEFENA) of Non-secure state
      words: [...SAU, [0xe002_ed98, 3], [0xe002_ed9c, 0x2800_2004], [0xe002_eda0, 0x2800_20e1], [0xe002_ed94, 5]],
    },
    title: 'MemManage fault: write to read-only region 3 (escalated to HardFault)',
    bits: ['DACCVIOL', 'FORCED'],
    says: [
      /MemManage is not enabled \(SHCSR_NS\.MEMFAULTENA = 0\)/,
      /Region 3 is read-only for privileged code \(AP = 0b10\)/,
      /AIRCR\.BFHFNMINS = 0 gives\s+it HardFault/,
    ],
  },
];

describe('debugger/faults: Armv8-M', () => {
  for (const { what, setting, title, bits, says, advises } of KINDS) {
    it(`explains ${what}`, () => {
      const report = securityReport(setting);
      assert.equal(report.title, title);
      assert.deepEqual(
        report.bits.map(({ name }) => name),
        bits,
      );
      const text = faultText(report);
      for (const sentence of says) assert.match(text.replace(/\n +/g, ' '), sentence);
      if (advises !== undefined) assert.match(report.nextSteps.join(' '), advises);
      assert.equal(faultTree(report).label, title);
    });
  }

  it('cites the Armv8-M ARM for bits of CFSR and SFSR', () => {
    const of = (setting: SecuritySetting): readonly string[] =>
      faultTree(securityReport(setting)).children[0]!.children.map(
        ({ label, detail }) => `${label} ${detail!.slice(-28)}`,
      );
    assert.deepEqual(of(KINDS[0]!.setting), ['SFSR.AUVIOL y. (Armv8-M ARM, D1.2, SFSR)']);
    assert.deepEqual(of({ secure: true, code: [0xde00] }), ['UFSR.UNDEFINSTR n. (Armv8-M ARM, D1.2, UFSR)']);
  });

  it('names the object whose end a limit is', () => {
    const symbols = {
      at: () => ({ symbol: { size: 512 }, offset: 0 }),
      readableName: () => 'recorder_stack',
    } as unknown as SymbolTable;
    const { machine, fault } = securityFault({
      secure: true,
      code: [SUB_SP],
      prepare: ({ cpu }) => (cpu.msplim = 0x3000_0fe0),
    });
    const context: FaultContext = { mpu: machine.mpuOf(true), readMemory: readerOf(machine), board: AN505, symbols };
    assert.match(
      explainFault(fault, context).hints.join(),
      /MSPLIM = 0x30000fe0, at the lower end of recorder_stack\./,
    );
  });

  it('tells a Cortex-M23 a HardFault and the cause all the same', () => {
    const report = securityReport({
      board: M23_SECURE,
      code: [LDR],
      registers: { 3: 0x3000_0004 },
      words: SAU,
      enabled: false,
    });
    assert.equal(report.title, 'HardFault: Non-secure read from Secure 0x30000004');
    assert.match(report.addressRegister.sentence, /A Cortex-M23 has no fault status/);
    assert.match(report.security!.sentence, /AIRCR\.BFHFNMINS = 0 gives it HardFault/);
  });
});
