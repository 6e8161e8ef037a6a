/** What the views show, out of the machine and the fault reports, in the shapes of the protocol. */
import { hex32, type Finding } from '../../base/index.js';
import type { BoardDescription, Fault, Machine } from '../../emulator/index.js';
import type {
  AccessVerdictBody,
  AccessVerdicts,
  CallSite,
  ExplainAccessBody,
  FaultCauseBody,
  FaultCausesBody,
  FindingBody,
  LocksBody,
  MemoryMapBody,
  MemoryRangeBody,
  MpuRegionBody,
  MpuRegionsBody,
  SourceLocation,
} from '../../protocol/index.js';
import {
  explainFault,
  faultTree,
  faultText,
  mainStack,
  sourceResolver,
  type CallFrame,
  type FaultContext,
  type FaultNode,
  type SourceLine,
} from '../faults/index.js';
import type { LockTracker } from '../mbed/index.js';
import {
  describeMpu,
  explainAddress,
  sizeText,
  type AddressVerdict,
  type AddressVerdicts,
  type RegionDescription,
  type RegionWriters,
} from '../mpu/index.js';
import { instructionText } from './disassembly.js';
import type { Program } from './program.js';
import { attributionBody, sauBody } from './security-views.js';
import { runsUnprivileged } from './registers.js';

/** What all views are made from. */
export interface ViewParts {
  readonly machine: Machine;
  readonly program: Program;
  readonly tracker: LockTracker;
  readonly writers: RegionWriters;
  /** Turns a path of the debug information into one of this machine. */
  path(written: string): string;
  /** The fault that the program stands at. */
  readonly fault: Fault | undefined;
}

function location(parts: ViewParts, { path, line, column }: SourceLine): SourceLocation {
  return { path: parts.path(path), line, ...(column === undefined ? {} : { column }) };
}

export function faultContext(parts: ViewParts): FaultContext {
  const { machine, program, tracker } = parts;
  const { elf, debug } = program;
  const readMemory = (address: number, length: number): Uint8Array => machine.readMemory(address, length);
  const stack = mainStack(elf.symbols, initialSp(machine));
  const locks = tracker.lockViews();
  const { armv8m } = machine;
  const security =
    armv8m?.attribution === undefined ? undefined : { mpu: machine.mpuOf(true), sau: armv8m.attribution.sau };
  return {
    mpu: machine.mpuOf(false),
    ...(security === undefined ? {} : { security }),
    readMemory,
    board: machine.options.board,
    symbols: elf.symbols,
    sections: elf.sections,
    source: sourceResolver({ symbols: elf.symbols, readMemory, debug }),
    disassemble: (address) => instructionText(machine, program, address),
    ...(stack === undefined ? {} : { stacks: [stack] }),
    ...(locks === undefined ? {} : { locks }),
  };
}

