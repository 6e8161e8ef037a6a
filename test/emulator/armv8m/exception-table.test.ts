/** Priorities, banks and security targets of Armv8-M's exceptions, with values from the Armv8-M ARM (DDI 0553), B3.9 and B3.13. */
import assert from 'node:assert/strict';
import { SecureExceptionTable } from '../../../emulator/armv8m/exception-table.js';
import { EXCEPTION } from '../../../emulator/index.js';

const IRQ3 = 19;

function tableOf(security: boolean): SecureExceptionTable {
  return new SecureExceptionTable({ interrupts: 32, priorityBits: 8, security, changed: () => undefined });
}

describe("Armv8-M's exceptions", () => {
  it('are banked by number with the Security Extension, and never without', () => {
    const banked = (table: SecureExceptionTable): readonly number[] =>
      Array.from({ length: 20 }, (_, n) => n).filter((n) => table.isBanked(n));
    assert.deepEqual(banked(tableOf(true)), [3, 4, 6, 11, 14, 15]);
    assert.deepEqual(banked(tableOf(false)), []);
  });

  it('target Secure state unless ITNS or BFHFNMINS says otherwise', () => {
    const table = tableOf(true);
    const targets = (): readonly boolean[] => [2, 5, 7, IRQ3].map((n) => table.targetsSecure(n));
    assert.deepEqual(targets(), [true, true, true, true]);
    table.setNonSecure(IRQ3 - 16, true);
    table.faultsNonSecure = true;
    assert.deepEqual(targets(), [false, false, true, false]);
  });

  it('of Non-secure state go to the lower half with PRIS: 0x40 becomes 0xa0', () => {
    const table = tableOf(true);
    const systick = (secure: boolean) => ({ exception: EXCEPTION.SysTick, secure });
    for (const secure of [false, true]) table.setPriority(systick(secure), 0x40);
    assert.deepEqual([table.preemption(systick(false)), table.preemption(systick(true))], [0x40, 0x40]);
    table.prioritiseSecure = true;
    assert.deepEqual([table.preemption(systick(false)), table.preemption(systick(true))], [0xa0, 0x40]);
  });

  it('with equal priority and number, the Secure one goes first', () => {
    const table = tableOf(true);
    for (const secure of [false, true]) table.setPending({ exception: EXCEPTION.PendSV, secure });
    assert.deepEqual(table.highestPending(), { exception: EXCEPTION.PendSV, secure: true });
    table.setPriority({ exception: EXCEPTION.PendSV, secure: true }, 0x20);
    assert.deepEqual(table.highestPending(), { exception: EXCEPTION.PendSV, secure: false });
  });

  it('the Secure HardFault is above NMI with BFHFNMINS, and the Non-secure one is taken then only', () => {
    const table = tableOf(true);
    const hardFault = (secure: boolean) => ({ exception: EXCEPTION.HardFault, secure });
    table.setPending(hardFault(false));
    assert.equal(table.highestPending(), undefined);
    assert.equal(table.priority(hardFault(true)), -1);
    table.faultsNonSecure = true;
    assert.deepEqual(table.highestPending(), hardFault(false));
    assert.equal(table.priority(hardFault(true)), -3);
  });

  it('of Secure state are hidden from Non-secure registers', () => {
    const table = tableOf(true);
    const window = table.window(false);
    table.setEnabled({ exception: IRQ3, secure: true }, true);
    window.setPending(IRQ3);
    window.setPriority(IRQ3, 0x80);
    assert.deepEqual(
      [window.isEnabled(IRQ3), table.isPending({ exception: IRQ3, secure: true }), window.priority(IRQ3)],
      [false, false, 0],
    );
    table.setNonSecure(IRQ3 - 16, true);
    window.setPending(IRQ3);
    assert.deepEqual([window.isEnabled(IRQ3), window.isPending(IRQ3)], [true, true]);
  });

  it('groups priorities for each state by its own PRIGROUP', () => {
    const table = tableOf(true);
    table.setPriorityGroup(true, 5);
    assert.deepEqual([table.groupPriority(0x7f, true), table.groupPriority(0x7f, false)], [0x40, 0x7e]);
  });
});
