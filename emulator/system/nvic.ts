/** The registers of the Nested Vectored Interrupt Controller (Armv7-M ARM, B3.4), one word for 32 interrupts or 4 priorities. */
import { bits, type BitField } from '../../base/index.js';
import { FIRST_INTERRUPT, type ExceptionRegisters } from './exception-table.js';
import type { RegisterBinding, RegisterDescription } from './register.js';

const BANKS = [
  {
    name: 'NVIC_ISER',
    title: 'Interrupt Set-Enable Register',
    base: 0xe000_e100,
    section: 'B3.4.4',
    access: 'read-write',
  },
  {
    name: 'NVIC_ICER',
    title: 'Interrupt Clear-Enable Register',
    base: 0xe000_e180,
    section: 'B3.4.5',
    access: 'read-write',
  },
  {
    name: 'NVIC_ISPR',
    title: 'Interrupt Set-Pending Register',
    base: 0xe000_e200,
    section: 'B3.4.6',
    access: 'read-write',
  },
  {
    name: 'NVIC_ICPR',
    title: 'Interrupt Clear-Pending Register',
    base: 0xe000_e280,
    section: 'B3.4.7',
    access: 'read-write',
  },
  {
    name: 'NVIC_IABR',
    title: 'Interrupt Active Bit Register',
    base: 0xe000_e300,
    section: 'B3.4.8',
    access: 'read-only',
  },
] as const;

type BankName = (typeof BANKS)[number]['name'];

const IPR_BASE = 0xe000_e400;

/** Bytes of an Interrupt Priority Register, by the interrupts that they belong to. */
function priorityFields(first: number): Record<string, BitField> {
  return Object.fromEntries([0, 1, 2, 3].map((k) => [`PRI_N${first + k}`, bits(8 * k + 7, 8 * k)]));
}

/** The registers that an NVIC of `interrupts` lines has; the rest of each bank reads as zero. */
export function nvicRegisters(interrupts: number): readonly RegisterDescription[] {
  const words = Math.ceil(interrupts / 32);
  const banks = BANKS.flatMap(({ name, title, base, section, access }) =>
    Array.from({ length: words }, (_, n) => ({
      name: `${name}${n}`,
      title,
      address: base + 4 * n,
      section,
      access,
      fields: { BITS: bits(31, 0) },
    })),
  );
  const priorities = Array.from({ length: Math.ceil(interrupts / 4) }, (_, n) => ({
    name: `NVIC_IPR${n}`,
    title: 'Interrupt Priority Register',
    address: IPR_BASE + 4 * n,
    section: 'B3.4.9',
    access: 'read-write' as const,
    fields: priorityFields(4 * n),
  }));
  return [...banks, ...priorities];
}

function readBank(table: ExceptionRegisters, bank: BankName, exception: number): boolean {
  switch (bank) {
    case 'NVIC_ISER':
    case 'NVIC_ICER':
      return table.isEnabled(exception);
    case 'NVIC_ISPR':
    case 'NVIC_ICPR':
      return table.isPending(exception);
    case 'NVIC_IABR':
      return table.isActive(exception);
  }
}

function writeBank(table: ExceptionRegisters, bank: BankName, exception: number): void {
  switch (bank) {
    case 'NVIC_ISER':
      table.setEnabled(exception, true);
      break;
    case 'NVIC_ICER':
      table.setEnabled(exception, false);
      break;
    case 'NVIC_ISPR':
      table.setPending(exception);
      break;
    case 'NVIC_ICPR':
      table.clearPending(exception);
      break;
    case 'NVIC_IABR':
      break;
  }
}

function bindBank(
  table: ExceptionRegisters,
  description: RegisterDescription,
  bank: BankName,
  first: number,
): RegisterBinding {
  return {
    description,
    peek: () => {
      let word = 0;
      for (let k = 0; k < 32; k++) if (readBank(table, bank, first + k)) word |= 1 << k;
      return word >>> 0;
    },
    write: (value) => {
      for (let k = 0; k < 32; k++) if ((value & (1 << k)) !== 0) writeBank(table, bank, first + k);
    },
  };
}

/** Four priorities in one word, for NVIC_IPRn and SHPRn. `exceptions` are those of its bytes; `undefined` reads as zero. */
export function bindPriorities(
  table: ExceptionRegisters,
  description: RegisterDescription,
  exceptions: readonly (number | undefined)[],
): RegisterBinding {
  return {
    description,
    narrow: true,
    peek: () =>
      exceptions.reduce<number>(
        (word, exception, k) =>
          exception === undefined || exception >= table.count ? word : word | (table.priority(exception) << (8 * k)),
        0,
      ) >>> 0,
    write: (value, lanes) => {
      exceptions.forEach((exception, k) => {
        if (exception !== undefined && ((lanes >>> (8 * k)) & 0xff) !== 0)
          table.setPriority(exception, (value >>> (8 * k)) & 0xff);
      });
    },
  };
}

export function nvicBindings(table: ExceptionRegisters): readonly RegisterBinding[] {
  return nvicRegisters(table.count - FIRST_INTERRUPT).map((description) => {
    const { address } = description;
    if (address >= IPR_BASE) {
      const first = FIRST_INTERRUPT + (address - IPR_BASE);
      return bindPriorities(table, description, [first, first + 1, first + 2, first + 3]);
    }
    const bank = BANKS.findLast((candidate) => address >= candidate.base)!;
    return bindBank(table, description, bank.name, FIRST_INTERRUPT + 8 * (address - bank.base));
  });
}
