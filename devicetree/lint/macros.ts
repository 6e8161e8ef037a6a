/** Memory attribute macros as they are written in values of `zephyr,memory-attr`: known, unknown, raw, nested. */
import type { MacroUse } from '../preprocessor/index.js';
import { rangeText, type SourceRange } from '../source/index.js';
import type { ExpressionSyntax, NameSyntax, PropertySyntax } from '../syntax/index.js';
import {
  ATTRIBUTE_HEADERS,
  builtInAttributes,
  releasesWith,
  type AttributeGroup,
  type AttributeMacro,
} from '../zephyr/index.js';
import { bareName } from './edits.js';
import { expressionsIn } from './reading.js';
import { memories } from './memory.js';
import type { LintContext } from './types.js';

/** Macros with parameters that shift a raw value to its place. */
export const SHIFTS: ReadonlyMap<string, AttributeGroup> = new Map([
  ['DT_MEM_ARM', 'arm'],
  ['DT_MEM_SW', 'software'],
  ['DT_MEM_RISCV', 'riscv'],
  ['DT_MEM_XTENSA', 'xtensa'],
  ['DT_MEM_ARM64', 'arm64'],
]);

/** Names that look as if they were a memory attribute. */
const LOOKS_LIKE_ONE = /^(DT_(MEM|ARM)_|ATTR_(MPU|SW|RISCV|XTENSA|ARM64)_)/;

/** Every assignment of `zephyr,memory-attr`, overridden ones too: the preprocessor and the parser see all of them. */
export function* attributeAssignments(context: LintContext): Iterable<PropertySyntax> {
  for (const { attribute } of memories(context)) if (attribute !== undefined) yield* attribute.history;
}

export interface UnknownName {
  readonly name: NameSyntax;
  readonly expression: ExpressionSyntax;
  readonly assignment: PropertySyntax;
  /** The header that ought to define it; undefined: no release has such a macro. */
  readonly group: AttributeGroup | undefined;
}

/** Names in attributes that no macro stands for, as far as they are meant to be memory attributes. */
export function unknownNames(context: LintContext): UnknownName[] {
  const found: UnknownName[] = [];
  for (const assignment of attributeAssignments(context)) {
    for (const value of assignment.values ?? []) {
      if (value.kind !== 'cells') continue;
      for (const cell of value.cells) {
        if (cell.kind !== 'expression') continue;
        for (const expression of expressionsIn(cell.expression)) {
          const { name } = expression;
          if (expression.kind !== 'unknown-name' || name === undefined || !LOOKS_LIKE_ONE.test(name.text)) continue;
          found.push({ name, expression, assignment, group: groupOf(context, name.text) });
        }
      }
    }
  }
  return found;
}

function groupOf(context: LintContext, name: string): AttributeGroup | undefined {
  const shift = SHIFTS.get(name);
  if (shift !== undefined) return shift;
  const release = releasesWith(name).at(-1);
  const tables = [context.attributes, ...(release === undefined ? [] : [builtInAttributes(release)])];
  for (const { macros } of tables) {
    for (const macro of macros.values()) if (macro.name === name || macro.raw?.name === name) return macro.group;
  }
  return undefined;
}

/** In the table of this Zephyr, as a macro or as what one shifts. */
export function isInTable({ attributes }: LintContext, name: string): boolean {
  if (attributes.macros.has(name) || SHIFTS.has(name)) return true;
  return [...attributes.macros.values()].some(({ raw }) => raw?.name === name);
}

/** How the file asked for a header: not at all, in vain, or with success. */
export function headerState({ compilation }: LintContext, group: AttributeGroup): 'absent' | 'missing' | 'read' {
  const { includes, files } = compilation.preprocessed;
  const header = ATTRIBUTE_HEADERS[group];
  const site = includes.find(({ name }) => bareName(name) === header || bareName(name).endsWith(`/${header}`));
  if (site !== undefined) return site.target === undefined ? 'missing' : 'read';
  return files.some(({ path }) => path.replaceAll('\\', '/').endsWith(`/${header}`)) ? 'read' : 'absent';
}

