/** Registers by name, written and read back (Armv7-M ARM, B1.4), and those of a frame. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBoard } from '../../../debugger/launch/index.js';
import { DebugSession, prepareLaunch } from '../../../debugger/index.js';
import { bankedFields, readSpecial, specialFields, writeRegister } from '../../../debugger/session/registers.js';
import { Machine } from '../../../emulator/index.js';
import { root } from '../../support/root.js';
import { M23_SECURE } from '../faults/armv8m-program.js';

const SRAM = 0x2000_0000;

function machine(): Machine {
  return new Machine({ board: findBoard('mps2-an385') });
}

function core(one: Machine, n: number): number {
  return one.registers().r[n]!;
}

/** The fields of xPSR in the view of the core's registers. */
function xpsrOf(board: string): readonly (readonly [string, string])[] {
  const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf/debug-fixtures/loops-O0-dwarf4.elf')));
  const session = new DebugSession(prepareLaunch({ bytes, name: 'loops', board: findBoard(board) }), {});
  session.machine.cpu.xpsr = 0xf905_0000 | (1 << 24);
  const [frame] = session.stackTrace().frames;
  const core = session.scopes(frame!.id).find(({ name }) => name === 'Core registers')!;
  const xpsr = session.variables(core.variablesReference).find(({ name }) => name === 'xpsr')!;
  const fields = session.variables(xpsr.variablesReference).map(({ name, value }) => [name, value] as const);
  return [['xpsr', xpsr.value], ...fields];
}

