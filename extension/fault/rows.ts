/** The causes of a fault as rows, nested as the adapter nests them. No editor in here. */
import type { FaultCauseBody, FaultCauseKind, FaultCausesBody } from '../../protocol/index.js';
import { code, escapeMarkdown, places, type Row, type RowIcon, sourceText, type ViewContent } from '../views/row.js';

export function faultRows(body: FaultCausesBody): ViewContent {
  if (!body.faulted) return { message: 'No fault has stopped the program.', rows: [] };
  return { message: body.title, rows: body.causes.map((cause, i) => causeRow(cause, String(i), 0)) };
}

const ICONS: Record<FaultCauseKind, RowIcon> = {
  exception: { name: 'error', color: 'list.errorForeground' },
  statusBit: { name: 'tag' },
  access: { name: 'arrow-swap' },
  rule: { name: 'shield' },
  instruction: { name: 'debug-stackframe' },
  stack: { name: 'layers' },
  register: { name: 'symbol-field' },
  advice: { name: 'lightbulb', color: 'list.warningForeground' },
};

function causeRow(cause: FaultCauseBody, id: string, depth: number): Row {
  const description = descriptionOf(cause);
  return {
    id,
    label: cause.label,
    ...(description === '' ? {} : { description }),
    tooltip: tooltip(cause),
    icon: ICONS[cause.kind],
    // What matters is at the top: two levels open, deeper ones on demand.
    expanded: depth < 2,
    value: cause.detail === undefined ? cause.label : `${cause.label}: ${cause.detail}`,
    children: cause.children.map((child, i) => causeRow(child, `${id}/${i}`, depth + 1)),
    ...places(cause),
  };
}

/** The detail and the line, without what the label says already. */
function descriptionOf({ label, detail, source }: FaultCauseBody): string {
  const line = source === undefined ? undefined : sourceText(source);
  const more = detail?.startsWith(`${label}, `) === true ? detail.slice(label.length + 2) : detail;
  return [more, line].filter((part) => part !== undefined && !label.includes(part)).join(' · ');
}

function tooltip(cause: FaultCauseBody): string {
  const lines = [`**${escapeMarkdown(cause.label)}**`];
  if (cause.detail !== undefined) lines.push(escapeMarkdown(cause.detail));
  if (cause.address !== undefined) lines.push(`Address ${code(cause.address)}`);
  if (cause.source !== undefined) lines.push(escapeMarkdown(`${cause.source.path}:${cause.source.line}`));
  return lines.join('\n\n');
}
