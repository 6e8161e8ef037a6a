/** Mbed OS's MPU locks as rows: each lock with its findings, holders and history. No editor in here. */
import type { LockBody, LockEventBody, LockHolderBody, LocksBody } from '../../protocol/index.js';
import { callSiteRow, findingRow, places, type Row, type RowIcon, sourceText, type ViewContent } from '../views/row.js';

export function lockRows(body: LocksBody): ViewContent {
  if (!body.present) return { message: body.note ?? 'This program has no MPU lock manager of Mbed OS.', rows: [] };
  return { ...(body.note === undefined ? {} : { message: body.note }), rows: body.locks.map(lockRow) };
}

function lockRow(lock: LockBody): Row {
  return {
    id: lock.id,
    label: lock.title,
    description: stateText(lock),
    tooltip: tooltip(lock),
    icon: lockIcon(lock),
    expanded: lock.linked,
    value: String(lock.count),
    children: lock.linked
      ? detailRows(lock)
      : lock.findings.map((finding, i) => findingRow(finding, `${lock.id}/finding/${i}`)),
    ...places(lock),
  };
}

function stateText(lock: LockBody): string {
  const protection = lock.protectionOn ? 'protection on' : 'protection off';
  if (!lock.linked) return `not linked · ${protection}`;
  return `${lock.count === 0 ? 'free' : `held ${times(lock.count)}`} · ${protection}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function lockIcon(lock: LockBody): RowIcon {
  if (lock.findings.some((finding) => finding.severity === 'error'))
    return { name: 'error', color: 'list.errorForeground' };
  if (lock.findings.some((finding) => finding.severity === 'warning'))
    return { name: 'warning', color: 'list.warningForeground' };
  if (!lock.linked) return { name: 'circle-slash', color: 'disabledForeground' };
  return { name: lock.count === 0 ? 'shield' : 'unlock' };
}

function tooltip(lock: LockBody): string {
  if (!lock.linked) return 'Nobody in this program takes the lock, so the linker dropped its counter.';
  const what = lock.id === 'ramExecution' ? 'executing from RAM' : 'writing to ROM';
  const rule = `While the counter is above 0, the MPU should allow ${what}.`;
  return `${rule}\n\nCounter \`${lock.symbol ?? lock.title}\`: ${lock.count}, highest so far ${lock.peak}.`;
}

function detailRows(lock: LockBody): Row[] {
  return [
    ...lock.findings.map((finding, i) => findingRow(finding, `${lock.id}/finding/${i}/${finding.code}`)),
    countRow(lock),
    holdersRow(lock),
    historyRow(lock),
  ];
}

function countRow(lock: LockBody): Row {
  return {
    id: `${lock.id}/count`,
    label: 'Counter',
    description: `${lock.count} (peak ${lock.peak})${lock.symbol === undefined ? '' : ` · ${lock.symbol}`}`,
    icon: { name: 'symbol-numeric' },
    value: String(lock.count),
    children: [],
    ...places(lock),
  };
}

function holdersRow(lock: LockBody): Row {
  return {
    id: `${lock.id}/holders`,
    label: 'Held by',
    description: lock.holders.length === 0 ? 'nobody' : String(lock.holders.length),
    icon: { name: 'key' },
    expanded: true,
    children: lock.holders.map((holder, i) => holderRow(holder, `${lock.id}/holders/${i}`)),
  };
}

function holderRow(holder: LockHolderBody, id: string): Row {
  const site = holder.callSites.find((candidate) => !candidate.inlined) ?? holder.callSites[0];
  const source = holder.callSites.find((candidate) => candidate.source !== undefined)?.source;
  return {
    id,
    label: site?.function ?? 'unknown caller',
    description: source === undefined ? holder.how : `${sourceText(source)} · ${holder.how}`,
    tooltip: `Taken after ${count(holder.retired)} instructions.`,
    icon: { name: 'debug-stackframe-focused' },
    children: holder.callSites.map((each, i) => callSiteRow(each, `${id}/${i}`)),
    ...(source === undefined ? {} : { source }),
    ...(site === undefined ? {} : { address: site.address, value: site.function }),
  };
}

function historyRow(lock: LockBody): Row {
  const total = lock.history.length + lock.dropped;
  return {
    id: `${lock.id}/history`,
    label: 'History',
    description: `${count(total)} ${total === 1 ? 'event' : 'events'}${lock.dropped === 0 ? '' : `, last ${count(lock.history.length)} kept`}`,
    icon: { name: 'history' },
    // The newest is what people look for; ids count from the oldest ever so that expansion survives a refresh.
    children: lock.history.map((event, i) => eventRow(event, `${lock.id}/history/${lock.dropped + i}`)).reverse(),
  };
}

const EVENT_ICONS: Record<LockEventBody['kind'], string> = {
  lock: 'arrow-up',
  unlock: 'arrow-down',
  initialize: 'debug-restart',
  free: 'debug-disconnect',
};

const EVENT_NAMES: Record<LockEventBody['kind'], string> = {
  lock: 'lock',
  unlock: 'unlock',
  initialize: 'mbed_mpu_init',
  free: 'mbed_mpu_free',
};

function eventRow(event: LockEventBody, id: string): Row {
  const site = event.callSites[0];
  const change = event.before === event.after ? `${event.after}` : `${event.before} → ${event.after}`;
  const source = event.callSites.find((candidate) => candidate.source !== undefined)?.source;
  return {
    id,
    label: `${EVENT_NAMES[event.kind]}: ${change}`,
    description:
      site === undefined
        ? 'unknown caller'
        : `${site.function}${source === undefined ? '' : ` · ${sourceText(source)}`}`,
    tooltip: `After ${count(event.retired)} instructions.`,
    icon: { name: EVENT_ICONS[event.kind] },
    value: change,
    children: event.callSites.map((each, i) => callSiteRow(each, `${id}/${i}`)),
    ...(site === undefined ? {} : { address: site.address }),
    ...(source === undefined ? {} : { source }),
  };
}

/** 1234567 as `1,234,567`, the same in every locale. */
function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
