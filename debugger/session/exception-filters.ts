/** Which faults stop the program: the vector catch of DEMCR as filters (Armv7-M ARM, C1.6.5; Armv8-M ARM, D1.2), handled faults left out by default. */
import type { Fault, FaultBit } from '../../emulator/index.js';
import { EXCEPTION } from '../../emulator/index.js';
import { faultChain } from '../faults/index.js';
import type {
  BreakpointStatus,
  ExceptionFilter,
  ExceptionFilterId,
  ExceptionFilterRequest,
  ExceptionMode,
} from './breakpoint-types.js';

interface FilterRow extends ExceptionFilter {
  catches(fault: Fault): boolean;
}

const CONDITION = 'all, or unhandled (default): whether faults stop that the program handles itself';

function hasOne(fault: Fault, bits: readonly FaultBit[]): boolean {
  return bits.some((bit) => fault.bits.includes(bit));
}

function row(id: ExceptionFilterId, label: string, description: string, catches: (fault: Fault) => boolean): FilterRow {
  return { id, label, description, default: true, conditionDescription: CONDITION, catches };
}

/** Bits of SFSR that a core without SFSR stands for by a HardFault. */
const SECURE: readonly FaultBit[] = ['INVEP', 'INVIS', 'INVER', 'AUVIOL', 'INVTRAN', 'SFSR.LSPERR', 'LSERR'];

const FILTERS: readonly FilterRow[] = [
  row(
    'hardFault',
    'HardFault',
    'HardFault, by itself or by escalation (VC_HARDERR)',
    ({ exception }) => exception === EXCEPTION.HardFault,
  ),
  row(
    'memManage',
    'MemManage',
    'The MPU or the default memory map denied an access (VC_MMERR)',
    ({ original }) => original === EXCEPTION.MemManage,
  ),
  row(
    'busFault',
    'BusFault',
    'Nothing answered an access, or a device refused it (VC_BUSERR)',
    ({ original }) => original === EXCEPTION.BusFault,
  ),
  row('usageState', 'UsageFault: state', 'Undefined instruction, Arm state, illegal return (VC_STATERR)', (fault) =>
    hasOne(fault, ['UNDEFINSTR', 'INVSTATE', 'INVPC']),
  ),
  row('usageCheck', 'UsageFault: checks', 'Unaligned access, division by zero, stack limit (VC_CHKERR)', (fault) =>
    hasOne(fault, ['UNALIGNED', 'DIVBYZERO', 'STKOF']),
  ),
  row(
    'noCoprocessor',
    'UsageFault: no coprocessor',
    'Access to a coprocessor that there is not (VC_NOCPERR)',
    (fault) => hasOne(fault, ['NOCP']),
  ),
  row(
    'secureFault',
    'SecureFault',
    'Secure memory, or a crossing between the security states, was refused (VC_SFERR)',
    ({ original, bits }) => original === EXCEPTION.SecureFault || bits.some((bit) => SECURE.includes(bit)),
  ),
  row(
    'interruptEntry',
    'Exception entry or return',
    'A frame could not be stacked or unstacked, or a vector not be read (VC_INTERR)',
    (fault) => hasOne(fault, ['MSTKERR', 'STKERR', 'MUNSTKERR', 'UNSTKERR', 'VECTTBL']),
  ),
  row('lockup', 'Lockup', 'The core locked up: a fault in HardFault or NMI', ({ exception }) => exception === 0),
];

export class ExceptionFilters {
  private modes: ReadonlyMap<ExceptionFilterId, ExceptionMode> = new Map(
    FILTERS.filter((filter) => filter.default).map(({ id }) => [id, 'unhandled']),
  );

  static all(): readonly ExceptionFilter[] {
    return FILTERS.map(({ id, label, description, default: on, conditionDescription }) => {
      return { id, label, description, default: on, conditionDescription };
    });
  }

  /** The label of a filter that is about this fault. */
  static labelFor(fault: Fault): string | undefined {
    const chain = faultChain(fault);
    return FILTERS.find((filter) => chain.some((one) => filter.catches(one)))?.label;
  }

  set(requests: readonly ExceptionFilterRequest[]): readonly BreakpointStatus[] {
    const modes = new Map<ExceptionFilterId, ExceptionMode>();
    const statuses = requests.map((request, i) => {
      const filter = FILTERS.find(({ id }) => id === request.id);
      const condition = request.condition?.trim().toLowerCase() ?? '';
      const isMode = condition === '' || condition === 'all' || condition === 'unhandled';
      if (filter !== undefined && isMode) modes.set(filter.id, condition === 'all' ? 'all' : 'unhandled');
      const message =
        filter === undefined
          ? `There is no exception filter “${request.id}”.`
          : isMode
            ? undefined
            : `“${request.condition}” is no condition: write all or unhandled.`;
      const status = { id: -1 - i, verified: message === undefined, addresses: [] };
      return message === undefined ? status : { ...status, message };
    });
    this.modes = modes;
    return statuses;
  }

  /** Whether the program stops at a fault that it handles, or does not. */
  catches(fault: Fault, unhandled: boolean): boolean {
    const modes = faultChain(fault).flatMap((one) =>
      FILTERS.filter((filter) => filter.catches(one)).flatMap(({ id }) => this.modes.get(id) ?? []),
    );
    return modes.includes('all') || (modes.includes('unhandled') && unhandled);
  }
}
