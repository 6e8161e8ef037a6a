/**
 * Entries that stand for others: an inlined or cloned function points to its abstract one, a definition to its
 * declaration (DWARF 5, 2.13 and 3.3.8). Names are built from the whole chain.
 */
import { DW_AT, DW_TAG } from './constants.js';
import type { Entry } from './unit.js';
import type { AttributeValue } from './forms.js';
import type { UnitTable } from './unit-table.js';

/** Chains in real files have three links at most. */
const LINK_LIMIT = 8;
/** Scopes around an entry; deeper nesting is damage. */
const SCOPE_LIMIT = 64;

/** The entry and those it takes missing attributes from, itself first. */
export function originChain(units: UnitTable, entry: Entry): Entry[] {
  const chain = [entry];
  let current: Entry | undefined = entry;
  while (chain.length < LINK_LIMIT) {
    const link: AttributeValue | undefined =
      current.attribute(DW_AT.abstract_origin) ?? current.attribute(DW_AT.specification);
    current = units.follow(link);
    if (current === undefined || chain.some((seen) => seen.offset === current!.offset)) break;
    chain.push(current);
  }
  return chain;
}

/** The attribute of the first entry of the chain that has it, and that entry: file numbers count in its unit. */
export function inherited(
  units: UnitTable,
  entry: Entry,
  name: number,
): { value: AttributeValue; owner: Entry } | undefined {
  for (const owner of originChain(units, entry)) {
    const value = owner.attribute(name);
    if (value !== undefined) return { value, owner };
  }
  return undefined;
}

export function inheritedString(units: UnitTable, entry: Entry, name: number): string | undefined {
  const value = inherited(units, entry, name)?.value;
  return value?.kind === 'string' ? value.text : undefined;
}

export function inheritedFlag(units: UnitTable, entry: Entry, name: number): boolean {
  const value = inherited(units, entry, name)?.value;
  return value?.kind === 'flag' && value.value;
}

export function linkageNameOf(units: UnitTable, entry: Entry): string | undefined {
  return inheritedString(units, entry, DW_AT.linkage_name) ?? inheritedString(units, entry, DW_AT.MIPS_linkage_name);
}

const SCOPES: ReadonlySet<number> = new Set([
  DW_TAG.namespace,
  DW_TAG.structure_type,
  DW_TAG.class_type,
  DW_TAG.union_type,
  DW_TAG.enumeration_type,
  DW_TAG.interface_type,
  DW_TAG.module,
]);

/** The name with its namespaces and classes: `geometry::Square::area`. Empty when the entry has no name. */
export function qualifiedName(units: UnitTable, entry: Entry): string {
  const name = inheritedString(units, entry, DW_AT.name);
  if (name === undefined) return '';
  // The last of the chain is the declaration, which stands where the name belongs.
  const declaration = originChain(units, entry).at(-1)!;
  return [...scopeNames(units, declaration), name].join('::');
}

function scopeNames(units: UnitTable, entry: Entry): string[] {
  const names: string[] = [];
  let scope = entry.parent;
  for (let depth = 0; scope !== undefined && depth < SCOPE_LIMIT; depth++) {
    if (SCOPES.has(scope.tag)) {
      const declaration: Entry = originChain(units, scope).at(-1)!;
      const name = inheritedString(units, scope, DW_AT.name);
      if (name !== undefined) names.unshift(name);
      else if (scope.tag === DW_TAG.namespace) names.unshift('(anonymous namespace)');
      scope = declaration;
    } else if (scope.tag === DW_TAG.subprogram || scope.tag === DW_TAG.inlined_subroutine) {
      // What is local to a function has no qualified name.
      return names;
    }
    scope = scope.parent;
  }
  return names;
}
