/** Names in assembly text, spelt as arm-none-eabi-objdump spells them. */

export const REGISTERS = [
  'r0',
  'r1',
  'r2',
  'r3',
  'r4',
  'r5',
  'r6',
  'r7',
  'r8',
  'r9',
  'sl',
  'fp',
  'ip',
  'sp',
  'lr',
  'pc',
] as const;

/** Condition suffixes (Armv7-M ARM, A7.3); 14 is always, and 15 is none. */
export const CONDITIONS = [
  'eq',
  'ne',
  'cs',
  'cc',
  'mi',
  'pl',
  'vs',
  'vc',
  'hi',
  'ls',
  'ge',
  'lt',
  'gt',
  'le',
  '',
  '<und>',
] as const;

/** Special registers of MRS and MSR by SYSm (B5.1.1); limits and Non-secure registers are of Armv8-M, and have their names everywhere. */
export const SPECIAL_REGISTERS: ReadonlyMap<number, string> = new Map([
  [0, 'APSR'],
  [1, 'IAPSR'],
  [2, 'EAPSR'],
  [3, 'PSR'],
  [5, 'IPSR'],
  [6, 'EPSR'],
  [7, 'IEPSR'],
  [8, 'MSP'],
  [9, 'PSP'],
  [10, 'MSPLIM'],
  [11, 'PSPLIM'],
  [16, 'PRIMASK'],
  [17, 'BASEPRI'],
  [18, 'BASEPRI_MAX'],
  [19, 'FAULTMASK'],
  [20, 'CONTROL'],
  [0x88, 'MSP_NS'],
  [0x89, 'PSP_NS'],
  [0x8a, 'MSPLIM_NS'],
  [0x8b, 'PSPLIM_NS'],
  [0x90, 'PRIMASK_NS'],
  [0x91, 'BASEPRI_NS'],
  [0x93, 'FAULTMASK_NS'],
  [0x94, 'CONTROL_NS'],
  [0x98, 'SP_NS'],
]);

/** Options of DMB and DSB: Armv7-M has SY and treats all others as it (A7.7.33); the names are those of Armv7-A and Armv8. */
export const BARRIERS: ReadonlyMap<number, string> = new Map([
  [1, 'oshld'],
  [2, 'oshst'],
  [3, 'osh'],
  [5, 'nshld'],
  [6, 'unst'],
  [7, 'un'],
  [9, 'ishld'],
  [10, 'ishst'],
  [11, 'ish'],
  [13, 'ld'],
  [14, 'st'],
  [15, 'sy'],
]);

/** `{r0, r1, lr}`. */
export function registerListText(mask: number): string {
  return `{${REGISTERS.filter((_, register) => (mask >>> register) & 1).join(', ')}}`;
}