describe('registers of a session', () => {
  it('show GE where the core has it', () => {
    const m4 = xpsrOf('mps2-an386');
    assert.deepEqual(m4[0], ['xpsr', '0xf9050000 NZCVQT GE=0101, Thread']);
    assert.deepEqual(
      m4.find(([name]) => name === 'GE[3:0]'),
      ['GE[3:0]', '0101'],
    );
    const m3 = xpsrOf('mps2-an385');
    assert.deepEqual(m3[0], ['xpsr', '0xf9000000 NZCVQT, Thread']);
    assert.equal(
      m3.find(([name]) => name === 'GE[3:0]'),
      undefined,
    );
  });

  it('show what Armv6-M has alone: no BASEPRI and FAULTMASK, no Q and IT, and nPRIV on a Cortex-M0+ only', () => {
    const shown = (board: string): readonly string[] =>
      specialFields(new Machine({ board: findBoard(board) })).flatMap(([name, fields]) => [
        name,
        ...Object.keys(fields).map((field) => `${name}.${field}`),
      ]);
    const flags = ['N', 'Z', 'C', 'V', 'T', 'exception'].map((field) => `xpsr.${field}`);
    assert.deepEqual(shown('microbit'), ['xpsr', ...flags, 'msp', 'psp', 'control', 'control.SPSEL', 'primask']);
    assert.ok(shown('mps2-m0plus').includes('control.nPRIV'));
    assert.ok(shown('mps2-an385').includes('basepri'));
    const one = new Machine({ board: findBoard('microbit') });
    assert.deepEqual([readSpecial(one, 'basepri'), writeRegister(one, 'faultmask', 1)], [undefined, false]);
    writeRegister(one, 'control', 3);
    assert.equal(one.cpu.control, 2);
  });

  it('read back as they were written', () => {
    const one = machine();
    for (let n = 0; n < 13; n++) {
      assert.equal(writeRegister(one, `r${n}`, 0x8000_0000 + n), true);
      assert.equal(core(one, n), 0x8000_0000 + n);
    }
    const values: Readonly<Record<string, number>> = { xpsr: 0xa100_0000, basepri: 0x40, msp: SRAM, psp: SRAM + 8 };
    for (const [name] of specialFields(one)) {
      const value = values[name] ?? 1;
      assert.equal(writeRegister(one, name, value), true);
      assert.equal(readSpecial(one, name), value, name);
    }
    assert.equal(writeRegister(one, 'r16', 0), false);
    assert.equal(readSpecial(one, 'r16'), undefined);
  });

  it('are those of both security states, by the names of GDB (Armv8-M ARM, B3.3)', () => {
    const one = new Machine({ board: findBoard('mps2-an505') });
    const BANKED = ['msp', 'psp', 'msplim', 'psplim', 'control', 'primask', 'faultmask', 'basepri'];
    const names = (secure: boolean): readonly string[] => bankedFields(one, secure).map(([name]) => name);
    assert.deepEqual(
      names(true),
      BANKED.map((name) => `${name}_s`),
    );
    assert.deepEqual(
      names(false),
      BANKED.map((name) => `${name}_ns`),
    );
    assert.deepEqual(Object.keys(Object.fromEntries(bankedFields(one, true))['control_s']!), [
      'SFPA',
      'SPSEL',
      'nPRIV',
    ]);
    assert.deepEqual(Object.keys(Object.fromEntries(bankedFields(one, false))['control_ns']!), ['SPSEL', 'nPRIV']);
    const values = [0x100, 0x208, 0x80, 0x88, 1, 1, 1, 0x40];
    for (const [secure, suffix] of [
      [true, '_s'],
      [false, '_ns'],
    ] as const) {
      one.cpu.secure = secure;
      BANKED.forEach((name, n) => assert.equal(writeRegister(one, name + suffix, values[n]! + (n < 4 ? 8 : 0)), true));
      BANKED.forEach((name, n) => {
        assert.equal(readSpecial(one, name + suffix), values[n]! + (n < 4 ? 8 : 0), name + suffix);
        assert.equal(readSpecial(one, name), readSpecial(one, name + suffix), name);
      });
    }
    assert.equal(writeRegister(one, 'control_s', 9), true);
    assert.deepEqual([readSpecial(one, 'control_s'), one.cpu.secureFloats], [9, true]);
    assert.equal(writeRegister(one, 'msplim_ns', 0x107), true);
    assert.equal(readSpecial(one, 'msplim'), 0x100);
  });

  it('have no second bank and no limits where the core has none', () => {
    const m3 = machine();
    assert.deepEqual(
      [bankedFields(m3, true), readSpecial(m3, 'msp_s'), readSpecial(m3, 'msplim')],
      [[], undefined, undefined],
    );
    const m23 = new Machine({ board: M23_SECURE });
    const names = [true, false].flatMap((secure) => bankedFields(m23, secure).map(([name]) => name));
    // Baseline has limits in Secure state alone (B3.8).
    const expected = ['msp_s', 'psp_s', 'msplim_s', 'psplim_s', 'control_s', 'primask_s', 'msp_ns', 'psp_ns'];
    assert.deepEqual(names, [...expected, 'control_ns', 'primask_ns']);
  });

  it('show the security state and both banks in the view', () => {
    const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf/demos/secure-pointer-mps2-an505-bare.elf')));
    const session = new DebugSession(
      prepareLaunch({ bytes, name: 'secure-pointer', board: findBoard('mps2-an505') }),
      {},
    );
    const [frame] = session.stackTrace().frames;
    const core = session.scopes(frame!.id).find(({ name }) => name === 'Core registers')!;
    const shown = session.variables(core.variablesReference);
    assert.equal(shown.find(({ name }) => name === 'state')!.value, 'Secure');
    const bank = shown.find(({ name }) => name === 'Non-secure')!;
    const [first] = session.variables(bank.variablesReference);
    assert.deepEqual([first!.name, first!.evaluateName], ['msp_ns', '$msp_ns']);
    assert.equal(
      session.evaluate('$msp_s', frame!.id, 'watch').result,
      session.evaluate('$msp', frame!.id, 'watch').result,
    );
    assert.match(session.evaluate('info registers', frame!.id, 'repl').result, /^faultmask_ns 0x00000000 {2}0$/m);
  });

  it('hold what they can: PC without bit 0, SP without bits 0 and 1', () => {
    const one = machine();
    writeRegister(one, 'pc', 0x123);
    writeRegister(one, 'sp', SRAM + 7);
    assert.deepEqual([core(one, 15), core(one, 13)], [0x122, SRAM + 4]);
  });

  it('go on elsewhere when PC is written: no IT block and no sleep is left (A7.3.3, B1.5.17)', () => {
    const one = machine();
    one.cpu.itState = 0x08;
    one.sleeping = 'wfi';
    writeRegister(one, 'pc', 0x200);
    assert.deepEqual([one.cpu.itState, one.sleeping], [0, undefined]);
  });

  it('keep both when PC is written as it is', () => {
    const one = machine();
    one.cpu.itState = 0x08;
    one.sleeping = 'wfi';
    writeRegister(one, 'pc', core(one, 15));
    assert.deepEqual([one.cpu.itState, one.sleeping], [0x08, 'wfi']);
  });

  it('move the stack pointer along with CONTROL.SPSEL, in Thread mode (B1.4.4)', () => {
    const one = machine();
    writeRegister(one, 'psp', SRAM + 0x800);
    writeRegister(one, 'control', 2);
    assert.equal(core(one, 13), SRAM + 0x800);
    writeRegister(one, 'sp', SRAM + 0x700);
    assert.equal(readSpecial(one, 'psp'), SRAM + 0x700);
    writeRegister(one, 'control', 1);
    assert.equal(core(one, 13), readSpecial(one, 'msp'));
    assert.equal(one.cpu.privileged, false);
  });

  it('are those of the frame, and none that a call has spoiled', () => {
    const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf/debug-fixtures/recursion-O0-dwarf5.elf')));
    const session = new DebugSession(prepareLaunch({ bytes, name: 'recursion', board: findBoard('mps2-an385') }), {});
    const [checkpoint] = session.addressesOfFunction('checkpoint');
    session.resume({ kind: 'runTo', addresses: [checkpoint!] });
    session.slice(100_000);
    const [inner, outer] = session.stackTrace().frames;
    const ask = (text: string, id: number): string => session.evaluate(text, id, 'watch').result;
    assert.match(ask('$pc', inner!.id), new RegExp(`^0x${checkpoint!.toString(16)} <checkpoint`));
    assert.match(ask('$pc', outer!.id), /^0x[0-9a-f]+ <factorial\+\d+>$/);
    assert.throws(() => ask('$r0', outer!.id), { message: 'There is no register named $r0.' });
    assert.equal(ask('$control', outer!.id), '0');
  });
});

