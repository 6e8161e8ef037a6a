/** What lies at an address: symbol, section, memory of the board, stack. */
import { hex32 } from '../../base/index.js';
import type { BoardDescription, MemoryDescription, StoreBehaviour } from '../../emulator/index.js';
import { hasStatus, type FaultContext, type StackExtent } from './context.js';
import type { PlaceReport } from './report.js';

const STORES: Readonly<Record<StoreBehaviour, (fault: string) => string>> = {
  write: () => 'stores stick',
  ignore: () => 'stores are dropped',
  busFault: (fault) => `stores give a ${fault}`,
};

/** How far from a symbol or a stack an address may be and still be called near it. */
const NEAR_BYTES = 4096;

/** The board's memory that answers at an address, mirrors included. */
export function memoryAt(board: BoardDescription | undefined, address: number): MemoryDescription | undefined {
  return board?.memories.find(({ base, sizeBytes, mirrors = [] }) =>
    [base, ...mirrors].some((start) => address >= start && address < start + sizeBytes),
  );
}

/** Undefined where nothing answers. */
function memoryText(board: BoardDescription, address: number): string | undefined {
  const fault = faultName(board);
  const memory = memoryAt(board, address);
  if (memory !== undefined) {
    const mirrored = address >= memory.base && address < memory.base + memory.sizeBytes ? '' : 'a mirror of ';
    return `${mirrored}${memory.name} (${STORES[memory.store](fault)})`;
  }
  const stub = board.stubs.find(({ base, sizeBytes }) => address >= base && address < base + sizeBytes);
  if (stub !== undefined) return `${stub.name} (not modelled: reads as ${stub.value ?? 0}, stores are dropped)`;
  // Every modelled device has a page of 4 KB.
  const device = board.peripherals.find(({ base }) => address >= base && address < base + 0x1000);
  if (device !== undefined) return `device ${device.name}`;
  if (address >= 0xe000_0000 && address < 0xe010_0000) return 'the Private Peripheral Bus';
  return undefined;
}

/** Where nothing answers. */
function nothingText(board: BoardDescription): string {
  // A board from a devicetree is called by its path.
  const name = board.name.split(/[\\/]/).at(-1);
  const then = board.unmapped === 'busFault' ? `a ${faultName(board)}` : 'reads as 0, stores are dropped';
  return `nothing on ${name} (${then})`;
}

/** What a bus that refuses gives on a core. */
function faultName(board: BoardDescription): string {
  return hasStatus({ board }) ? 'BusFault' : 'HardFault';
}

/** `calibration_table + 12`; undefined where no symbol reaches. */
export function symbolText(context: Pick<FaultContext, 'symbols'>, address: number): string | undefined {
  const found = context.symbols?.at(address);
  if (found === undefined) return undefined;
  const { symbol, offset } = found;
  // A label without a size reaches to the next symbol; far from it the name would mislead.
  if (symbol.size === 0 && offset > NEAR_BYTES) return undefined;
  const name = context.symbols!.readableName(symbol);
  return offset === 0 ? name : `${name} + ${offset}`;
}

/** Where an address is with respect to a stack; undefined when it is far from it. */
export function stackText(stack: StackExtent, address: number): string | undefined {
  const { name, base, end } = stack;
  if (address >= base && address < end) return `on the ${name}, ${address - base} bytes above its limit ${hex32(base)}`;
  if (address < base && base - address <= NEAR_BYTES)
    return `${base - address} bytes below the limit ${hex32(base)} of the ${name}`;
  return undefined;
}

/** What is known about an address. */
export function placeOf(context: FaultContext, address: number): PlaceReport {
  const symbol = symbolText(context, address);
  const section = context.sections?.find(
    (part) => part.allocated && address >= part.address && address - part.address < part.size,
  )?.name;
  const { board } = context;
  const found = board && memoryText(board, address);
  const memory = found ?? (board && nothingText(board));
  const stack = context.stacks?.map((extent) => stackText(extent, address)).find((text) => text !== undefined);
  const parts = [
    symbol === undefined ? undefined : `in ${symbol}`,
    section === undefined ? undefined : `section ${section}`,
    found === undefined ? memory : `memory: ${found}`,
    stack,
  ].filter((part) => part !== undefined);
  return {
    ...(symbol === undefined ? {} : { symbol }),
    ...(section === undefined ? {} : { section }),
    ...(memory === undefined ? {} : { memory }),
    ...(stack === undefined ? {} : { stack }),
    sentence:
      parts.length === 0 ? `Nothing is known about ${hex32(address)}.` : `${hex32(address)} is ${parts.join('; ')}.`,
  };
}
