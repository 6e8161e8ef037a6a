/** What the instruction and the registers tell about UsageFaults, bad vectors and breakpoints; full sentences. */
import { hex16, hex32 } from '../../base/index.js';
import {
  disassembleAt,
  instructionSet,
  isaParts,
  PROFILES,
  unpredictableText,
  type Fault,
  type FaultBit,
} from '../../emulator/index.js';
import { coreOf, hasStatus, readHalf, readWord, type FaultContext } from './context.js';
import { symbolText } from './place.js';

type Hint = (fault: Fault, context: FaultContext) => readonly string[];

const CCR = 0xe000_ed14;
const CCR_UNALIGN_TRP = 1 << 3;
const CPACR = 0xe000_ed88;
/** First addresses of a vector table: a jump to there comes from a null pointer. */
const NULL_PAGE = 0x40;

const ARMV7E_M = instructionSet(isaParts('cortex-m4'));

const ERASED = 'All ones is what erased flash reads as: nothing was programmed here.';

function registerName(n: number): string {
  return n === 13 ? 'SP' : n === 14 ? 'LR' : `R${n}`;
}

/** The first and, for 32-bit encodings, the second halfword at PC. */
function encoding(fault: Fault, context: FaultContext): readonly [number, number | undefined] | undefined {
  const first = readHalf(context.readMemory, fault.pc);
  if (first === undefined) return undefined;
  const wide = first >>> 11 >= 0b11101;
  return [first, wide ? readHalf(context.readMemory, fault.pc + 2) : undefined];
}

function opcodeText([first, second]: readonly [number, number | undefined]): string {
  return second === undefined ? hex16(first) : `${hex16(first)} ${hex16(second)}`;
}

function undefinedInstruction(fault: Fault, context: FaultContext): readonly string[] {
  const code = encoding(fault, context);
  if (code === undefined) return [`No memory answers at ${hex32(fault.pc)}.`];
  const [first, second] = code;
  const hints = [`The encoding is ${opcodeText(code)}.`];
  const content = context.symbols?.contentAt(fault.pc);
  if (first >>> 8 === 0xde)
    hints.push(
      `It is UDF #${first & 0xff}: code that is meant to trap, such as __builtin_trap() or a failed assertion.`,
    );
  else if (first === 0xf7f0 && second !== undefined && second >>> 12 === 0xa)
    hints.push('It is UDF.W: code that is meant to trap, such as __builtin_trap().');
  else if (first === 0xffff) hints.push(ERASED);
  else if (notPredictable(code, fault, context) !== undefined) hints.push(notPredictable(code, fault, context)!);
  else if (otherCore(code, context) !== undefined) hints.push(otherCore(code, context)!);
  else if (content === 'data')
    hints.push('The ELF says that data lies here: execution ran into a literal pool, a table or a constant.');
  else if (content === 'arm' || armState(fault, context)) {
    hints.push(
      'The word looks like an instruction of the Arm (A32) instruction set; a Cortex-M executes Thumb only. Build with -mthumb.',
    );
  }
  return hints;
}

/** Why an instruction that a part may execute is none here. */
function notPredictable(
  [first, second = 0]: readonly [number, number | undefined],
  { pc }: Fault,
  { board }: FaultContext,
): string | undefined {
  const bytes = Uint8Array.of(first, first >>> 8, second, second >>> 8);
  const set = board === undefined ? ARMV7E_M : instructionSet(isaParts(board.cpu.core, board.cpu));
  return unpredictableText(bytes, { pc, itState: 0 }, set);
}

/** An instruction that another Cortex-M has: the usual mark of a program built for the wrong core. */
function otherCore(
  [first, second = 0]: readonly [number, number | undefined],
  context: FaultContext,
): string | undefined {
  const core = coreOf(context);
  if (core === undefined || core.architecture !== 'armv6-m') return undefined;
  const { mnemonic, text } = disassembleAt(first, second, 0, 0, { instructionSet: ARMV7E_M });
  if (mnemonic.startsWith('.inst') || mnemonic.startsWith('udf')) return undefined;
  return `It is ${text} of Armv7-M, which a ${core.title} does not have: build with -mcpu=${core.name}.`;
}

