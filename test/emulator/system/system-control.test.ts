import assert from 'node:assert/strict';
import { Rig } from '../exceptions/rig.js';

describe('the PPB, read out of reset', () => {
  /** qemu-system-arm 7.2 -M mps2-an385, privileged word reads; lines that differ say why. */
  const table: readonly (readonly [address: number, value: number, note?: string])[] = [
    [0xe000_e004, 0x0000_0000],
    [0xe000_ed00, 0x410f_c231],
    [0xe000_ed04, 0x0000_0800],
    [0xe000_ed08, 0x0000_0000],
    [0xe000_ed0c, 0xfa05_0000],
    [0xe000_ed10, 0x0000_0000],
    [0xe000_ed14, 0x0000_0200],
    [0xe000_ed24, 0x0000_0000],
    [0xe000_ed40, 0x0000_0030],
    [0xe000_ed44, 0x0000_0200],
    [0xe000_ed48, 0x0010_0000],
    [0xe000_ed50, 0x0000_0030],
    [0xe000_ed60, 0x0114_1110],
    [0xe000_ed64, 0x0211_1000],
    [0xe000_ed68, 0x2111_2231],
    [0xe000_ed6c, 0x0111_1110],
    [0xe000_ed70, 0x0131_0102],
    [0xe000_ed88, 0x0000_0000],
    [0xe000_ed90, 0x0000_0800],
    [0xe000_efe4, 0x0000_00b0],
    [0xe000_effc, 0x0000_00b1],
    [0xe000_edf0, 0x0000_0000],
    [0xe000_2000, 0x0000_0000, 'nothing is there: reads as zero'],
    [0xe004_0000, 0x0000_0000],
    [0xe00f_fffc, 0x0000_0000],
    [0xe000_e01c, 0x8003_d08f, 'no reference clock: NOREF, 10 ms of 25 MHz (QEMU has a 1 MHz reference: 0x270f)'],
    [0xe000_1000, 0x0d00_0000, 'a DWT with a cycle counter and nothing else; QEMU has none'],
  ];
  for (const [address, value, note] of table) {
    it(`${address.toString(16)} is ${value.toString(16)}${note === undefined ? '' : ` (${note})`}`, () => {
      const rig = new Rig();
      assert.equal(rig.read(address), value);
      assert.equal(rig.system.peek(address, 4), value);
    });
  }

  it('identifies a Cortex-M4 by its TRM (DDI 0439D, table 4-1; CPUID of r0p0 as QEMU 7.2 -M mps2-an386 has it)', () => {
    const rig = new Rig({ core: 'cortex-m4' });
    const words: readonly (readonly [address: number, value: number])[] = [
      [0xe000_ed00, 0x410f_c240],
      [0xe000_ed40, 0x0000_0030],
      [0xe000_ed44, 0x0000_0200],
      [0xe000_ed48, 0x0010_0000],
      [0xe000_ed4c, 0x0000_0000],
      [0xe000_ed50, 0x0010_0030],
      [0xe000_ed54, 0x0000_0000],
      [0xe000_ed58, 0x0100_0000],
      [0xe000_ed5c, 0x0000_0000],
      [0xe000_ed60, 0x0114_1110],
      [0xe000_ed64, 0x0211_2000],
      [0xe000_ed68, 0x2123_2231],
      [0xe000_ed6c, 0x0111_1131],
      [0xe000_ed70, 0x0131_0132],
    ];
    assert.deepEqual(
      words.map(([address]) => [address, rig.read(address)]),
      words,
    );
  });

  it('has nothing outside', () => {
    const { system } = new Rig();
    assert.equal(system.read(0xe010_0000, 4, true), 'unmapped');
    assert.equal(system.write(0xdfff_fffc, 4, 0, true), 'unmapped');
    assert.equal(system.peek(0xe010_0000, 4), undefined);
  });
});

