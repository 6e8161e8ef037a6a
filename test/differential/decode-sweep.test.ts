/** Which patterns are instructions, as QEMU's cores have it, and what objdump calls them. */
import assert from 'node:assert/strict';
import { onRequest, requireTool } from '../support/requirements.js';
import { widePatterns } from './decode-sweep.js';
import { UPDATE } from './gold.js';
import { disassemble } from './objdump.js';
import { makeObjdumpGold, makeSweepGold, sweepGold, sweepMillion, sweepOnQemu, type SweptPattern } from './oracles.js';
import {
  CORTEX_M3,
  CORTEX_M4,
  CORTEX_M4F,
  CORTEX_M7,
  FLOAT_TARGETS,
  TARGETS,
  V8_TARGETS,
  type Target,
} from './targets.js';

const ALL: readonly Target[] = [...TARGETS, ...FLOAT_TARGETS, ...V8_TARGETS];
const hasFpu = ({ options }: Target): boolean => options.fpu !== undefined;

/** From the manual: A5.2.5 (hints), A5.2.6 (UDF), A7.7, D6 (no DSP extension). */
const KNOWN: readonly (readonly [width: 16 | 32, pattern: number, defined: boolean, text: RegExp])[] = [
  [16, 0x0000, true, /^movs r0, r0/],
  [16, 0xbf30, true, /^wfi/],
  [16, 0xde00, false, /^udf/],
  [16, 0xdf01, true, /^svc 1/],
  [16, 0xb650, false, /setend/], // not in the M profile
  [16, 0xe7fe, true, /^b\.n/],
];

/** Every mnemonic of a 32-bit encoding of Armv7-M without extensions (DDI 0403E, A5.3), as objdump spells it. */
const WIDE_MNEMONICS = new Set(
  (
    'adc adcs add adds addw and ands asr asrs b bfc bfi bic bics bl clrex clz cmn cmp dbg dmb dsb eor eors isb ldmdb ' +
    'ldmia ldr ldrb ldrbt ldrd ldrex ldrexb ldrexh ldrh ldrht ldrsb ldrsbt ldrsh ldrsht ldrt lsl lsls lsr lsrs mla mls ' +
    'mov movs movt movw mrs msr mul mvn mvns nop orn orns orr orrs pld pldw pli pop push rbit rev rev16 revsh ror rors ' +
    'rrx rrxs rsb rsbs sbc sbcs sbfx sdiv sev smlal smull ssat stmdb stmia str strb strbt strd strex strexb strexh strh ' +
    'strht strt sub subs subw sxtb sxth tbb tbh teq tst ubfx udiv umlal umull usat uxtb uxth wfe wfi yield'
  ).split(' '),
);

/** What the DSP extension adds to them (A5.3.3, A5.3.12 to A5.3.17); tables of suffixes as in A4.4.7. */
const DSP_MNEMONICS: ReadonlySet<string> = new Set([
  ...['s', 'q', 'sh', 'u', 'uq', 'uh'].flatMap((prefix) =>
    ['add16', 'asx', 'sax', 'sub16', 'add8', 'sub8'].map((operation) => prefix + operation),
  ),
  ...(
    'pkhbt pkhtb qadd qdadd qdsub qsub sel smlabb smlabt smlatb smlatt smlad smladx smlalbb smlalbt smlaltb smlaltt smlald ' +
    'smlaldx smlawb smlawt smlsd smlsdx smlsld smlsldx smmla smmlar smmls smmlsr smmul smmulr smuad smuadx smulbb smulbt ' +
    'smultb smultt smulwb smulwt smusd smusdx ssat16 sxtab sxtab16 sxtah sxtb16 umaal usad8 usada8 usat16 uxtab uxtab16 ' +
    'uxtah uxtb16'
  ).split(' '),
]);

/** SMMLA and SMMUL with Rd = 15 and SMMLS with Ra = 15, which are UNPREDICTABLE; objdump gives them to Armv8.1-M. */
const WITH_PC = ['autg', 'bxaut', 'pacg'];

function isDsp(mnemonic: string): boolean {
  return DSP_MNEMONICS.has(mnemonic) || WITH_PC.includes(mnemonic);
}

/** What ran although it is no instruction of the target's architecture, by objdump's text. */
function unexpected(target: Target, swept: readonly SweptPattern[]): readonly SweptPattern[] {
  const hasDsp = target === CORTEX_M4;
  return swept.filter(({ text, outcome, absent }) => {
    if (outcome === 'U' || outcome === 'N' || absent) return false;
    const mnemonic = text
      .split(' ')[0]!
      .replace(/\.w$/, '')
      .replace(/^b(eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)$/, 'b');
    return !WIDE_MNEMONICS.has(mnemonic) && !(hasDsp && isDsp(mnemonic));
  });
}