describe('floating-point registers of a session', () => {
  /** Stopped in checkpoint(1), which a function with its sum in a D register has called. */
  function sessionIn(name: string, board: string): DebugSession {
    const bytes = new Uint8Array(readFileSync(join(root, `firmware/elf/hard-float/${name}.elf`)));
    const session = new DebugSession(prepareLaunch({ bytes, name, board: findBoard(board) }), {});
    const [checkpoint] = session.addressesOfFunction('checkpoint');
    session.resume({ kind: 'runTo', addresses: [checkpoint!] });
    session.slice(100_000);
    return session;
  }

  it('are none where there is no FPU', () => {
    const m3 = machine();
    assert.deepEqual([readSpecial(m3, 'fpscr'), writeRegister(m3, 's0', 1)], [undefined, false]);
    assert.ok(!specialFields(m3).some(([name, fields]) => name === 'fpscr' || 'FPCA' in fields));
  });

  it('are read and written as numbers, a D register as two S registers', () => {
    const session = sessionIn('floats-mps2-an386-O2-dwarf4', 'mps2-an386');
    const [frame] = session.stackTrace().frames;
    const ask = (text: string): string => session.evaluate(text, frame!.id, 'repl').result;
    // IEEE 754: 1.5 is 0x3fc00000, -2.25 of double precision 0xc002000000000000.
    ask('$s3 = 1.5');
    ask('$d5 = -2.25');
    const { cpu } = session.machine;
    assert.deepEqual([cpu.float(3), cpu.float(10), cpu.float(11)], [0x3fc0_0000, 0, 0xc002_0000]);
    assert.deepEqual([ask('$s3'), ask('$d5'), ask('$s11'), ask('$d5 + 1')], ['1.5', '-2.25', '-2.03125', '-1.25']);
    assert.equal(ask('$fpscr = 0x03c00010'), '62914576');
    assert.equal(cpu.fpscr, 0x03c0_0010);
    assert.throws(() => ask('$s32'), { message: 'There is no register named $s32.' });
    assert.throws(() => ask('$d16'), { message: 'There is no register named $d16.' });
  });

  it('are a group of the core registers, with FPSCR and CONTROL.FPCA in words', () => {
    const session = sessionIn('floats-mps2-an500-O2-dwarf5', 'mps2-an500');
    session.machine.cpu.fpscr = 0x03c0_0011;
    session.machine.cpu.setFloat(1, 0x3fc0_0000);
    session.machine.cpu.setFloat(0, 0);
    const [frame] = session.stackTrace().frames;
    const core = session.scopes(frame!.id).find(({ name }) => name === 'Core registers')!;
    const list = session.variables(core.variablesReference);
    const parts = (name: string): ReadonlyMap<string, string> => {
      const { variablesReference } = list.find((variable) => variable.name === name)!;
      return new Map(session.variables(variablesReference).map((variable) => [variable.name, variable.value]));
    };
    assert.equal(parts('fpscr').get('RMode'), '3 (towards zero)');
    assert.deepEqual(
      [parts('fpscr').get('IXC'), parts('fpscr').get('IOC'), parts('fpscr').get('DZC')],
      ['1', '1', '0'],
    );
    assert.equal(parts('control').get('FPCA'), '1 (a floating-point context)');
    const floats = parts('floating point');
    assert.equal(floats.size, 48);
    assert.deepEqual([floats.get('s1'), floats.get('d0')], ['1.5 (0x3fc00000)', '0.125 (0x3fc0000000000000)']);
    const group = list.find(({ name }) => name === 'floating point')!;
    session.setVariable(group.variablesReference, 's2', '-0.5');
    assert.equal(session.machine.cpu.float(2), 0xbf00_0000);
  });

  it('are those of the frame: what a call keeps is known in the caller, what it may spoil is not', () => {
    const session = sessionIn('floats-mps2-an500-O2-dwarf4', 'mps2-an500');
    const [inner, outer] = session.stackTrace().frames;
    const ask = (text: string, id: number): string => session.evaluate(text, id, 'watch').result;
    assert.equal(ask('$d8', inner!.id), ask('$d8', outer!.id));
    assert.throws(() => ask('$s0', outer!.id), { message: 'There is no register named $s0.' });
    assert.throws(() => session.evaluate('$d8 = 1', outer!.id, 'repl'), /cannot be written/);
  });
});