/** A use of a macro, by itself in the text of an attribute and not as another macro's argument. */
export interface AttributeUse {
  readonly use: MacroUse;
  readonly assignment: PropertySyntax;
  /** The macros with parameters in whose arguments it is written, outermost first. */
  readonly inside: readonly MacroUse[];
}

const usesOf = new WeakMap<LintContext, readonly AttributeUse[]>();

/** The macros that are written in attributes, arguments included; what a macro's body says does not count. */
export function attributeUses(context: LintContext): readonly AttributeUse[] {
  const known = usesOf.get(context);
  if (known !== undefined) return known;
  const assignments = [...attributeAssignments(context)];
  const found: AttributeUse[] = [];
  if (assignments.length > 0) {
    const byFile = new Map<unknown, MacroUse[]>(assignments.map(({ range }) => [range.file, []]));
    for (const use of context.compilation.preprocessed.uses) {
      const own = byFile.get(use.nameRange.file);
      if (own !== undefined && isWrittenBy(use)) own.push(use);
    }
    for (const assignment of assignments) {
      const { range } = assignment;
      const own = (byFile.get(range.file) ?? []).filter(({ nameRange }) => isWithin(nameRange, range));
      for (const use of own) {
        const inside = own.filter((outer) => outer !== use && isWithin(use.nameRange, argumentsOf(outer)));
        found.push({ use, assignment, inside });
      }
    }
  }
  usesOf.set(context, found);
  return found;
}

function argumentsOf({ macro, nameRange }: MacroUse): SourceRange {
  return macro.parameters === undefined ? nameRange : callRange(nameRange);
}

/** From a name to the parenthesis that ends its arguments; only the name where none follow. */
export function callRange(nameRange: SourceRange): SourceRange {
  const { file, start, end } = nameRange;
  let depth = 0;
  for (let at = end; at < file.text.length; at++) {
    const char = file.text[at]!;
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (depth === 0 && char.trim() !== '') break;
    if (depth === 0 && char === ')') return { file, start, end: at + 1 };
  }
  return nameRange;
}

/** Written at its own place: not what the body of another macro makes of itself. */
function isWrittenBy({ nameRange, range, macro }: MacroUse): boolean {
  return nameRange.file === range.file && isWithin(nameRange, range) && rangeText(nameRange) === macro.name;
}

export function isWithin(inner: SourceRange, outer: SourceRange): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** True where the use is an argument of anything with parameters, also of a name that no macro stands for. */
function isArgument({ use, assignment }: AttributeUse): boolean {
  const { file, start } = use.nameRange;
  const open: boolean[] = [];
  for (let at = assignment.range.start; at < start; at++) {
    const char = file.text[at];
    if (char === '(') open.push(/\w\s*$/.test(file.text.slice(Math.max(0, at - 80), at)));
    else if (char === ')') open.pop();
  }
  return open.includes(true);
}

/** A raw value, `ATTR_SW_ALLOC_DMA`, that nothing shifts to its place, and the macro that would be in its place. */
export interface RawUse {
  readonly nameRange: SourceRange;
  readonly assignment: PropertySyntax;
  readonly raw: NonNullable<AttributeMacro['raw']>;
  readonly shifted: AttributeMacro;
}

export function rawUses(context: LintContext): RawUse[] {
  const byRaw = new Map([...context.attributes.macros.values()].map((macro) => [macro.raw?.name, macro]));
  return attributeUses(context).flatMap((written) => {
    const { use, assignment } = written;
    const shifted = byRaw.get(use.macro.name);
    // In the arguments of anything somebody shifts it, or does something that we do not know.
    if (shifted?.raw === undefined || isArgument(written)) return [];
    return [{ nameRange: use.nameRange, assignment, raw: shifted.raw, shifted }];
  });
}
