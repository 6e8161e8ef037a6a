/** What a stopped program shows, as lines for a terminal: stack, variables, MPU regions, locks. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { basename } from 'node:path';
import type { CallSite, LocksBody, MpuRegionsBody } from '../../protocol/index.js';

export function stackRows(frames: readonly Dap.StackFrame[]): string[][] {
  return frames.map(({ name, source, line, instructionPointerReference }, i) => [
    `#${i}`,
    instructionPointerReference ?? '',
    name,
    source?.name === undefined || line === 0 ? '' : `${source.name}:${line}`,
  ]);
}

export function variableRows(variables: readonly Dap.Variable[]): string[][] {
  return variables.map(({ name, type, value }) => [name, type ?? '', `= ${value}`]);
}

/** The region that denied the access is marked. */
export function regionRows({ regions }: MpuRegionsBody): string[][] {
  const heading = ['', 'no', 'addresses', 'size', 'privileged', 'unprivileged', 'code', 'set by'];
  const enabled = regions.filter((region) => region.enabled);
  return [
    heading,
    ...enabled.map((region) => [
      region.deciding ? '▶' : '',
      String(region.number),
      `${region.base}–${region.end}${subregions(region.disabledSubregions)}`,
      region.sizeText,
      region.privileged,
      region.unprivileged,
      region.executable ? 'executable' : 'execute-never',
      region.setBy === undefined ? '' : placeText(region.setBy),
    ]),
  ];
}

function subregions(disabled: readonly number[]): string {
  return disabled.length === 0 ? '' : ` without ${disabled.join(',')}`;
}

export function lockLines({ present, note, locks }: LocksBody): string[] {
  const lines = note === undefined ? [] : [note];
  if (!present) return lines.length === 0 ? ['This program has no Mbed OS lock manager.'] : lines;
  for (const lock of locks) {
    if (!lock.linked) {
      lines.push(`${lock.title}: nobody calls it, so it is not linked.`);
      continue;
    }
    const protection = lock.protectionOn ? 'protection is on' : 'protection is OFF';
    lines.push(`${lock.title}: held ${lock.count} time(s), at most ${lock.peak}; ${protection}.`);
    for (const { how, callSites } of lock.holders) {
      lines.push(`  held by ${how}`, ...callSites.map((site) => `    ${placeText(site)}`));
    }
    lines.push(...lock.findings.map(({ severity, message }) => `  ${severity}: ${message}`));
  }
  return lines;
}

function placeText({ function: name, source, address }: Pick<CallSite, 'function' | 'source' | 'address'>): string {
  return `${name}, ${source === undefined ? address : `${basename(source.path)}:${source.line}`}`;
}