function initialSp(machine: Machine): number {
  const bytes = machine.readMemory(machine.system.scb.vtor, 4);
  return bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

export function faultTitle(fault: Fault, parts: ViewParts): string {
  return explainFault(fault, faultContext(parts)).title;
}

export function faultCauses(parts: ViewParts): FaultCausesBody {
  const { fault } = parts;
  if (fault === undefined) return { faulted: false, title: '', report: '', causes: [] };
  const report = explainFault(fault, faultContext(parts));
  const root = faultTree(report);
  return {
    faulted: true,
    title: report.title,
    report: faultText(report),
    causes: root.children.map((node) => causeBody(node, parts)),
  };
}

function causeBody(node: FaultNode, parts: ViewParts): FaultCauseBody {
  const { kind, label, detail, address, source, children } = node;
  return {
    kind,
    label,
    ...(detail === undefined ? {} : { detail }),
    ...(address === undefined ? {} : { address: hex32(address) }),
    ...(source === undefined ? {} : { source: location(parts, source) }),
    children: children.map((child) => causeBody(child, parts)),
  };
}

function decidingRegions(fault: Fault | undefined): readonly number[] {
  const decider = fault?.failure?.kind === 'mpu' ? fault.failure.verdict.decider : undefined;
  if (decider?.kind === 'overlap') return decider.regions;
  return decider?.kind === 'region' ? [decider.region] : [];
}

/** The function that gave a region of the MPU over code of a security state its registers. */
function setBy(parts: ViewParts, region: number, secure: boolean): Pick<MpuRegionsBody['regions'][number], 'setBy'> {
  const frame = parts.writers.writerOf(region, secure)?.frames[0];
  if (frame === undefined) return {};
  const { function: name, address, source } = callSite(parts, frame);
  return { setBy: { function: name, address, ...(source === undefined ? {} : { source }) } };
}

function regionBody(region: RegionDescription, writer: Pick<MpuRegionBody, 'setBy'>): MpuRegionBody {
  return {
    number: region.number,
    enabled: region.enabled,
    base: hex32(region.base),
    end: hex32(region.end - 1),
    baseNumber: region.base,
    endNumber: region.end - 1,
    sizeText: region.sizeText,
    privileged: region.privileged,
    unprivileged: region.unprivileged,
    executable: region.executable,
    disabledSubregions: region.subregions.filter((part) => part.disabled).map(({ number }) => number),
    attributesText: region.attributesText,
    rbar: hex32(region.rbar),
    rasr: hex32(region.rasr),
    deciding: region.deciding,
    ...writer,
    ...(region.note === undefined ? {} : { note: region.note }),
  };
}

/** Whether the MPU of the state that the core is in is the one that was asked for the access of the fault. */
function isOwnFault({ machine, fault }: ViewParts): boolean {
  const { cpu } = machine;
  return !cpu.hasSecurity || (fault?.failure?.access.secure ?? cpu.secure) === cpu.secure;
}

/** What the Security Extension adds: the MPU of the other state, and the SAU. */
function securityBody(parts: ViewParts): Pick<MpuRegionsBody, 'security'> {
  const { machine, fault } = parts;
  const sau = sauBody(machine);
  if (sau === undefined) return {};
  const { secure } = machine.cpu;
  const deciding = isOwnFault(parts) ? [] : decidingRegions(fault);
  const { enabled, ctrl, summary, regions } = describeMpu(machine.mpuOf(!secure), deciding);
  const other = {
    enabled,
    control: hex32(ctrl),
    summary,
    regions: regions.map((region) => regionBody(region, setBy(parts, region.number, !secure))),
  };
  return { security: { state: secure ? 'Secure' : 'Non-secure', other, sau } };
}

export function mpuRegions(parts: ViewParts): MpuRegionsBody {
  const { machine, fault } = parts;
  const { mpu } = machine.system;
  const described = describeMpu(mpu, isOwnFault(parts) ? decidingRegions(fault) : []);
  const enforced = machine.options.mpu !== 'off';
  return {
    present: described.present,
    architecture: mpu.pmsa.name,
    enabled: described.enabled,
    privilegedDefaultMap: described.privdefena,
    enabledInHardFault: described.hfnmiena,
    enforced,
    control: hex32(described.ctrl),
    summary: enforced ? described.summary : `${described.summary} (not enforced)`,
    regions: described.regions.map((region) => regionBody(region, setBy(parts, region.number, machine.cpu.secure))),
    findings: machine.findings
      .filter(({ code }) => code.startsWith('mpu-'))
      .map(({ code, message, pc }) => {
        const line = parts.program.debug.lineAt(pc);
        const source = line === undefined ? {} : { source: location(parts, { path: line.file.path, line: line.line }) };
        return { code, severity: 'warning', message, address: hex32(pc), ...source };
      }),
    ...securityBody(parts),
  };
}

export function explainAccess(parts: ViewParts, address: number, sizeBytes: number): ExplainAccessBody {
  const { machine, program } = parts;
  // HFNMIENA = 0 switches the MPU off at negative priority.
  const context = { negativePriority: machine.exceptions.negativePriority(machine.cpu.secure) };
  const found = explainAddress(machine.mpuView, address, Math.max(1, sizeBytes), context);
  const symbol = program.symbolAt(address);
  const attribution = attributionBody(machine, address);
  const memory = memoryRanges(machine.options.board).find(
    ({ baseNumber, endNumber }) => address >= baseNumber && address <= endNumber,
  );
  return {
    address: hex32(address),
    sizeBytes: found.sizeBytes,
    ...(symbol === undefined
      ? {}
      : { symbol: symbol.offsetBytes === 0 ? symbol.name : `${symbol.name} + ${symbol.offsetBytes}` }),
    ...(memory === undefined ? {} : { memory: memory.name }),
    privileged: verdictsBody(found.privileged),
    ...(runsUnprivileged(machine) ? { unprivileged: verdictsBody(found.unprivileged) } : {}),
    ...(attribution === undefined ? {} : { attribution }),
    current: machine.cpu.privileged ? 'privileged' : 'unprivileged',
  };
}

function verdictsBody({ read, write, execute }: AddressVerdicts): AccessVerdicts {
  return { read: verdictBody(read), write: verdictBody(write), execute: verdictBody(execute) };
}

function verdictBody({ allowed, decider, region, regions, rule, deniedAt }: AddressVerdict): AccessVerdictBody {
  return {
    allowed,
    decider,
    rule,
    ...(region === undefined ? {} : { region }),
    ...(regions === undefined ? {} : { regions }),
    ...(deniedAt === undefined ? {} : { deniedAt: hex32(deniedAt) }),
  };
}

/** Every modelled device has a page of 4 KB. */
const DEVICE_BYTES = 0x1000;
const PPB = { base: 0xe000_0000, sizeBytes: 0x10_0000 };

export function memoryRanges(board: BoardDescription): readonly MemoryRangeBody[] {
  const range = (
    name: string,
    kind: MemoryRangeBody['kind'],
    base: number,
    sizeBytes: number,
    more: Partial<MemoryRangeBody> = {},
  ): MemoryRangeBody => ({
    name,
    kind,
    base: hex32(base),
    end: hex32(base + sizeBytes - 1),
    baseNumber: base,
    endNumber: base + sizeBytes - 1,
    sizeText: sizeText(sizeBytes),
    ...more,
  });
  const specific = [
    ...board.memories.flatMap(({ name, base, sizeBytes, store, mirrors = [] }) => [
      range(name, 'memory', base, sizeBytes, { store }),
      ...mirrors.map((mirror) => range(name, 'mirror', mirror, sizeBytes, { store, mirrorOf: hex32(base) })),
    ]),
    ...board.peripherals.map(({ name, base }) => range(name, 'peripheral', base, DEVICE_BYTES)),
    range('PPB', 'system', PPB.base, PPB.sizeBytes),
  ];
  const stubs = board.stubs.flatMap(({ name, base, sizeBytes }) =>
    gaps(base, base + sizeBytes, specific).map(([start, end]) => range(name, 'stub', start, end - start)),
  );
  return [...specific, ...stubs].sort((a, b) => a.baseNumber - b.baseNumber);
}

/** The parts of a range that nothing more specific takes. */
function gaps(start: number, end: number, taken: readonly MemoryRangeBody[]): readonly (readonly [number, number])[] {
  const inside = taken.filter(({ baseNumber, endNumber }) => baseNumber < end && endNumber >= start);
  const found: (readonly [number, number])[] = [];
  let at = start;
  for (const { baseNumber, endNumber } of [...inside].sort((a, b) => a.baseNumber - b.baseNumber)) {
    if (baseNumber > at) found.push([at, baseNumber]);
    at = Math.max(at, endNumber + 1);
  }
  if (at < end) found.push([at, end]);
  return found;
}

export function memoryMap({ machine, program }: ViewParts): MemoryMapBody {
  const { board } = machine.options;
  return {
    board: board.name,
    ranges: memoryRanges(board),
    sections: program.elf.sections
      .filter(({ allocated, size }) => allocated && size > 0)
      .map(({ name, address, size }) => ({
        name,
        base: hex32(address),
        end: hex32(address + size - 1),
        sizeBytes: size,
      }))
      .sort((a, b) => (a.base < b.base ? -1 : 1)),
  };
}

function callSite(parts: ViewParts, { function: name, address, source, inlined }: CallFrame): CallSite {
  return {
    function: name ?? hex32(address),
    address: hex32(address),
    inlined,
    ...(source === undefined ? {} : { source: location(parts, source) }),
  };
}

function findingBody(finding: Finding & { readonly callSites?: readonly CallFrame[] }, parts: ViewParts): FindingBody {
  const { code, severity, message, callSites } = finding;
  const site = callSites?.find(({ source }) => source !== undefined);
  return {
    code,
    severity,
    message,
    ...(site?.source === undefined ? {} : { source: location(parts, site.source), address: hex32(site.address) }),
  };
}

export function locks(parts: ViewParts): LocksBody {
  const report = parts.tracker.report();
  return {
    present: report.present,
    ...(report.note === undefined ? {} : { note: report.note }),
    locks: report.locks.map((lock) => ({
      id: lock.id,
      title: lock.title,
      linked: lock.linked,
      count: lock.count,
      peak: lock.peak,
      ...(lock.address === undefined ? {} : { address: hex32(lock.address) }),
      ...(lock.symbol === undefined ? {} : { symbol: lock.symbol }),
      protectionOn: lock.protectionOn,
      holders: lock.holders.map(({ how, retired, callSites }) => ({
        how,
        retired,
        callSites: callSites.map((site) => callSite(parts, site)),
      })),
      // A write by other means is shown as the direction in which the count went.
      history: lock.history.map(({ kind, before, after, retired, callSites }) => ({
        kind: kind === 'set' ? (after > before ? 'lock' : 'unlock') : kind,
        before,
        after,
        retired,
        callSites: callSites.map((site) => callSite(parts, site)),
      })),
      dropped: lock.dropped,
      findings: lock.findings.map((finding) => findingBody(finding, parts)),
    })),
  };
}
