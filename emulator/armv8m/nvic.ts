/** NVIC_ITNS: which interrupts target Non-secure state (Armv8-M ARM, D1.2). */
import { bits } from '../../base/index.js';
import { FIRST_INTERRUPT } from '../system/exception-table.js';
import type { RegisterBinding } from '../system/register.js';
import type { SecureExceptionTable } from './exception-table.js';

const ITNS_BASE = 0xe000_e380;

export function itnsBindings(table: SecureExceptionTable): readonly RegisterBinding[] {
  const interrupts = table.count - FIRST_INTERRUPT;
  return Array.from({ length: Math.ceil(interrupts / 32) }, (_, n) => ({
    description: {
      name: `NVIC_ITNS${n}`,
      title: 'Interrupt Target Non-secure Register',
      address: ITNS_BASE + 4 * n,
      section: 'D1.2',
      access: 'read-write' as const,
      fields: { ITNS: bits(31, 0) },
    },
    peek: () => {
      let word = 0;
      for (let k = 0; k < 32; k++) if (table.isNonSecure(32 * n + k)) word |= 1 << k;
      return word >>> 0;
    },
    write: (value: number) => {
      for (let k = 0; k < 32; k++) table.setNonSecure(32 * n + k, (value & (1 << k)) !== 0);
    },
  }));
}