describe('the PPB, written', () => {
  /** What sticks of a value; qemu-system-arm 7.2 with 8 priority bits and 32 interrupts, or the section named. */
  const table: readonly { name: string; address: number; write: number; read: number }[] = [
    { name: 'CCR', address: 0xe000_ed14, write: 0xffff_ffff, read: 0x0000_031b },
    { name: 'SCR (B3.2.7; QEMU keeps reserved bits)', address: 0xe000_ed10, write: 0xffff_ffff, read: 0x16 },
    { name: 'VTOR', address: 0xe000_ed08, write: 0xffff_ffff, read: 0xffff_ff80 },
    { name: 'AIRCR with the key', address: 0xe000_ed0c, write: 0x05fa_0300, read: 0xfa05_0300 },
    { name: 'AIRCR without the key', address: 0xe000_ed0c, write: 0x05fb_0300, read: 0xfa05_0000 },
    { name: 'SHPR1', address: 0xe000_ed18, write: 0xffff_ffff, read: 0x00ff_ffff },
    { name: 'SHPR2', address: 0xe000_ed1c, write: 0xffff_ffff, read: 0xff00_0000 },
    { name: 'SHPR3', address: 0xe000_ed20, write: 0xffff_ffff, read: 0xffff_00ff },
    { name: 'SHCSR enables', address: 0xe000_ed24, write: 0x0007_0000, read: 0x0007_0000 },
    { name: 'SHCSR pended and active', address: 0xe000_ed24, write: 0x0000_ffff, read: 0x0000_fd8b },
    { name: 'CPACR', address: 0xe000_ed88, write: 0xffff_ffff, read: 0 },
    { name: 'NVIC_IPR7', address: 0xe000_e41c, write: 0xffff_ffff, read: 0xffff_ffff },
    { name: 'NVIC_IPR8, behind the last interrupt', address: 0xe000_e420, write: 0xffff_ffff, read: 0 },
    { name: 'NVIC_ISER0', address: 0xe000_e100, write: 0xffff_ffff, read: 0xffff_ffff },
    { name: 'NVIC_ISER1, behind the last interrupt', address: 0xe000_e104, write: 0xffff_ffff, read: 0 },
    { name: 'NVIC_IABR0 is read-only', address: 0xe000_e300, write: 0xffff_ffff, read: 0 },
    { name: 'CPUID is read-only', address: 0xe000_ed00, write: 0, read: 0x410f_c231 },
    { name: 'STIR reads as zero', address: 0xe000_ef00, write: 5, read: 0 },
    { name: 'ACTLR (B3.2.25, Cortex-M3; QEMU has none)', address: 0xe000_e008, write: 0xffff_ffff, read: 7 },
    { name: 'MMFAR', address: 0xe000_ed34, write: 0x1234_5678, read: 0x1234_5678 },
    { name: 'BFAR', address: 0xe000_ed38, write: 0x1234_5678, read: 0x1234_5678 },
    { name: 'DEMCR (C1.6.5)', address: 0xe000_edfc, write: 0x0101_0000, read: 0x0101_0000 },
  ];
  for (const { name, address, write, read } of table) {
    it(name, () => {
      const rig = new Rig();
      rig.write(address, write);
      assert.equal(rig.read(address), read);
    });
  }

  it('priorities have the bits that the board has (B1.5.4)', () => {
    const rig = new Rig({ priorityBits: 3 });
    rig.write(0xe000_e400, 0xffff_ff5f);
    rig.write(0xe000_ed20, 0xffff_ffff);
    assert.deepEqual([rig.read(0xe000_e400), rig.read(0xe000_ed20)], [0xe0e0_e040, 0xe0e0_00e0]);
  });

  it('priorities take bytes and halfwords', () => {
    const { system } = new Rig();
    system.write(0xe000_e401, 1, 0x40, true);
    system.write(0xe000_e402, 2, 0x2030, true);
    system.write(0xe000_ed23, 1, 0x70, true);
    assert.deepEqual(
      [system.read(0xe000_e400, 4, true), system.read(0xe000_ed20, 4, true)],
      [0x2030_4000, 0x7000_0000],
    );
    assert.deepEqual([system.read(0xe000_e403, 1, true), system.read(0xe000_ed22, 2, true)], [0x20, 0x7000]);
  });

  it('CFSR clears by ones, in bytes and halfwords too (B3.2.15)', () => {
    const rig = new Rig();
    rig.system.scb.addCfsr(0x0301_8282);
    rig.system.write(0xe000_ed29, 1, 0x82, true);
    assert.equal(rig.read(0xe000_ed28), 0x0301_0082);
    rig.system.write(0xe000_ed2a, 2, 0x0201, true);
    assert.equal(rig.read(0xe000_ed28), 0x0100_0082);
    assert.equal(rig.system.read(0xe000_ed2a, 2, true), 0x0100);
    rig.write(0xe000_ed28, 0x80);
    assert.equal(rig.read(0xe000_ed28), 0x0100_0002);
    rig.system.scb.addHfsr(0x4000_0002);
    rig.write(0xe000_ed2c, 2);
    assert.equal(rig.read(0xe000_ed2c), 0x4000_0000);
  });

  it('tells of writes that are UNPREDICTABLE (B3.2.4, B3.2.6)', () => {
    const rig = new Rig();
    rig.write(0xe000_ed04, 0x1800_0000);
    assert.equal(rig.read(0xe000_ed04) & 0x1000_0000, 0x1000_0000, 'PENDSV is set');
    rig.write(0xe000_ed0c, 0x05fa_0002);
    rig.write(0xe000_ed0c, 0x05fa_0001);
    assert.equal(rig.resets, 1);
    assert.deepEqual(rig.findings, ['icsr-set-and-clear', 'aircr-debugger-only', 'aircr-debugger-only']);
    const silent = new Rig();
    silent.write(0xe000_ed04, 0x1200_0000); // PENDSVSET and PENDSTCLR
    silent.write(0xe000_ed0c, 0x05fa_0004);
    silent.write(0xe000_ed0c, 0x0000_0003);
    assert.deepEqual([silent.findings, silent.resets], [[], 1]);
  });

  it('drops other narrow writes and says so', () => {
    const rig = new Rig();
    rig.system.write(0xe000_ed14, 1, 0, true);
    assert.equal(rig.read(0xe000_ed14), 0x200);
    assert.deepEqual(rig.findings, ['ppb-narrow-write']);
    assert.equal(rig.system.read(0xe000_ed15, 1, true), 2, 'narrow reads give the bytes');
  });

  it('AIRCR.SYSRESETREQ asks for a reset', () => {
    const rig = new Rig();
    rig.write(0xe000_ed0c, 0x0000_0004);
    assert.equal(rig.resets, 0);
    rig.write(0xe000_ed0c, 0x05fa_0004);
    assert.equal(rig.resets, 1);
  });

  it('AIRCR.VECTCLRACTIVE clears what is active and leaves IPSR (QEMU 7.2 ignores it)', () => {
    const rig = new Rig();
    rig.exceptions.raise({ kind: 'svc' });
    rig.write(0xe000_ed0c, 0x05fa_0002);
    assert.deepEqual([rig.read(0xe000_ed24), rig.cpu.ipsr, rig.exceptions.executionPriority()], [0, 11, 256]);
  });
});

