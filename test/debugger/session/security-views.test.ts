/** Views of a core with two security states, over the demo of both: what the SAU says, and whose an address is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBoard } from '../../../debugger/launch/index.js';
import { DebugSession, prepareLaunch } from '../../../debugger/index.js';
import { root } from '../../support/root.js';

/** At the fault of the demo, in the Secure handler. */
function faulted(): DebugSession {
  const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf/demos/secure-pointer-mps2-an505-bare.elf')));
  const board = findBoard('mps2-an505');
  const session = new DebugSession(prepareLaunch({ bytes, name: 'secure-pointer', board }), {});
  session.resume({ kind: 'continue' });
  assert.equal(session.slice(100_000)?.reason, 'exception');
  return session;
}

describe('debugger/session: security states', () => {
  it('shows the SAU as firmware programmed it (firmware/demos/secure-pointer/main.c), and the other MPU', () => {
    const { security } = faulted().mpuRegions();
    assert.equal(security!.state, 'Secure');
    assert.equal(security!.other.summary, 'Off, 0 of 16 regions enabled; the default memory map rules');
    assert.equal(security!.sau.summary, 'On, 4 of 8 regions enabled; everything else is Secure');
    assert.deepEqual(
      security!.sau.regions
        .slice(0, 5)
        .map(({ base, end, state, enabled }) => [base, end, enabled ? state : 'disabled']),
      [
        ['0x00200000', '0x003fffff', 'Non-secure'],
        ['0x28200000', '0x283fffff', 'Non-secure'],
        ['0x40000000', '0x4fffffff', 'Non-secure'],
        ['0x101f0000', '0x101fffff', 'Non-secure callable'],
        ['0x00000000', '0x0000001f', 'disabled'],
      ],
    );
  });

  it('says of a region that overlaps what comes of it', () => {
    const session = faulted();
    // SAU_RNR, SAU_RBAR, SAU_RLAR
    for (const [address, value] of [
      [0xe000_edd8, 4],
      [0xe000_eddc, 0x2830_0000],
      [0xe000_ede0, 0x284f_ffe1],
    ] as const)
      session.machine.writeMemory(address, Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24));
    const { regions } = session.mpuRegions().security!.sau;
    assert.equal(regions[1]!.note, 'It overlaps region 4: what they share is Secure and not callable.');
    assert.equal(session.explainAccess(0x2830_0000, 4).attribution!.state, 'Secure');
  });

  it('tells whose an address is, who decided, and whether the code reaches it', () => {
    const session = faulted();
    const ask = (address: number) => session.explainAccess(address, 4).attribution!;
    assert.deepEqual(ask(0x0020_0000), {
      state: 'Non-secure',
      sentence: 'SAU region 0 (0x00200000-0x003fffff) makes it Non-secure (NSC = 0).',
      current: 'Secure',
      reachable: true,
    });
    session.machine.cpu.secure = false;
    const { state, reachable, current } = ask(0x1000_0208);
    assert.deepEqual([state, reachable, current], ['Secure', false, 'Non-secure']);
    assert.equal(ask(0x101f_0000).state, 'Non-secure callable');
  });

  it('asks the MPU of a state that has no HardFault, whatever the other state is in', () => {
    const session = faulted();
    const { cpu } = session.machine;
    // MPU_CTRL_NS: on, no default map, off in handlers of negative priority of this state.
    session.machine.writeMemory(0xe002_ed94, Uint8Array.of(1, 0, 0, 0));
    const ask = (): string => session.explainAccess(0x2830_0000, 4).privileged.read.decider;
    cpu.ipsr = 3;
    cpu.secure = false;
    assert.equal(ask(), 'none');
    cpu.bank(false).faultmask = 1;
    assert.equal(ask(), 'defaultMap');
  });

  it('prints both MPUs, the SAU, and whose an address is in the console', () => {
    const session = faulted();
    const ask = (text: string): readonly string[] => session.evaluate(text, undefined, 'repl').result.split('\n');
    const mpu = ask('info mpu');
    assert.equal(mpu[0], 'Secure (the current state):');
    assert.equal(mpu[1], 'Off, 0 of 16 regions enabled; the default memory map rules');
    assert.equal(mpu[18], 'Non-secure:');
    assert.deepEqual(mpu.slice(36, 39), [
      'SAU:',
      'On, 4 of 8 regions enabled; everything else is Secure',
      'region 0, 0x00200000 to 0x003fffff: Non-secure',
    ]);
    assert.equal(ask('explain 0x00200000')[0], 'SAU region 0 (0x00200000-0x003fffff) makes it Non-secure (NSC = 0).');
  });

  it('shows none of it without the Security Extension', () => {
    const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf/demos/region-overlap-mps2-m23-bare.elf')));
    const session = new DebugSession(prepareLaunch({ bytes, name: 'm23', board: findBoard('mps2-m23') }), {});
    assert.equal(session.mpuRegions().security, undefined);
    assert.equal(session.explainAccess(0x2000_0000, 4).attribution, undefined);
  });
});