describe('decode sweep', () => {
  before(function () {
    if (!UPDATE) return;
    this.timeout(600_000);
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    for (const width of [16, 32] as const) {
      makeObjdumpGold(width);
      for (const target of ALL) makeSweepGold(width, target);
    }
    makeObjdumpGold('float');
    for (const target of ALL.filter(hasFpu)) makeSweepGold('float', target);
  });

  it('covers all 16-bit patterns', () => {
    const gold = sweepGold(16);
    assert.equal(gold.length, 59_392);
    gold.forEach(({ pattern }, i) => assert.equal(pattern, i));
    for (const [, pattern, defined, text] of KNOWN) {
      assert.equal(gold[pattern]!.outcome !== 'U' && !gold[pattern]!.absent, defined, pattern.toString(16));
      assert.match(gold[pattern]!.text, text);
    }
    assert.deepEqual(
      gold.filter(({ outcome }) => outcome === 'X').map(({ pattern }) => pattern),
      [0xbeab],
    );
    // Nothing but WFI and branches to themselves may run on and on.
    for (const { text } of gold.filter(({ outcome }) => outcome === 'T')) assert.match(text, /^(wfi|b(\w\w)?\.n)/);
  });

  it('covers every first halfword of the 32-bit patterns', () => {
    const gold = sweepGold(32);
    assert.equal(new Set(gold.map(({ pattern }) => pattern >>> 16)).size, 6144);
    assert.ok(gold.every(({ text }) => text !== ''));
    for (const outcome of ['U', 'R', 'M', 'N'] as const) {
      assert.ok(gold.filter((swept) => swept.outcome === outcome).length > 5000, outcome);
    }
    // A Cortex-M3 has no DSP extension (DDI 0337, 1.4): what objdump calls QADD, SMLABB or SXTAB16 is undefined.
    const dsp = gold.filter(({ text }) => /^(qadd|qsub|smlab|smlat|[su]xtab16|sadd16|pkh|sel )/.test(text));
    assert.ok(dsp.length > 100);
    assert.deepEqual(
      dsp.filter(({ outcome }) => outcome !== 'U'),
      [],
    );
    // The rest of that extension is what QEMU runs in spite of it.
    const absent = gold.filter((swept) => swept.absent);
    assert.ok(absent.length > 300);
    assert.ok(absent.some(({ outcome }) => outcome === 'R'));
  });

  it('runs nothing but instructions of Armv7-M, apart from what is known', () => {
    for (const target of TARGETS) assert.deepEqual(unexpected(target, sweepGold(32, target)), [], target.core);
  });

  onRequest('does so for a million patterns', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    this.timeout(600_000);
    for (const target of TARGETS) {
      const million = sweepMillion(target);
      assert.ok(million.length > 990_000);
      assert.deepEqual(unexpected(target, million), []);
    }
  });

  it('finds the instructions of the DSP extension on a Cortex-M4, but for the few that were not drawn', () => {
    const gold = sweepGold(32, CORTEX_M4);
    const mnemonic = ({ text }: SweptPattern): string => text.split(' ')[0]!;
    const drawn = new Set(gold.map(mnemonic).filter((name) => DSP_MNEMONICS.has(name)));
    const ran = new Set(gold.filter(({ outcome }) => outcome === 'R').map(mnemonic));
    assert.ok(drawn.size > DSP_MNEMONICS.size * 0.95, `${drawn.size} of ${DSP_MNEMONICS.size}`);
    assert.deepEqual(
      [...drawn].filter((name) => !ran.has(name)),
      [],
    );
  });

  it('differs between the cores in the DSP extension alone', () => {
    const outcomes = (width: 16 | 32, target: Target) => sweepGold(width, target).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes(16, CORTEX_M4), outcomes(16, CORTEX_M3));
    const m4 = outcomes(32, CORTEX_M4);
    const others = sweepGold(32, CORTEX_M3).filter(({ outcome }, i) => outcome !== m4[i]);
    assert.ok(others.length > 100);
    const mnemonics = new Set(others.map(({ text }) => text.split(' ')[0]!));
    assert.deepEqual(
      [...mnemonics].filter((mnemonic) => !isDsp(mnemonic)),
      [],
    );
  });

  for (const target of ALL)
    it(`is answered the same by the QEMU that is installed, for ${target.name}`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      for (const list of hasFpu(target) ? ([16, 'float'] as const) : ([16] as const)) {
        const gold = sweepGold(list, target);
        const patterns = gold.map(({ pattern }) => pattern);
        assert.equal(sweepOnQemu(patterns, target).join(''), gold.map(({ outcome }) => outcome).join(''));
      }
    });

  it('finds instructions of the floating-point extension: all of FPv4, and what FPv5 added on a Cortex-M7 alone', () => {
    const ran = (target: Target): ReadonlySet<string> =>
      new Set(
        sweepGold('float', target)
          .filter(({ outcome }) => outcome !== 'U' && outcome !== 'N')
          .map(({ text }) => text.split(' ')[0]!),
      );
    const [m4, m7] = [ran(CORTEX_M4F), ran(CORTEX_M7)];
    for (const mnemonic of [
      'vadd.f32',
      'vfnms.f32',
      'vsqrt.f32',
      'vcvtb.f16.f32',
      'vldmia',
      'fldmiax',
      'vstmdb',
      'vmov',
    ])
      assert.ok(m4.has(mnemonic) && m7.has(mnemonic), mnemonic);
    for (const mnemonic of ['vadd.f64', 'vseleq.f32', 'vmaxnm.f64', 'vrinta.f32', 'vcvtp.u32.f64', 'vcvtt.f64.f16'])
      assert.ok(!m4.has(mnemonic) && m7.has(mnemonic), mnemonic);
  });

  it('reads the same in the objdump that is installed', function () {
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    const some = sweepGold(16).slice(0, 2000);
    assert.deepEqual(
      disassemble(some.map(({ pattern }) => pattern)),
      some.map(({ text }) => text),
    );
  });

  it('draws the same 32-bit patterns for the same seed', () => {
    assert.deepEqual(widePatterns(3, 2), widePatterns(3, 2));
    assert.notDeepEqual(widePatterns(3, 2), widePatterns(4, 2));
  });
});
