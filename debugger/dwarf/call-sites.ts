/**
 * Calls as DWARF describes them (DWARF 5, 3.4): what was called where, and which functions left through a jump in between, so
 * that they have no frame on the stack any more.
 */
import { DW_AT, DW_TAG } from './constants.js';
import type { DebugFunction, FunctionTable } from './functions.js';
import { inheritedFlag, originChain } from './origins.js';
import type { Entry } from './unit.js';
import type { UnitTable } from './unit-table.js';

const CALL_SITES: ReadonlySet<number> = new Set([DW_TAG.call_site, DW_TAG.GNU_call_site]);
const TAIL_CALL_FLAGS = [DW_AT.call_tail_call, DW_AT.GNU_tail_call] as const;
/** Jumps that are looked at for one chain; what needs more is as good as ambiguous. */
const VISIT_LIMIT = 2_000;

/** A jump to another function that counts as a call. */
interface TailCall {
  /** Behind the jump: where the call would return to. */
  readonly returnPc: number;
  /** The entry of the function that it jumps to; `undefined` when only the running program knows. */
  readonly target: number | undefined;
}

export class CallSites {
  private readonly units: UnitTable;
  private readonly functions: FunctionTable;
  private readonly tailCalls = new Map<DebugFunction, readonly TailCall[]>();
  /** By return address and function: stacks ask for the same ones again and again. */
  private readonly chains = new Map<string, readonly number[]>();

  constructor(units: UnitTable, functions: FunctionTable) {
    this.units = units;
    this.functions = functions;
  }

  /** The description of the call that returns to an address; of a jump, the address behind it. */
  at(returnAddress: number): Entry | undefined {
    for (const scope of this.functions.scopesAt(returnAddress - 1).reverse()) {
      for (const child of scope.children()) {
        if (CALL_SITES.has(child.tag) && returnPcOf(child) === returnAddress) return child;
      }
    }
    return undefined;
  }

  /** False when the call went to another function, which then jumped on to ours: its arguments are not ours. */
  callsFunctionAt(site: Entry, pc: number): boolean {
    const called = this.calledBy(site);
    const entry = this.functions.functionAt(pc)?.entry;
    if (called === undefined || entry === undefined) return true;
    const names = new Set(originChain(this.units, entry).map(({ offset }) => offset));
    if (originChain(this.units, called).some(({ offset }) => names.has(offset))) return true;
    // A declaration in another unit is another entry: then the linked name decides.
    const target = this.functions.linkNameOf(called);
    return target !== '' && target === this.functions.linkNameOf(entry);
  }

  /** Whether the function may come to itself again by jumps alone: then what a caller passed is not what it has. */
  mayJumpToItself(pc: number): boolean {
    const start = this.functions.functionAt(pc);
    if (start === undefined) return false;
    const seen = new Set<number>();
    const open = [start.entryPc];
    while (open.length > 0) {
      for (const { target } of this.tailCallsOf(open.pop()!) ?? []) {
        if (target === start.entryPc || seen.size > VISIT_LIMIT) return true;
        if (target === undefined || seen.has(target)) continue;
        seen.add(target);
        open.push(target);
      }
    }
    return false;
  }

  /**
   * The jumps that led from the call that returns to `returnAddress` to the function at `pc`, the last one first, each as the
   * address behind it. Where several ways are possible, those jumps at both ends that all of them share; none where a jump's
   * target is not known before the program runs, or where the call goes to the function itself.
   */
  between(returnAddress: number, pc: number): readonly number[] {
    const goal = this.functions.functionAt(pc)?.entryPc;
    if (goal === undefined) return [];
    const key = `${returnAddress} ${goal}`;
    let found = this.chains.get(key);
    if (found === undefined) this.chains.set(key, (found = this.chain(returnAddress, goal)));
    return found;
  }

  private chain(returnAddress: number, goal: number): readonly number[] {
    const site = this.at(returnAddress);
    const first = site === undefined ? undefined : this.targetOf(site);
    if (first === undefined || first === goal) return [];
    const ways = this.waysBetween(first, goal);
    const [one, ...others] = ways ?? [];
    if (one === undefined) return [];
    const outer = others.reduce((count, way) => Math.min(count, shared(one, way)), one.length);
    const reversed = one.toReversed();
    const inner = others.reduce((count, way) => Math.min(count, shared(reversed, way.toReversed())), one.length);
    if (outer === one.length) return reversed;
    return [...reversed.slice(0, Math.min(inner, one.length - outer)), ...one.slice(0, outer).toReversed()];
  }

  /** All ways from one function to another by jumps, none through the same jump twice; `undefined` when that is not known. */
  private waysBetween(first: number, goal: number): readonly (readonly number[])[] | undefined {
    const ways: (readonly number[])[] = [];
    let visits = 0;
    const walk = (from: number, way: readonly number[]): boolean => {
      const jumps = this.tailCallsOf(from);
      if (jumps === undefined) return false;
      for (const { returnPc, target } of jumps) {
        if (way.includes(returnPc)) continue;
        if (target === undefined || ++visits > VISIT_LIMIT || way.length > 64) return false;
        const longer = [...way, returnPc];
        if (target === goal) ways.push(longer);
        else if (!walk(target, longer)) return false;
      }
      return true;
    };
    return walk(first, []) ? ways : undefined;
  }

  /** All jumps out of the function that begins at an address; `undefined` when DWARF does not promise to list them all. */
  private tailCallsOf(entryPc: number): readonly TailCall[] | undefined {
    const found = this.functions.functionAt(entryPc);
    if (found?.entryPc !== entryPc || !found.describesTailCalls) return undefined;
    let jumps = this.tailCalls.get(found);
    if (jumps === undefined) this.tailCalls.set(found, (jumps = this.readTailCalls(found)));
    return jumps;
  }

  private readTailCalls({ entry }: DebugFunction): readonly TailCall[] {
    const jumps: TailCall[] = [];
    for (const site of entry.descendants()) {
      if (!CALL_SITES.has(site.tag) || !TAIL_CALL_FLAGS.some((flag) => site.flag(flag))) continue;
      const returnPc = returnPcOf(site);
      if (returnPc !== undefined) jumps.push({ returnPc, target: this.targetOf(site) });
    }
    return jumps;
  }

  private calledBy(site: Entry): Entry | undefined {
    return this.units.follow(site.attribute(DW_AT.call_origin) ?? site.attribute(DW_AT.abstract_origin));
  }

  /** Where the called function begins, by its entry or, of the declaration of one in another unit, by its symbol. */
  private targetOf(site: Entry): number | undefined {
    const called = this.calledBy(site);
    if (called === undefined) return undefined;
    const found = this.functions.functionOf(called)?.entryPc;
    if (found !== undefined || !inheritedFlag(this.units, called, DW_AT.external)) return found;
    const name = this.functions.linkNameOf(called);
    return name === '' ? undefined : this.units.file.symbolAddress(name);
  }
}

/** DW_AT_call_return_pc; DWARF 4 as GNU extended it has it in DW_AT_low_pc. */
function returnPcOf(site: Entry): number | undefined {
  const place = site.attribute(DW_AT.call_return_pc) ?? site.attribute(DW_AT.low_pc);
  return place?.kind === 'address' ? place.address : undefined;
}

/** How many of the first elements are the same. */
function shared(a: readonly number[], b: readonly number[]): number {
  const end = a.findIndex((value, i) => value !== b[i]);
  return end < 0 ? a.length : end;
}
