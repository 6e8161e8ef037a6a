/** Finds the counters of Mbed OS's MPU lock manager in any program: by symbol, or by debug information. */
import type { LockId } from '../../protocol/index.js';
import type { ElfSymbol, SymbolTable } from '../elf/index.js';

export type { LockId };

export const LOCK_IDS: readonly LockId[] = ['ramExecution', 'romWrite'];

export const LOCK_TITLES: Readonly<Record<LockId, string>> = { ramExecution: 'RAM execution', romWrite: 'ROM write' };

/** The statics of mbed_mpu_mgmt.c. */
export const COUNTER_NAMES: Readonly<Record<LockId, string>> = {
  ramExecution: 'mem_xn_lock',
  romWrite: 'mem_wn_lock',
};

/** uint16_t. */
export const COUNTER_BYTES = 2;

export interface LockCounter {
  readonly address: number;
  /** As the file has it, `mem_xn_lock.lto_priv.0`. */
  readonly symbol: string;
}

export interface LockCounters {
  /** False for a program without the lock manager and without the driver. */
  readonly present: boolean;
  readonly ramExecution?: LockCounter;
  readonly romWrite?: LockCounter;
}

/** What debug information knows of a variable with a fixed address. `DebugInformation.global` fits. */
export interface GlobalVariables {
  global(name: string): { readonly address: number | undefined } | undefined;
}

/** Functions that only a program with the manager or the driver has. */
const MARKS =
  /^(mbed_mpu_init|mbed_mpu_free|mbed_mpu_enable_(rom_wn|ram_xn)|mbed_mpu_manager_(un)?lock_(ram_execution|rom_write))(\.|$)/;

/** `mem_xn_lock` of `mem_xn_lock.lto_priv.0`, `ns::mem_xn_lock`, `_ZL11mem_xn_lock`. */
function plainName(symbols: SymbolTable, symbol: ElfSymbol): string {
  const readable = symbols.readableName(symbol).replace(/ \[.*$/, '');
  const last = readable.slice(readable.lastIndexOf(':') + 1);
  return last.replace(/\..*$/, '');
}

function counterBySymbol(symbols: SymbolTable, name: string): LockCounter | undefined {
  const found = symbols.all.find(
    (symbol) =>
      symbol.kind === 'object' &&
      !symbol.isAbsolute &&
      symbol.size === COUNTER_BYTES &&
      symbol.name.includes(name) &&
      plainName(symbols, symbol) === name,
  );
  return found === undefined ? undefined : { address: found.address, symbol: found.name };
}

/** The counters, each absent where the linker dropped it because nobody calls that lock. */
export function findLockCounters(symbols: SymbolTable, globals?: GlobalVariables): LockCounters {
  const found: Partial<Record<LockId, LockCounter>> = {};
  for (const id of LOCK_IDS) {
    const name = COUNTER_NAMES[id];
    const address = globals?.global(name)?.address;
    // DWARF keeps a variable that the linker dropped, at address 0 or without one.
    const counter = counterBySymbol(symbols, name) ?? (address ? { address, symbol: name } : undefined);
    if (counter !== undefined) found[id] = counter;
  }
  const counted = Object.keys(found).length > 0;
  return {
    present: counted || symbols.all.some(({ kind, name }) => kind === 'function' && MARKS.test(name)),
    ...found,
  };
}