/** Whether the word at PC is an A32 instruction with the condition AL that does not decode as Thumb. */
function armState(fault: Fault, context: FaultContext): boolean {
  const word = fault.pc % 4 === 0 ? readWord(context.readMemory, fault.pc) : undefined;
  const next = word === undefined ? undefined : readWord(context.readMemory, fault.pc + 4);
  return word !== undefined && next !== undefined && word >>> 28 === 0xe && next >>> 28 === 0xe;
}

/** Where the call or branch to PC came from, if LR is a return address from there. */
function callerHint(fault: Fault, context: FaultContext): string | undefined {
  const lr = fault.before.r[14]!;
  if ((lr & 1) === 0 || lr >>> 28 === 0xf) return undefined;
  const call = (lr & ~1) - 2;
  const first = readHalf(context.readMemory, call);
  // BLX Rm (A7.7.20).
  if (first === undefined || (first & 0xff87) !== 0x4780) return undefined;
  const place = symbolText(context, call);
  return `LR says that the call is BLX ${registerName((first >>> 3) & 0xf)} at ${hex32(call)}${place === undefined ? '' : ` (${place})`}.`;
}

function invalidState(fault: Fault, context: FaultContext): readonly string[] {
  const hints: string[] = [];
  const { before, pc } = fault;
  const name = symbolText(context, pc);
  const target = name === undefined ? hex32(pc) : `${hex32(pc)} (${name})`;
  const active = before.xpsr & 0x1ff;
  const vtor = readWord(context.readMemory, 0xe000_ed08);
  const vector = vtor === undefined ? undefined : readWord(context.readMemory, vtor + 4 * active);
  const holders = before.r.flatMap((value, n) => (n < 13 && value === pc ? [registerName(n)] : []));
  if (active !== 0 && vector === pc) {
    hints.push(
      `Entry ${active} of the vector table holds ${target} without bit 0: declare the handler as a function, or add .thumb_func.`,
    );
  } else if (holders.length > 0) {
    hints.push(
      `${holders.join(', ')} ${holders.length === 1 ? 'holds' : 'hold'} ${target}, an even function pointer: bit 0 must be 1 for Thumb code.`,
    );
  } else {
    hints.push(`The branch went to ${target}, an even address.`);
  }
  if (pc < NULL_PAGE) hints.push('The address is in the vector table: a null function pointer was called.');
  const caller = callerHint(fault, context);
  if (caller !== undefined) hints.push(caller);
  return hints;
}

function invalidPc(fault: Fault, context: FaultContext): readonly string[] {
  const lr = fault.before.r[14]!;
  const hints = [
    'Valid EXC_RETURN values without an FPU: 0xfffffff1 (to Handler mode), 0xfffffff9 (to Thread mode, main stack), 0xfffffffd (to Thread mode, process stack).',
  ];
  if (fault.during?.what === 'return')
    hints.push(
      `The return was from ${fault.during.exception >= 16 ? 'interrupt' : 'exception'} ${fault.during.exception}; LR was ${hex32(lr)} before it.`,
    );
  const unless = hasStatus(context) ? ' (unless CCR.NONBASETHRDENA = 1)' : '';
  hints.push(
    `0xfffffff1 needs another active exception, the other two need none${unless}, and the IPSR in the stacked xPSR must fit.`,
  );
  return hints;
}

function noCoprocessor(fault: Fault, context: FaultContext): readonly string[] {
  const code = encoding(fault, context);
  const second = code?.[1];
  if (code === undefined || second === undefined) return [];
  const coprocessor = (second >>> 8) & 0xf;
  if (code[0] === 0xffff) return [ERASED];
  const encodingText = `The encoding is ${opcodeText(code)}, for coprocessor ${coprocessor}.`;
  if (coprocessor !== 10 && coprocessor !== 11) return [encodingText];
  const cpu = context.board?.cpu;
  const cpacr = readWord(context.readMemory, CPACR) ?? 0;
  const why =
    cpu !== undefined && !isaParts(cpu.core, cpu).includes('fp')
      ? `${PROFILES[cpu.core].fpus.length === 0 ? 'a' : 'this'} ${PROFILES[cpu.core].title} has no FPU`
      : `CPACR is ${hex32(cpacr)}, and CP10 and CP11 (bits 23:20) must be 0b1111`;
  return [encodingText, `It is a floating-point instruction, and ${why}.`];
}

