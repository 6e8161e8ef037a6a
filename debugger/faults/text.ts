/** A fault report for a terminal and as JSON. No colours; no line is longer than 100 characters unless a single word is. */
import { hex32 } from '../../base/index.js';
import { frameText } from './explain.js';
import type { FaultReport, StatusBitReport } from './report.js';
import { fullName } from './status-bits.js';

const WIDTH = 100;
const LABEL_WIDTH = 14;

/** Breaks a text between words; lines after the first start with `indent` spaces. */
export function wrap(text: string, first: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let fresh = true;
  for (const word of text.split(' ')) {
    if (!fresh && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(indent);
      fresh = true;
    }
    line += fresh ? word : ` ${word}`;
    fresh = false;
  }
  return [...lines, line];
}

function field(label: string, text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  return wrap(text, `  ${label}`.padEnd(LABEL_WIDTH), LABEL_WIDTH);
}

function list(
  label: string,
  texts: readonly string[],
  bullet: (index: number) => string = () => '- ',
): readonly string[] {
  if (texts.length === 0) return [];
  return [
    `  ${label}`,
    ...texts.flatMap((text, index) => wrap(text, `    ${bullet(index)}`, 4 + bullet(index).length)),
  ];
}

const STATES: Readonly<Record<StatusBitReport['state'], string>> = {
  new: '',
  again: ' (was set before)',
  stale: ' (stale, from an earlier fault)',
};

function bitText(bit: StatusBitReport): string {
  return `${fullName(bit)}${STATES[bit.state]}: ${bit.meaning}`;
}

function exceptionText({ exception, original, escalation, during, security }: FaultReport): string {
  const taken =
    exception.number === original.number
      ? `${exception.name} (${exception.number})`
      : `${exception.name}, from ${original.name}`;
  const parts = [
    `${taken}.`,
    escalation?.sentence,
    during === undefined ? undefined : `During the ${during}.`,
    security?.sentence,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

function verdictText({ verdict, busReason, attribution }: FaultReport): string | undefined {
  if (attribution !== undefined) return `The address is ${attribution.state}. ${attribution.sentence}`;
  if (verdict === undefined) return busReason;
  const rights = `There, privileged code may: ${verdict.privileged}; unprivileged code may: ${verdict.unprivileged}.`;
  return `${verdict.sentence} ${rights}`;
}

/** Endless recursions are long; their two ends tell enough. */
const INNERMOST_FRAMES = 16;
const OUTERMOST_FRAMES = 4;

function callStack({ frames }: FaultReport): readonly string[] {
  const rows = frames.map((frame, index) => `#${index} ${frameText(frame)} [${hex32(frame.address)}]`);
  const hidden = rows.length - INNERMOST_FRAMES - OUTERMOST_FRAMES;
  if (hidden <= 1) return list('call stack', rows, () => '');
  const middle = `... ${hidden} frames more ...`;
  return list('call stack', [...rows.slice(0, INNERMOST_FRAMES), middle, ...rows.slice(-OUTERMOST_FRAMES)], () => '');
}

function body(report: FaultReport): readonly string[] {
  const registers = Object.entries<number>(report.registers)
    .map(([name, value]) => `${name.toUpperCase()}=${hex32(value)}`)
    .join(' ');
  return [
    ...field('exception', exceptionText(report)),
    ...field('culprit', report.culprit.text),
    ...field('access', report.access === undefined ? undefined : `${report.access.text}.`),
    ...field('address', report.place?.sentence),
    ...field('rule', verdictText(report)),
    ...list(
      'regions at the address',
      report.opinions.map(({ sentence }) => sentence),
    ),
    ...list('status bits', [...report.bits, ...report.staleBits].map(bitText)),
    ...field('registers', report.hasStatus ? registers : report.addressRegister.sentence),
    ...field('', report.hasStatus ? report.addressRegister.sentence : undefined),
    ...field('stack', report.stackUsed.text),
    ...callStack(report),
    ...list('notes', [...report.stackNotes, ...report.hints, ...report.lockNotes]),
    ...list('what to do now', report.nextSteps, (index) => `${index + 1}. `),
  ];
}

/** The report as lines of text, ending with a line feed. */
export function faultText(report: FaultReport): string {
  const head = [...wrap(report.title, '', 2), ...wrap(report.summary, '  ', 2)];
  const derived = report.derived === undefined ? '' : `and then\n${faultText(report.derived)}`;
  return `${[...head, ...body(report)].join('\n')}\n${derived}`;
}

/** The report as JSON text; `formatVersion` says which shape. Addresses are numbers. */
export function faultJson(report: FaultReport): string {
  return JSON.stringify(report, undefined, 2);
}
