/** Which stack was in use, how full it was, and what the stacked frame is worth (Armv7-M ARM, B1.5.6 and B1.5.14). */
import { hex32 } from '../../base/index.js';
import type { Fault } from '../../emulator/index.js';
import type { SymbolTable } from '../elf/index.js';
import type { FaultContext, StackExtent } from './context.js';
import type { FaultReport } from './report.js';
import { stateTitle } from './exceptions.js';
import { stackText, symbolText } from './place.js';

const SPSEL = 2;

/** Names that linker scripts give to the ends of the main stack. */
const LIMIT_NAMES = ['__StackLimit', '__stack_limit', '__stack_limit__', '_sstack', '__main_stack_start'] as const;

/** Names that linker scripts give to the size of the main stack. */
const SIZE_NAMES = ['__main_stack_bytes', '__stack_size', '__STACK_SIZE', '_Min_Stack_Size', '__Stack_Size'] as const;

/** The main stack by its linker symbols: its lower end, or its size. Nothing if the script uses none of the usual names. */
export function mainStack(symbols: SymbolTable, initialSp: number): StackExtent | undefined {
  const limits = LIMIT_NAMES.map((name) => symbols.named(name)?.address);
  const sizes = SIZE_NAMES.map((name) => symbols.named(name)?.address);
  const limit = [...limits, ...sizes.map((size) => (size === undefined ? undefined : initialSp - size))].find(
    (base) => base !== undefined && base >= 0 && base < initialSp,
  );
  return limit === undefined ? undefined : { name: 'main stack', base: limit, end: initialSp };
}

/** Where a stack pointer is with respect to a stack; undefined when it is far from it. */
function pointerText(stack: StackExtent, value: number): string | undefined {
  const text = stackText(stack, value);
  return text !== undefined && value < stack.base ? `${text}: it has overflowed` : text;
}

/** The stack that code was using: PSP only in Thread mode with CONTROL.SPSEL = 1. */
export function stackUsed(fault: Fault, context: FaultContext): FaultReport['stackUsed'] {
  const { control, msp, psp, xpsr, security } = fault.before;
  const process = (control & SPSEL) !== 0 && (xpsr & 0x1ff) === 0;
  const value = process ? psp : msp;
  const pointer = process ? 'PSP' : 'MSP';
  const known = context.stacks?.map((stack) => pointerText(stack, value)).find((text) => text !== undefined);
  const symbol = known === undefined ? symbolText(context, value) : undefined;
  const where = known ?? (symbol === undefined ? undefined : `in ${symbol}`);
  const kind = process ? 'Process' : 'Main';
  const whose = security === undefined ? kind : `${stateTitle(security.secure)} ${kind.toLowerCase()}`;
  const name = `${whose} stack, ${pointer} = ${hex32(value)}`;
  return { pointer, value, text: where === undefined ? name : `${name}, ${where}` };
}

const UNSEEN =
  'On silicon a probe could not see this stack: the frame that it would unwind from was never written whole. ' +
  'Here the registers of right before the entry are kept, and the call stack comes from them.';

/** What the frame is worth and what silicon would show; full sentences. */
export function stackNotes(fault: Fault): readonly string[] {
  const has = (...bits: readonly string[]): boolean => fault.bits.some((bit) => bits.includes(bit));
  const notes: string[] = [];
  if (has('MSTKERR', 'STKERR')) {
    const by = has('MSTKERR') ? 'the MPU denied a word of it' : 'the bus refused a word of it';
    notes.push(`Exception entry moved SP but ${by}: what lies at SP now is not a frame.`, UNSEEN);
  } else if (!fault.stacked && !has('STKOF')) {
    notes.push('The entry that followed this fault could not write its frame.', UNSEEN);
  }
  if (has('STKOF') && fault.during?.what === 'entry')
    notes.push('Exception entry stored no frame: it would have lain below the limit of the stack.', UNSEEN);
  if (has('MUNSTKERR', 'UNSTKERR')) {
    notes.push(
      'The exception return could not read its frame back. Nothing was unstacked: the old frame is still in place, ' +
        'and the handler of this fault runs as if it had been called by the interrupted code.',
    );
  }
  if (has('VECTTBL') && fault.exception !== 0)
    notes.push('The frame was stacked before the vector was read, so it is valid.');
  if (fault.exception === 0) {
    notes.push(
      'The core is locked up: it executes nothing until a reset. On silicon a probe would read PC = 0xfffffffe and ' +
        'could not see this stack; here the registers of right before the fault are kept.',
    );
  }
  return notes;
}