/** Instructions that need aligned addresses whatever CCR says (A3.2.1). */
function alwaysAligned([first]: readonly [number, number | undefined]): string | undefined {
  if ((first & 0xf000) === 0xc000) return 'LDM or STM';
  if ((first & 0xfe40) === 0xe800) return 'LDM or STM';
  if ((first & 0xfff0) === 0xe850 || (first & 0xfff0) === 0xe840 || (first & 0xffe0) === 0xe8c0)
    return 'LDREX or STREX';
  if ((first & 0xfe40) === 0xe840) return 'LDRD or STRD';
  return undefined;
}

function unaligned(fault: Fault, context: FaultContext): readonly string[] {
  if (!hasStatus(context))
    return [
      `A ${coreOf(context)!.title} has no unaligned accesses: words are at multiples of 4 and halfwords at multiples of 2.`,
    ];
  const code = encoding(fault, context);
  const strict = code === undefined ? undefined : alwaysAligned(code);
  if (strict !== undefined)
    return [
      `${strict} needs a word-aligned address whatever CCR.UNALIGN_TRP says; only LDR, STR, LDRH and STRH and their variants may be unaligned.`,
    ];
  const ccr = readWord(context.readMemory, CCR);
  if (ccr !== undefined && (ccr & CCR_UNALIGN_TRP) !== 0)
    return [
      'CCR.UNALIGN_TRP = 1: every unaligned word and halfword access faults, also by LDR, STR, LDRH and STRH, which could do it.',
    ];
  return [
    'LDM, STM, LDRD, STRD, LDREX and STREX need aligned addresses; LDR, STR, LDRH and STRH do not unless CCR.UNALIGN_TRP = 1.',
  ];
}

function breakpoint(fault: Fault, context: FaultContext): readonly string[] {
  const code = encoding(fault, context);
  if (code?.[0] === undefined || code[0] >>> 8 !== 0xbe) return [];
  const immediate = code[0] & 0xff;
  if (immediate === 0xab)
    return ['It is BKPT 0xab, a semihosting call, and nothing answers semihosting calls in this run.'];
  return [
    `It is BKPT #${immediate} without a debugger that stops at it: a failed assertion, or a breakpoint left in the code.`,
  ];
}

function vectorTable(fault: Fault, context: FaultContext): readonly string[] {
  const vtor = readWord(context.readMemory, 0xe000_ed08);
  if (vtor === undefined || fault.failure === undefined) return [];
  const number = (fault.failure.access.address - vtor) / 4;
  return [
    `VTOR is ${hex32(vtor)}; the vector of exception ${number} would be at ${hex32(fault.failure.access.address)}, where no memory answers.`,
  ];
}

function precise(fault: Fault, context: FaultContext): readonly string[] {
  if (!hasStatus(context) || fault.failure?.access.kind !== 'store') return [];
  return [
    'Silicon with a write buffer may report such a store as IMPRECISERR, some instructions late and without BFAR; ACTLR.DISDEFWBUF = 1 makes it precise there.',
  ];
}

function instructionAccess(fault: Fault, context: FaultContext): readonly string[] {
  const address = fault.failure?.access.address ?? fault.pc;
  if (address >>> 28 === 0xf) return ['The address looks like an EXC_RETURN value that was used outside of a handler.'];
  const caller = callerHint(fault, context);
  return caller === undefined ? [] : [caller];
}

const HINTS: Partial<Readonly<Record<FaultBit, Hint>>> = {
  UNDEFINSTR: undefinedInstruction,
  INVSTATE: invalidState,
  INVPC: invalidPc,
  NOCP: noCoprocessor,
  UNALIGNED: unaligned,
  DEBUGEVT: breakpoint,
  VECTTBL: vectorTable,
  PRECISERR: precise,
  IACCVIOL: instructionAccess,
  IBUSERR: instructionAccess,
};

/** Observations that fit the fault's bits. */
export function hintsOf(fault: Fault, context: FaultContext): readonly string[] {
  return fault.bits.flatMap((bit) => HINTS[bit]?.(fault, context) ?? []);
}
