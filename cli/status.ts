/** How a run ended, and the exit status that tells a shell so. Pure. */

/** How the firmware's run ended. */
export type Ending =
  /** Semihosting's SYS_EXIT or SYS_EXIT_EXTENDED. `status` is signed, as the firmware gave it. */
  | { readonly kind: 'exit'; readonly status: number }
  /** `--max-instructions` instructions have retired. */
  | { readonly kind: 'limit' }
  /** Ctrl-C or SIGTERM. `where` tells place, count and mode: `in spin, main.c:12 (0x412), after 20000 instructions, in Thread mode`. */
  | { readonly kind: 'interrupted'; readonly where: string }
  /** It waits for an interrupt or event, and nothing is left that could bring one. */
  | { readonly kind: 'sleeping' }
  /** A fault that the firmware does not handle. */
  | { readonly kind: 'fault' }
  | { readonly kind: 'lockup' }
  /** A BKPT that is no semihosting call: with no debugger attached, a HardFault or lockup on silicon. */
  | { readonly kind: 'breakpoint' };

/** The exit statuses that are ours; everything below is the firmware's. 130 is what shells give for SIGINT. */
export const STATUS = { firmwareOther: 1, unfinished: 124, badInput: 125, fault: 126, interrupted: 130 } as const;

/** The largest status that the firmware may pass through to the shell. */
const LARGEST_FIRMWARE_STATUS = 123;

export interface StatusPair {
  /** What the firmware exited with; null if it did not exit. */
  readonly firmwareStatus: number | null;
  /** What the process exits with. */
  readonly processStatus: number;
  /** One sentence for stderr where the two differ or where nothing else tells why the run ended. */
  readonly note?: string;
}

export function statusOf(ending: Ending): StatusPair {
  switch (ending.kind) {
    case 'exit': {
      const { status } = ending;
      if (status >= 0 && status <= LARGEST_FIRMWARE_STATUS) return { firmwareStatus: status, processStatus: status };
      const note = `The firmware exited with status ${status}, which does not fit; this process exits with 1.`;
      return { firmwareStatus: status, processStatus: STATUS.firmwareOther, note };
    }
    case 'limit':
      return unfinished('The limit of instructions is reached.');
    case 'interrupted':
      return { firmwareStatus: null, processStatus: STATUS.interrupted, note: `Interrupted ${ending.where}.` };
    case 'sleeping':
      return unfinished('The firmware sleeps, and nothing is left that could wake it.');
    case 'breakpoint':
      return { ...faulted, note: 'The firmware ran into a BKPT instruction without a debugger.' };
    case 'fault':
    case 'lockup':
      return faulted;
  }
}

const faulted: StatusPair = { firmwareStatus: null, processStatus: STATUS.fault };

function unfinished(note: string): StatusPair {
  return { firmwareStatus: null, processStatus: STATUS.unfinished, note };
}
