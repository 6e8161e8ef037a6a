/** Registers of the System Control Block that Armv8-M added to those of Armv7-M, or gave other fields (Armv8-M ARM, D1.2). */
import { bit, bits } from '../../base/index.js';
import type { RegisterDescription } from '../system/register.js';
import * as R from '../system/scb-registers.js';

type Fields = RegisterDescription['fields'];

const changed = <Old extends RegisterDescription, More extends Fields>(old: Old, fields: More) => ({
  ...old,
  section: 'D1.2' as string,
  fields: { ...old.fields, ...fields } as Old['fields'] & More,
});

export const ICSR = changed(R.ICSR, { PENDNMICLR: bit(30), STTNS: bit(24) });

/** Non-secure state reads PRIS and BFHFNMINS, of which it sees the second only, and writes neither. */
export const AIRCR = changed(R.AIRCR, { PRIS: bit(14), BFHFNMINS: bit(13), SYSRESETREQS: bit(3) });

export const SCR = changed(R.SCR, { SLEEPDEEPS: bit(3) });

export const CCR = changed(R.CCR, { STKOFHFNMIGN: bit(10) });

export const SHPR1 = changed(R.SHPR1, { PRI_7_SecureFault: bits(31, 24) });

export const SHCSR = changed(R.SHCSR, {
  HARDFAULTPENDED: bit(21),
  SECUREFAULTPENDED: bit(20),
  SECUREFAULTENA: bit(19),
  NMIACT: bit(5),
  SECUREFAULTACT: bit(4),
  HARDFAULTACT: bit(2),
});

export const CFSR = { ...R.CFSR_V8, section: 'D1.2' } as const;

/** Which coprocessors Non-secure state may use; 10 and 11 are the floating-point extension. */
export const NSACR = {
  name: 'NSACR',
  title: 'Non-secure Access Control Register',
  address: 0xe000_ed8c,
  section: 'D1.2',
  access: 'read-write',
  fields: { CP11: bit(11), CP10: bit(10) },
} as const satisfies RegisterDescription;

export const SFSR = {
  name: 'SFSR',
  title: 'Secure Fault Status Register',
  address: 0xe000_ede4,
  section: 'D1.2',
  access: 'read-write',
  fields: {
    LSERR: bit(7),
    SFARVALID: bit(6),
    LSPERR: bit(5),
    INVTRAN: bit(4),
    AUVIOL: bit(3),
    INVER: bit(2),
    INVIS: bit(1),
    INVEP: bit(0),
  },
} as const satisfies RegisterDescription;

export const SFAR = {
  name: 'SFAR',
  title: 'Secure Fault Address Register',
  address: 0xe000_ede8,
  section: 'D1.2',
  access: 'read-write',
  fields: { ADDRESS: bits(31, 0) },
} as const satisfies RegisterDescription;

/** Debug of Secure state: whether the two bits of a pair, and not the signals of the part, allow it. */
export const DAUTHCTRL = {
  name: 'DAUTHCTRL',
  title: 'Debug Authentication Control Register',
  address: 0xe000_ee04,
  section: 'D1.2',
  access: 'read-write',
  fields: { INTSPNIDEN: bit(3), SPNIDENSEL: bit(2), INTSPIDEN: bit(1), SPIDENSEL: bit(0) },
} as const satisfies RegisterDescription;

export const FPCCR = changed(R.FPCCR, {
  LSPENS: bit(29),
  CLRONRET: bit(28),
  CLRONRETS: bit(27),
  TS: bit(26),
  UFRDY: bit(10),
  SPLIMVIOL: bit(9),
  SFRDY: bit(7),
  S: bit(2),
});

export const FPDSCR = R.FPDSCR;
