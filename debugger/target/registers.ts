/** The registers of an Armv7-M core by their names, in the order in which debuggers show them. */

export interface RegisterDescription {
  /** As shown; lower case is what expressions ask for. */
  readonly name: string;
  /** Number in DWARF for the Arm Architecture (4.1), for R0 to R15. */
  readonly dwarf?: number;
  readonly kind: 'general' | 'stackPointer' | 'code' | 'status' | 'mask';
  /** Other names for it, lower case. */
  readonly aliases?: readonly string[];
  /** Armv7-M ARM, or AAPCS32 where it says so. */
  readonly section: string;
}

export const REGISTERS = [
  { name: 'r0', dwarf: 0, kind: 'general', section: 'B1.4.1' },
  { name: 'r1', dwarf: 1, kind: 'general', section: 'B1.4.1' },
  { name: 'r2', dwarf: 2, kind: 'general', section: 'B1.4.1' },
  { name: 'r3', dwarf: 3, kind: 'general', section: 'B1.4.1' },
  { name: 'r4', dwarf: 4, kind: 'general', section: 'B1.4.1' },
  { name: 'r5', dwarf: 5, kind: 'general', section: 'B1.4.1' },
  { name: 'r6', dwarf: 6, kind: 'general', section: 'B1.4.1' },
  { name: 'r7', dwarf: 7, kind: 'general', section: 'B1.4.1' },
  { name: 'r8', dwarf: 8, kind: 'general', section: 'B1.4.1' },
  { name: 'r9', dwarf: 9, kind: 'general', aliases: ['sb'], section: 'B1.4.1' },
  { name: 'r10', dwarf: 10, kind: 'general', aliases: ['sl'], section: 'B1.4.1' },
  { name: 'r11', dwarf: 11, kind: 'general', aliases: ['fp'], section: 'B1.4.1, AAPCS32 6.1.1' },
  { name: 'r12', dwarf: 12, kind: 'general', aliases: ['ip'], section: 'B1.4.1, AAPCS32 6.1.1' },
  { name: 'sp', dwarf: 13, kind: 'stackPointer', aliases: ['r13'], section: 'B1.4.1' },
  { name: 'lr', dwarf: 14, kind: 'general', aliases: ['r14'], section: 'B1.4.1' },
  { name: 'pc', dwarf: 15, kind: 'code', aliases: ['r15'], section: 'B1.4.1' },
  { name: 'xpsr', kind: 'status', aliases: ['cpsr', 'psr'], section: 'B1.4.2' },
  { name: 'msp', kind: 'stackPointer', section: 'B1.4.1' },
  { name: 'psp', kind: 'stackPointer', section: 'B1.4.1' },
  { name: 'primask', kind: 'mask', section: 'B1.4.3' },
  { name: 'basepri', kind: 'mask', section: 'B1.4.3' },
  { name: 'faultmask', kind: 'mask', section: 'B1.4.3' },
  { name: 'control', kind: 'mask', section: 'B1.4.4' },
] as const satisfies readonly RegisterDescription[];

export type RegisterName = (typeof REGISTERS)[number]['name'];

const BY_NAME = new Map<string, RegisterName>(
  (REGISTERS as readonly (RegisterDescription & { readonly name: RegisterName })[]).flatMap(({ name, aliases }) =>
    [name, ...(aliases ?? [])].map((each) => [each, name] as const),
  ),
);

/** The register that goes by `name`, in any case, with or without `$`. */
export function findRegister(name: string): RegisterName | undefined {
  return BY_NAME.get(name.toLowerCase().replace(/^\$/, ''));
}

/** The number of R0 to R15; undefined for the others. */
export function dwarfNumber(name: RegisterName): number | undefined {
  const found: RegisterDescription | undefined = REGISTERS.find((register) => register.name === name);
  return found?.dwarf;
}
