/** What a fault report asks of its surroundings. Everything but the memory is optional: less known, less said. */
import {
  ARCHITECTURES,
  PROFILES,
  type BoardDescription,
  type CoreProfile,
  type Fault,
  type MpuView,
  type RegisterSnapshot,
  type SauView,
} from '../../emulator/index.js';
import type { Section, SymbolTable } from '../elf/index.js';

/** A place in a source file; line and column count from 1. */
export interface SourceLine {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** One frame of a call stack. */
export interface CallFrame {
  /** As people write it: `mbed::FlashIAP::program`. Absent where neither debug information nor symbols know it. */
  readonly function?: string;
  /** The instruction: for callers, within the call itself and not the return address. */
  readonly address: number;
  readonly source?: SourceLine;
  /** A frame that exists in the source only. */
  readonly inlined: boolean;
  /** SP of the caller before its call, where it is known. */
  readonly cfa?: number;
}

export type ReadBytes = (address: number, length: number) => Uint8Array;

/** Where code comes from; made from DWARF, from symbols alone, or by a test. */
export interface SourceResolver {
  lineAt(pc: number): SourceLine | undefined;
  functionAt(pc: number): string | undefined;
  /** The call stack of these registers, innermost first; inlined frames are frames of their own. */
  frames(registers: RegisterSnapshot): readonly CallFrame[];
}

/** A stack with its bounds. `end` is exclusive: the initial SP. */
export interface StackExtent {
  /** `main stack`, `stack of task recorder`. */
  readonly name: string;
  readonly base: number;
  readonly end: number;
}

/** What the report needs to know of Mbed OS's locks. */
export interface LockView {
  readonly linked: boolean;
  readonly count: number;
  /** Whether the regions that the lock switches are enabled now. */
  readonly protectionOn: boolean;
  /** Who holds it, one phrase each: `transfer at leak.cpp:9`. */
  readonly holders: readonly string[];
}

export interface FaultContext {
  /** The regions as they were at the fault: of the only MPU, or of that for Non-secure code. */
  readonly mpu: MpuView;
  /** With the Security Extension: the MPU for Secure code, and the regions that tell whose an address is. */
  readonly security?: { readonly mpu: MpuView; readonly sau: SauView };
  /** As a debugger reads: short where nothing answers. */
  readonly readMemory: ReadBytes;
  readonly board?: BoardDescription;
  readonly symbols?: SymbolTable;
  readonly sections?: readonly Section[];
  readonly source?: SourceResolver;
  /** One instruction as text, without its address. */
  disassemble?(address: number): string | undefined;
  readonly stacks?: readonly StackExtent[];
  /** Absent for a program without Mbed OS's lock manager. */
  readonly locks?: { readonly romWrite: LockView; readonly ramExecution: LockView };
}

/** The MPU that is asked for the fault's access, or for the code that faulted. */
export function mpuOf({ mpu, security }: FaultContext, { failure, before }: Fault): MpuView {
  const secure = failure?.access.secure ?? before.security?.secure ?? false;
  return secure && security !== undefined ? security.mpu : mpu;
}

/** The core, where the board is known. */
export function coreOf({ board }: Pick<FaultContext, 'board'>): CoreProfile | undefined {
  return board && PROFILES[board.cpu.core];
}

/** Whether hardware tells of faults: CFSR, HFSR, MMFAR and BFAR. Without them every fault is a HardFault and nothing else. */
export function hasStatus(context: Pick<FaultContext, 'board'>): boolean {
  const core = coreOf(context);
  return core === undefined || ARCHITECTURES[core.architecture].configurableFaults;
}

export function isArmv8m(context: Pick<FaultContext, 'board'>): boolean {
  return coreOf(context)?.architecture.startsWith('armv8-m') === true;
}

/** A little-endian word, or undefined where memory does not answer. */
export function readWord(read: ReadBytes, address: number): number | undefined {
  const bytes = read(address, 4);
  return bytes.length < 4 ? undefined : (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
}

export function readHalf(read: ReadBytes, address: number): number | undefined {
  const bytes = read(address, 2);
  return bytes.length < 2 ? undefined : bytes[0]! | (bytes[1]! << 8);
}
