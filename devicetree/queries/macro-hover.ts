/** What a macro is worth, and what its bits mean in `zephyr,memory-attr`. */
import { hex32 } from '../../base/index.js';
import type { MacroDefinition, MacroUse } from '../preprocessor/index.js';
import type { SourceRange } from '../source/index.js';
import type { ExpressionSyntax } from '../syntax/index.js';
import {
  ARM_REGION_TYPES,
  armTypeWords,
  macroValue,
  type AttributeMacro,
  type AttributeTable,
} from '../zephyr/index.js';
import { code, codeBlock, cut, paragraphs, placeWords } from './markdown.js';
import type { QueryContext, ValuePlace } from './types.js';
import { numberText } from './value-text.js';

/** The value that a use stands for: as the parser computed it, else as its definition says. Undefined: no number. */
export function valueOfUse(context: QueryContext, use: MacroUse, place: ValuePlace | undefined): bigint | undefined {
  const computed = place === undefined ? undefined : valueInPlace(use.range, place);
  if (computed !== undefined) return computed;
  return valueOfMacro(context, use.macro);
}

export function valueOfMacro({ compilation }: QueryContext, macro: MacroDefinition): bigint | undefined {
  const { macros } = compilation.preprocessed;
  if (macros.get(macro.name) !== macro) return undefined;
  const value = macroValue(macro.name, macros);
  return value === undefined ? undefined : BigInt(value);
}

function valueInPlace(range: SourceRange, { value }: ValuePlace): bigint | undefined {
  if (value.kind !== 'cells') return undefined;
  for (const cell of value.cells) {
    if (cell.kind !== 'expression') continue;
    const found = expressionOver(cell.expression, range);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/** The outermost expression whose source is exactly that range. */
function expressionOver(root: ExpressionSyntax, range: SourceRange): ExpressionSyntax | undefined {
  const stack: ExpressionSyntax[] = [root];
  for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
    const own = each.range;
    if (own.file === range.file && own.start === range.start && own.end === range.end) return each;
    stack.push(...each.operands);
  }
  return undefined;
}

/** The macro as a hover shows it. */
export function macroMarkdown(context: QueryContext, macro: MacroDefinition, value: bigint | undefined): string {
  const attribute = attributeNamed(context.attributeTable, macro.name);
  return paragraphs(
    value === undefined ? undefined : `**${code(macro.name)}** = ${code(numberText(value))}`,
    codeBlock(definitionText(macro), 'c'),
    macro.comment,
    attribute === undefined ? undefined : attributeMarkdown(context, attribute),
    macro.nameRange === undefined ? 'Built in, or from the command line.' : `*${placeWords(macro.nameRange)}*`,
  );
}

function definitionText({ name, parameters, body }: MacroDefinition): string {
  const head = parameters === undefined ? name : `${name}(${parameters.join(', ')})`;
  return `#define ${head}${body === '' ? '' : ` ${cut(body, 600)}`}`;
}

/** The attribute of a macro's name; also of the name that it has before the shift. */
export function attributeNamed({ macros }: AttributeTable, name: string): AttributeMacro | undefined {
  const macro = macros.get(name);
  if (macro !== undefined) return macro;
  if (!name.startsWith('ATTR_')) return undefined;
  return [...macros.values()].find(({ raw }) => raw?.name === name);
}

/** Bits in words, and what the type means on this core. */
export function attributeMarkdown(context: QueryContext, macro: AttributeMacro): string {
  return paragraphs(
    `Memory attribute: **${macro.words}**, ${bitsWords(macro.value)} of ${code('zephyr,memory-attr')} (${code(hex32(macro.value))}).`,
    typeMarkdown(context, macro),
  );
}

function bitsWords(value: number): string {
  const set: number[] = [];
  for (let bit = 31; bit >= 0; bit--) if (((value >>> bit) & 1) === 1) set.push(bit);
  if (set.length === 0) return 'no bit';
  const field = set[0]! >= 20 ? 'architecture, 31:20' : set[0]! >= 16 ? 'software, 19:16' : 'generic, 15:0';
  return `${set.length === 1 ? 'bit' : 'bits'} ${set.join(', ')} (${field})`;
}

function typeMarkdown({ plan, target }: QueryContext, macro: AttributeMacro): string | undefined {
  if (macro.group === 'generic') return 'It describes the memory; no MPU region follows from it alone.';
  if (macro.group === 'software')
    return 'With CONFIG_MEM_ATTR_HEAP the memory becomes a heap for allocations with exactly these software bits.';
  const type = ARM_REGION_TYPES.find((each) => macro.name === `DT_MEM_ARM_MPU_${each}`);
  if (type === undefined || plan === undefined || target?.pmsa === undefined) return undefined;
  const core = target.core ?? 'this core';
  const words = armTypeWords(type, target.pmsa, plan.config);
  return words === undefined
    ? `On ${core} Zephyr's MPU driver has no such type: the node gets **no MPU region**, without a message.`
    : `On ${core}: ${words}.`;
}