describe('unprivileged accesses to the PPB', () => {
  it('are BusFaults', () => {
    const { system } = new Rig();
    for (const address of [0xe000_ed00, 0xe000_e100, 0xe000_e010, 0xe000_ed90, 0xe000_1004, 0xe000_0e00]) {
      assert.equal(system.read(address, 4, false), 'unprivilegedPpb');
      assert.equal(system.write(address, 4, 0, false), 'unprivilegedPpb');
    }
  });

  it('but for writes of STIR with CCR.USERSETMPEND (QEMU 7.2 agrees)', () => {
    const rig = new Rig();
    assert.equal(rig.system.write(0xe000_ef00, 4, 2, false), 'unprivilegedPpb');
    rig.write(0xe000_ed14, 0x202);
    assert.equal(rig.system.write(0xe000_ef00, 4, 2, false), undefined);
    assert.equal(rig.read(0xe000_e200), 4);
    assert.equal(rig.system.read(0xe000_ef00, 4, false), 'unprivilegedPpb');
  });

  it('and for stimulus ports, eight by eight, as ITM_TPR says (C1.7.5)', () => {
    const rig = new Rig();
    rig.write(0xe000_0e40, 0b0010);
    assert.equal(rig.system.write(0xe000_001c, 1, 0x41, false), undefined);
    assert.equal(rig.system.write(0xe000_0020, 1, 0x41, false), 'unprivilegedPpb');
    assert.equal(rig.system.write(0xe000_0040, 4, 0x41, false), undefined);
    assert.equal(rig.system.read(0xe000_0000, 4, false), 1);
  });
});

