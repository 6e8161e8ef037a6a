/**
 * The matrix of exceptions for cores whose every fault is a HardFault: that of the main profile as far as they have it, each cell
 * once, and what only shows where no fault has a priority of its own. guest/exceptions-v6.s makes them happen.
 */
import { combine } from './combine.js';
import {
  describeCell,
  EQUAL,
  exceptionCells,
  FRAMES,
  HIGH,
  LIMIT_SOURCES,
  LOW,
  SOURCES,
  STACKS,
  STATES,
  VECTORS,
  type Cell,
  type Frame,
  type Source,
  type Stack,
  type State,
  type StateName,
  type Trigger,
} from './exception-cells.js';
import { EXCEPTION_OF, vectorNumber } from './exception-vectors.js';

/** What these cores have or lack. */
export interface NarrowFeatures {
  /** Armv8-M Baseline, with stack limits in Secure state. */
  readonly v8: boolean;
  /** MPU, VTOR and unprivileged code, which a Cortex-M0 lacks. */
  readonly protects: boolean;
}

const ABSENT_SOURCES: readonly Source[] = ['divide by zero', 'float'];
/** Instructions of QEMU's relatives, so only a core that QEMU has is asked. */
const WIDE_SOURCES: readonly Source[] = ['undefined MOVW', 'undefined LDREX'];
const ABSENT_TRIGGERS: readonly Trigger[] = ['MemManage', 'BusFault', 'UsageFault'];

const stateOf = (name: StateName): State => STATES[name];
const entered = (name: StateName): readonly Trigger[] =>
  [stateOf(name).first, stateOf(name).second].filter((trigger) => trigger !== undefined);

function hasState(name: StateName, { protects }: NarrowFeatures): boolean {
  const { basepri, faultmask, unprivileged } = stateOf(name);
  if (basepri !== undefined || faultmask === true || (unprivileged === true && !protects)) return false;
  return entered(name).every((trigger) => !ABSENT_TRIGGERS.includes(trigger));
}

function hasSource(source: Source, { v8, protects }: NarrowFeatures): boolean {
  if (ABSENT_SOURCES.includes(source)) return false;
  if (LIMIT_SOURCES.includes(source)) return v8;
  if (source.endsWith('denied')) return protects;
  return !protects || !WIDE_SOURCES.includes(source);
}

function hasStack(stack: Stack, { v8, protects }: NarrowFeatures): boolean {
  if (stack === 'beyond limit') return v8;
  return stack === 'partly in nothing' ? !protects : protects || !stack.startsWith('denied');
}

const isOfMpu = ({ hfnmiena, vector, frame }: Cell): boolean =>
  hfnmiena === true || vector === 'denied' || vector === 'unreadable' || frame === 'PC denied';

/** A vector in flash is as it is from reset on, so the state must come about without it. */
const spoilsState = (cell: Cell): boolean =>
  cell.vector !== undefined && entered(cell.state).some((name) => EXCEPTION_OF[name] === vectorNumber(cell));

function exists(cell: Cell, features: NarrowFeatures): boolean {
  const { source, state, stack, inactive, ignores } = cell;
  if (!hasSource(source, features) || !hasState(state, features) || ignores === true) return false;
  if (stack !== undefined && !hasStack(stack, features)) return false;
  if (inactive === true && !features.v8) return false;
  return features.protects || !(isOfMpu(cell) || spoilsState(cell));
}

/** Without what makes no difference, and in one order. */
function plain({ source, state, hfnmiena, svcall, ...rest }: Cell): Cell {
  const { stack, frame, returns, inactive, vector } = rest;
  return {
    source,
    state,
    enabled: 'none enabled',
    traps: true,
    ...(hfnmiena === true && { hfnmiena }),
    ...(svcall !== undefined && { svcall }),
    ...(stack !== undefined && { stack }),
    ...(frame !== undefined && { frame }),
    ...(returns !== undefined && { returns }),
    ...(inactive !== undefined && { inactive }),
    ...(vector !== undefined && { vector }),
  };
}

const ALL_STATES = Object.keys(STATES) as StateName[];
const isNegative = (name: StateName): boolean => entered(name).some((one) => one === 'HardFault' || one === 'NMI');
const NEGATIVE = ALL_STATES.filter(isNegative);
const POSITIVE = ALL_STATES.filter((name) => !isNegative(name));
const HANDLERS = ALL_STATES.filter((name) => entered(name).length > 0);
/** SVCall has the priority of PendSV there. */
const LEVEL = POSITIVE.filter((name) => stateOf(name).svcall === undefined);
const STANDING = SOURCES.filter((source) => source !== 'return');
const ALL_STACKS = Object.keys(STACKS) as Stack[];
const HFNMIENA = [false, true] as const;
const enabled = ['none enabled'] as const;

/** What is taken as itself, if it is, and two faults beside. */
const TAKEN = ['SVC', 'pend PendSV', 'pend NMI', 'pend interrupt', 'BKPT', 'undefined'] as const;

function ownCells(): readonly Cell[] {
  return [
    ...combine<Cell>({ source: STANDING, state: POSITIVE, enabled }),
    ...combine<Cell>({ source: STANDING, state: NEGATIVE, enabled, hfnmiena: HFNMIENA }),
    ...combine<Cell>({ source: TAKEN, state: LEVEL, enabled, svcall: [LOW, EQUAL, HIGH] }),
    ...combine<Cell>({
      source: [...TAKEN, 'load denied', 'fetch from nothing'],
      state: ['Thread on PSP', 'interrupt', 'SVCall in PendSV', 'PendSV in SVCall', 'interrupt in SVCall, PRIMASK'],
      enabled,
      stack: ALL_STACKS,
    }),
    ...combine<Cell>({
      source: ['pend NMI', 'undefined', 'SVC', 'load denied'],
      state: ['HardFault', 'HardFault in PendSV', 'NMI', 'NMI in HardFault'],
      enabled,
      hfnmiena: HFNMIENA,
      stack: ALL_STACKS,
    }),
    ...combine<Cell>({
      source: ['return'],
      state: HANDLERS,
      enabled,
      hfnmiena: HFNMIENA,
      stack: ALL_STACKS.filter((stack) => stack !== 'beyond limit'),
    }),
    ...combine<Cell>({ source: ['return'], state: HANDLERS, enabled, frame: Object.keys(FRAMES) as Frame[] }),
    ...combine<Cell>({
      source: ['return'],
      state: HANDLERS,
      enabled,
      stack: [undefined, 'in nothing'],
      returns: [0xffff_fff1, 0xffff_fff9, 0xffff_fffd, 0xffff_fff3],
    }),
    ...combine<Cell>({
      source: [...TAKEN, 'load denied', 'fetch from nothing', 'even POP'],
      state: ALL_STATES,
      enabled,
      vector: VECTORS.filter((vector) => vector !== 'unreadable'),
    }),
    ...combine<Cell>({ source: TAKEN, state: ALL_STATES, enabled, vector: ['unreadable'] }),
  ];
}

/** All cells for a core; those of the main profile with all faults enabled stand for themselves with none. */
export function narrowCells(features: NarrowFeatures): readonly Cell[] {
  const cells = [...exceptionCells({ v8: features.v8, floats: false }), ...ownCells()]
    .filter((cell) => exists(cell, features))
    .map(plain);
  return [...new Map(cells.map((cell) => [describeCell(cell), cell])).values()];
}
