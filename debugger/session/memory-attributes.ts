/** The debug console's `info memattr` and `memattr …`: what Zephyr's memory attributes of the session's devicetree lead to. */
import { readNumber, UserError } from '../../base/index.js';
import {
  allocationText,
  attributesText,
  builtInAttributes,
  bufferText,
  readAttribute,
  regionsOf,
  type Devicetree,
} from '../../devicetree/index.js';

const USAGE =
  'Write memattr alloc ATTRIBUTE BYTES [ALIGN], or memattr check ADDRESS BYTES ATTRIBUTE; spaces around | are no matter in ' +
  'parentheses: memattr alloc (DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA) 256.';

/** Throws a UserError without a devicetree. */
export function memoryAttributesText(tree: Devicetree | undefined): string {
  return attributesText(regionsOf(known(tree)), builtInAttributes('main'));
}

/** `addressOf` evaluates an expression to an address. Throws a UserError for what is not right. */
export function memoryAttributesAnswer(
  text: string,
  tree: Devicetree | undefined,
  addressOf: (expression: string) => number,
): string {
  const [verb, first, second, third, ...more] = words(text);
  if (first === undefined || second === undefined || more.length > 0) throw new UserError('bad-memattr', USAGE);
  const regions = regionsOf(known(tree));
  if (verb === 'alloc') {
    const align = third === undefined ? {} : { align: count(third) };
    return allocationText(regions, { attribute: attribute(first), bytes: count(second), ...align });
  }
  if (verb !== 'check' || third === undefined) throw new UserError('bad-memattr', USAGE);
  return bufferText(regions, addressOf(first), count(second), attribute(third));
}

/** Split at blanks, but for those in parentheses. */
function words(text: string): readonly string[] {
  return text.match(/(?:\([^()]*\)|[^\s()])+/g) ?? [];
}

function known(tree: Devicetree | undefined): Devicetree {
  if (tree !== undefined) return tree;
  throw new UserError(
    'no-devicetree',
    'This session has no devicetree of its own: name the build\'s zephyr.dts as "dts" in launch.json.',
  );
}

function attribute(text: string): number {
  const read = readAttribute(text);
  if ('mistake' in read) throw new UserError('bad-memattr', read.mistake);
  return read.value;
}

function count(text: string): number {
  const value = readNumber(text);
  if (value === undefined) throw new UserError('bad-memattr', `“${text}” is no count of bytes. ${USAGE}`);
  return value;
}