describe('ICSR', () => {
  it('shows pending, enabled and masked (QEMU 7.2; for BASEPRI, DUI 0552A 4.3.3)', () => {
    const rig = new Rig();
    rig.write(0xe000_e400, 0xffff_ffff);
    rig.cpu.primask = 1;
    rig.write(0xe000_e200, 8);
    assert.equal(rig.read(0xe000_ed04), 0x0040_0800, 'pending but disabled');
    rig.write(0xe000_e100, 8);
    assert.equal(rig.read(0xe000_ed04), 0x0041_3800);
    rig.write(0xe000_ed04, 1 << 28);
    assert.equal(rig.read(0xe000_ed04), 0x1040_e800);
    rig.write(0xe000_e280, 8);
    rig.write(0xe000_ed04, 1 << 27);
    assert.equal(rig.read(0xe000_ed04), 0x0000_0800);
    rig.write(0xe000_ed04, 1 << 26);
    assert.equal(rig.read(0xe000_ed04), 0x0400_f800);
    rig.handlerPriority(15, 0x40);
    rig.cpu.basepri = 0x20;
    assert.equal(rig.read(0xe000_ed04), 0x0400_0800);
    rig.write(0xe000_ed04, 1 << 31);
    assert.equal(rig.read(0xe000_ed04), 0x8400_2800);
  });
});

describe('NVIC lines (B3.4.1)', () => {
  function active(): Rig {
    const rig = new Rig();
    rig.write(0xe000_e100, 1);
    rig.system.setInterrupt(0, true);
    rig.exceptions.enter();
    return rig;
  }

  it('a line that stays high pends again at return, and not before', () => {
    const rig = active();
    assert.deepEqual([rig.read(0xe000_e200), rig.read(0xe000_e300)], [0, 1]);
    const outcome = rig.exceptions.returnFrom(rig.cpu.lr);
    assert.ok(outcome.kind === 'entered' && outcome.exception === 16 && outcome.tailChained);
  });

  it('a line that fell in the handler does not', () => {
    const rig = active();
    rig.system.setInterrupt(0, false);
    assert.equal(rig.exceptions.returnFrom(rig.cpu.lr).kind, 'returned');
  });

  it('a pulse in the handler pends', () => {
    const rig = active();
    rig.system.setInterrupt(0, false);
    rig.system.setInterrupt(0, true);
    rig.system.setInterrupt(0, false);
    assert.equal(rig.read(0xe000_e200), 1);
  });

  it('a pulse pends and stays pending; ICPR clears it', () => {
    const rig = new Rig();
    rig.system.setInterrupt(0, true);
    rig.write(0xe000_e280, 1);
    assert.equal(rig.read(0xe000_e200), 1, 'not while the line is high');
    rig.system.setInterrupt(0, false);
    assert.equal(rig.read(0xe000_e200), 1);
    rig.write(0xe000_e280, 1);
    assert.equal(rig.read(0xe000_e200), 0);
  });

  it('reset keeps the level of a line and nothing else', () => {
    const rig = active();
    rig.system.setInterrupt(1, true);
    rig.system.setInterrupt(1, false);
    rig.exceptions.reset();
    assert.deepEqual([rig.read(0xe000_e100), rig.read(0xe000_e200), rig.read(0xe000_e300)], [0, 1, 0]);
  });

  it('lines and STIR numbers that do not exist do nothing', () => {
    const rig = new Rig({ interrupts: 8 });
    rig.system.setInterrupt(8, true);
    rig.write(0xe000_ef00, 8);
    rig.write(0xe000_e200, 0xffff_ffff);
    assert.equal(rig.read(0xe000_e200), 0xff);
  });
});

describe('register tables', () => {
  it('have one register an address, fields that do not overlap, and a section', () => {
    const seen = new Set<number>();
    const names = new Set<string>();
    for (const { description, value } of new Rig().system.registers()) {
      assert.equal(description.address % 4, 0);
      assert.ok(!seen.has(description.address) && !names.has(description.name), description.name);
      seen.add(description.address);
      names.add(description.name);
      assert.match(description.section, /^[BC]\d/);
      let covered = 0;
      for (const field of Object.values(description.fields)) {
        assert.equal(covered & field.mask, 0, description.name);
        covered |= field.mask;
      }
      assert.equal(value, value >>> 0);
    }
    for (const name of ['ICSR', 'CFSR', 'MPU_RASR_A3', 'NVIC_IPR7', 'SYST_CSR', 'DWT_CYCCNT', 'ITM_STIM31'])
      assert.ok(names.has(name), name);
  });
});
