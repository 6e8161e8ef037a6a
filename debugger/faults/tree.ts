/** A fault report as a tree of labels, for views. */
import { hex32 } from '../../base/index.js';
import type { CallFrame, SourceLine } from './context.js';
import { frameText } from './explain.js';
import type { FaultReport, StatusBitReport } from './report.js';
import { fullName, sectionText } from './status-bits.js';

/** What a node tells; views choose an icon by it. */
export type FaultNodeKind =
  'exception' | 'statusBit' | 'access' | 'rule' | 'instruction' | 'stack' | 'register' | 'advice';

export interface FaultNode {
  readonly kind: FaultNodeKind;
  /** Short. */
  readonly label: string;
  /** One or two sentences. */
  readonly detail?: string;
  readonly address?: number;
  readonly source?: SourceLine;
  readonly children: readonly FaultNode[];
}

function node(kind: FaultNodeKind, label: string, detail?: string, children: readonly FaultNode[] = []): FaultNode {
  return { kind, label, ...(detail === undefined || detail === '' ? {} : { detail }), children };
}

const STATES: Readonly<Record<StatusBitReport['state'], string>> = {
  new: '',
  again: ' It was set before.',
  stale: ' Left by an earlier fault: write a one to clear it.',
};

function bitNode(bit: StatusBitReport): FaultNode {
  const label = bit.state === 'stale' ? `${fullName(bit)} (stale)` : fullName(bit);
  return node('statusBit', label, `${bit.meaning}${STATES[bit.state]} (${sectionText(bit)})`);
}

function frameNode(frame: CallFrame): FaultNode {
  return {
    ...node('stack', frameText(frame), hex32(frame.address)),
    address: frame.address,
    ...(frame.source === undefined ? {} : { source: frame.source }),
  };
}

function exceptionNode(report: FaultReport): FaultNode {
  const { exception, original, during, security } = report;
  const label = report.lockup
    ? `Lockup, from ${original.name}`
    : exception.number === original.number
      ? exception.name
      : `${exception.name}, escalated from ${original.name}`;
  const sentences = [
    report.escalation?.sentence,
    during === undefined ? undefined : `It happened during the ${during}.`,
    security?.sentence,
  ];
  const detail = sentences.filter((text) => text !== undefined).join(' ');
  return node('exception', label, detail, [...report.bits, ...report.staleBits].map(bitNode));
}

function registerNode({ registers, addressRegister, hasStatus }: FaultReport): FaultNode {
  if (!hasStatus) return node('register', 'No fault registers', addressRegister.sentence);
  const label = Object.entries<number>(registers)
    .map(([name, value]) => `${name.toUpperCase()} ${hex32(value)}`)
    .join(', ');
  const base = node('register', label, addressRegister.sentence);
  return addressRegister.value === undefined ? base : { ...base, address: addressRegister.value };
}

function accessNodes(report: FaultReport): readonly FaultNode[] {
  const { access, place, verdict, attribution, busReason, opinions } = report;
  if (access === undefined) return [];
  const nodes: FaultNode[] = [{ ...node('access', access.text, place?.sentence), address: access.address }];
  if (verdict !== undefined) {
    const rights = `There, privileged code may: ${verdict.privileged}; unprivileged code may: ${verdict.unprivileged}.`;
    const others = opinions.map(({ region, sentence }) => node('rule', `Region ${region}`, sentence));
    nodes.push(node('rule', verdict.sentence, rights, others));
  }
  if (attribution !== undefined) nodes.push(node('rule', attribution.sentence, `The address is ${attribution.state}.`));
  if (busReason !== undefined) nodes.push(node('rule', busReason));
  return nodes;
}

function culpritNode({ culprit }: FaultReport): FaultNode {
  const base = node('instruction', culprit.text);
  return { ...base, address: culprit.address, ...(culprit.source === undefined ? {} : { source: culprit.source }) };
}

/** The report as one root with everything below it. */
export function faultTree(report: FaultReport): FaultNode {
  const children: FaultNode[] = [exceptionNode(report), ...accessNodes(report), culpritNode(report)];
  const remarks = [...report.hints, ...report.lockNotes];
  if (remarks.length > 0)
    children.push(
      node(
        'rule',
        'What is known besides',
        undefined,
        remarks.map((text) => node('rule', text)),
      ),
    );
  const notes = report.stackNotes.map((text) => node('stack', text));
  children.push(node('stack', report.stackUsed.text, undefined, [...report.frames.map(frameNode), ...notes]));
  children.push(registerNode(report));
  if (report.nextSteps.length > 0)
    children.push(
      node(
        'advice',
        'What to do now',
        undefined,
        report.nextSteps.map((text) => node('advice', text)),
      ),
    );
  if (report.derived !== undefined) {
    const next = faultTree(report.derived);
    children.push({ ...next, label: `Then: ${next.label}` });
  }
  return node('exception', report.title, report.summary, children);
}
