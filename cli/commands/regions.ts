/** `ringfence regions FILE`: the MPU regions that Zephyr programs for a devicetree, and what its memory attributes lead to. */
import { encodeUtf8, readNumber, UserError } from '../../base/index.js';
import {
  allocationText,
  attributesText,
  bufferText,
  planJson,
  planText,
  readAttribute,
  regionsOf,
  textReport,
  type Analysis,
} from '../../devicetree/index.js';
import type { OptionValue } from '../arguments/parse.js';
import { SourceAnalyst } from '../devicetree/source-analysis.js';
import type { Terminal } from '../engine.js';

/**
 * The exit status, which is 0: what is wrong with the source is told on stderr beside the plan of what is sound. Throws a
 * UserError (`usage`) for a question that cannot be read.
 */
export function regions(file: string, options: Readonly<Record<string, OptionValue>>, terminal: Terminal): number {
  const analysis = new SourceAnalyst(options).analyse(file);
  const errors = analysis.findings.filter(({ severity }) => severity === 'error');
  const answers = answersOf(analysis, options);
  terminal.stderr(textReport(errors, { base: process.cwd() }));
  const { plan } = analysis;
  const whole = options['format'] === 'json' ? JSON.stringify(planJson(plan), undefined, 2) : planText(plan);
  const text = answers ?? whole;
  terminal.stdout(encodeUtf8(text.endsWith('\n') ? text : `${text}\n`));
  return 0;
}

/** Undefined where nothing but the plan was asked for. */
function answersOf(
  { compilation, attributes }: Analysis,
  options: Readonly<Record<string, OptionValue>>,
): string | undefined {
  const allocations = questions(options['allocate']);
  const checks = questions(options['check']);
  if (allocations.length + checks.length === 0) return undefined;
  if (options['format'] === 'json') throw new UserError('usage', '--allocate and --check answer in text only.');
  const memories = regionsOf(compilation.tree);
  const attribute = (option: string, text: string): number => {
    const read = readAttribute(text, attributes);
    if ('mistake' in read) throw new UserError('usage', `--${option}: ${read.mistake}`);
    return read.value;
  };
  const lines = [attributesText(memories, attributes)];
  for (const each of allocations) {
    const [what = '', bytes, align, ...more] = each.split(':');
    if (bytes === undefined || more.length > 0)
      throw new UserError('usage', `--allocate “${each}” is not ATTRIBUTE:BYTES[:ALIGN].`);
    const aligned = align === undefined ? {} : { align: number('allocate', align) };
    const request = { attribute: attribute('allocate', what), bytes: number('allocate', bytes), ...aligned };
    lines.push(`allocate ${each}: ${allocationText(memories, request)}`);
  }
  for (const each of checks) {
    const [address, bytes, what, ...more] = each.split(':');
    if (address === undefined || bytes === undefined || what === undefined || more.length > 0)
      throw new UserError('usage', `--check “${each}” is not ADDRESS:BYTES:ATTRIBUTE.`);
    const [at, size] = [number('check', address), number('check', bytes)];
    lines.push(`check ${each}: ${bufferText(memories, at, size, attribute('check', what))}`);
  }
  return lines.join('\n');
}

function questions(value: OptionValue | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}

function number(option: string, text: string): number {
  const value = readNumber(text);
  if (value === undefined) throw new UserError('usage', `--${option}: “${text}” is no number.`);
  return value;
}
