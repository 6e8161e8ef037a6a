/** The MPU's regions as rows: one for each region, its fields below it. No editor in here. */
import type { AccessInWords, MpuRegionBody, MpuRegionsBody, SauRegionBody } from '../../protocol/index.js';
import {
  code,
  escapeMarkdown,
  findingRow,
  places,
  type Row,
  type RowIcon,
  sourceText,
  type ViewContent,
} from '../views/row.js';

export interface MpuRowOptions {
  /** Whether regions with ENABLE = 0 get a row. */
  readonly showDisabled: boolean;
}

export function mpuRegionRows(body: MpuRegionsBody, options: MpuRowOptions): ViewContent {
  if (!body.present) return { message: 'This core has no MPU.', rows: [] };
  const regions = body.regions.filter((region) => region.enabled || options.showDisabled);
  return {
    message: body.enforced
      ? body.summary
      : `${body.summary} (not enforced: the launch configuration says "mpu": "off")`,
    rows: [
      ...body.findings.map((finding, i) => findingRow(finding, `finding/${i}/${finding.code}`)),
      ...regions.map((region) => regionRow(region, body)),
      controlRow(body),
      ...securityRows(body, options),
    ],
  };
}

/** Whose MPU stands above, that of the other security state, and the SAU. */
function securityRows(body: MpuRegionsBody, options: MpuRowOptions): Row[] {
  const { security } = body;
  if (security === undefined) return [];
  const { state, other, sau } = security;
  const otherState = state === 'Secure' ? 'Non-secure' : 'Secure';
  const shown = <T extends { readonly enabled: boolean }>(regions: readonly T[]): readonly T[] =>
    regions.filter((region) => region.enabled || options.showDisabled);
  const inOther = { ...body, enabled: other.enabled };
  return [
    {
      id: 'state',
      label: 'Security state',
      description: `${state}: its MPU is shown above`,
      value: state,
      children: [],
    },
    {
      id: 'other',
      label: `MPU of ${otherState} state`,
      description: other.summary,
      icon: { name: 'shield' },
      value: other.control,
      children: shown(other.regions).map((region) => prefixed('other', regionRow(region, inOther))),
    },
    {
      id: 'sau',
      label: 'SAU',
      description: sau.summary,
      tooltip: 'Security Attribution Unit',
      icon: { name: 'lock' },
      value: sau.control,
      children: shown(sau.regions).map(sauRow),
    },
  ];
}

/** Rows of the other MPU have the names of this one's, and need others. */
function prefixed(prefix: string, row: Row): Row {
  return { ...row, id: `${prefix}/${row.id}`, children: row.children.map((child) => prefixed(prefix, child)) };
}

const WARNING: RowIcon = { name: 'warning', color: 'list.warningForeground' };
const UNUSED: RowIcon = { name: 'circle-slash', color: 'disabledForeground' };

/** Makes rows below the one with this id. */
const fieldsOf =
  (id: string) =>
  (label: string, value: string): Row => ({ id: `${id}/${label}`, label, description: value, value, children: [] });

function sauIcon({ enabled, note }: SauRegionBody): RowIcon {
  if (note !== undefined) return WARNING;
  return enabled ? { name: 'lock' } : UNUSED;
}

function sauRow(region: SauRegionBody): Row {
  const id = `sau/${region.number}`;
  const field = fieldsOf(id);
  return {
    id,
    label: regionLabel(region, region.rlar),
    description: region.enabled ? region.state : 'disabled',
    icon: sauIcon(region),
    address: region.base,
    value: `${region.base} – ${region.end}`,
    children: [
      ...(region.note === undefined ? [] : [field('Note', region.note)]),
      field('SAU_RBAR', region.rbar),
      field('SAU_RLAR', region.rlar),
    ],
  };
}

function regionRow(region: MpuRegionBody, body: MpuRegionsBody): Row {
  const id = `region/${region.number}`;
  return {
    id,
    label: regionLabel(region, region.rasr),
    description: region.enabled ? enabledText(region, body) : 'disabled',
    tooltip: tooltip(region, body),
    icon: regionIcon(region, body),
    expanded: region.deciding,
    address: region.base,
    value: `${region.base} – ${region.end}`,
    children: fieldRows(region, body, id),
    ...(region.setBy?.source === undefined ? {} : { source: region.setBy.source }),
  };
}

/** Number and range; as after reset the registers (`size` beside the base) name no place, so there is none to show. */
function regionLabel({ number, enabled, base, end }: MpuRegionBody | SauRegionBody, size: string): string {
  const isReset = !enabled && Number(base) === 0 && Number(size) === 0;
  return isReset ? `${number}` : `${number}: ${base} – ${end}`;
}

/** The numbers of all regions whose overlap denied the access; empty where one region did. */
function overlap({ regions }: MpuRegionsBody): readonly number[] {
  const deciding = regions.filter((region) => region.deciding).map(({ number }) => number);
  return deciding.length > 1 ? deciding : [];
}

function deniedText(body: MpuRegionsBody): string {
  const numbers = overlap(body);
  return numbers.length === 0 ? 'denied the access' : `overlap of ${numbers.join(', ')} denied the access`;
}

function enabledText(region: MpuRegionBody, body: MpuRegionsBody): string {
  const denied = region.deciding ? `${deniedText(body)} · ` : '';
  const subregions =
    region.disabledSubregions.length === 0 ? '' : ` · ${8 - region.disabledSubregions.length} of 8 subregions`;
  return `${denied}${region.sizeText} · ${accessText(region)}${subregions}`;
}

function accessText(region: MpuRegionBody): string {
  const execute = region.executable ? 'execute' : 'no execute';
  const same = region.privileged === region.unprivileged;
  if (same) return `${region.privileged}, ${execute}`;
  return `privileged ${region.privileged}, unprivileged ${region.unprivileged}, ${execute}`;
}

function regionIcon(region: MpuRegionBody, body: MpuRegionsBody): RowIcon {
  if (region.deciding) return { name: 'error', color: 'list.errorForeground' };
  if (!region.enabled || !body.enabled) return UNUSED;
  return region.note === undefined ? { name: 'shield' } : WARNING;
}

function fieldRows(region: MpuRegionBody, body: MpuRegionsBody, id: string): Row[] {
  const field = fieldsOf(id);
  const rows = [
    field('Privileged', region.privileged),
    field('Unprivileged', region.unprivileged),
    field('Execute', executeText(region)),
    ...(body.architecture === 'PMSAv8'
      ? []
      : [field('Disabled subregions', region.disabledSubregions.join(', ') || 'none')]),
    field('Memory type', region.attributesText),
    field('MPU_RBAR', region.rbar),
    field(body.architecture === 'PMSAv8' ? 'MPU_RLAR' : 'MPU_RASR', region.rasr),
  ];
  if (region.setBy !== undefined) {
    const { function: name, source } = region.setBy;
    const text = source === undefined ? name : `${name} (${sourceText(source)})`;
    rows.push({ ...field('Set by', text), ...places(region.setBy) });
  }
  if (region.note !== undefined) rows.unshift({ ...field('Note', region.note), icon: WARNING });
  return rows;
}

function executeText(region: MpuRegionBody): string {
  if (!region.executable) return 'never (XN = 1)';
  const unreadable = (access: AccessInWords): boolean => access === 'no access' || access === 'reserved';
  if (unreadable(region.privileged)) return 'no: XN = 0, but a fetch needs read permission';
  return unreadable(region.unprivileged) ? 'privileged code only: a fetch needs read permission' : 'yes (XN = 0)';
}

function tooltip(region: MpuRegionBody, body: MpuRegionsBody): string {
  const lines = [
    `**Region ${region.number}**, ${region.enabled ? 'enabled' : 'disabled'}: ${code(region.base)} to ${code(region.end)}, ${escapeMarkdown(region.sizeText)}`,
    `Privileged: ${region.privileged}. Unprivileged: ${region.unprivileged}. Execute: ${escapeMarkdown(executeText(region))}.`,
    escapeMarkdown(region.attributesText),
  ];
  if (region.deciding) {
    const numbers = overlap(body);
    const who = numbers.length === 0 ? 'This region' : `The overlap of regions ${numbers.join(', ')}`;
    lines.push(`${who} denied the access that stopped the program.`);
  }
  if (region.setBy !== undefined) lines.push(`Set by ${code(region.setBy.function)}.`);
  if (region.note !== undefined) lines.push(`$(warning) ${escapeMarkdown(region.note)}`);
  return lines.join('\n\n');
}

function controlRow(body: MpuRegionsBody): Row {
  const bit = (name: string, on: boolean, meaning: string): Row => ({
    id: `control/${name}`,
    label: name,
    description: `${on ? 1 : 0} · ${meaning}`,
    value: on ? '1' : '0',
    children: [],
  });
  const defaultMap = body.privilegedDefaultMap ? 'default memory map for privileged code' : 'no default memory map';
  const hardFault = body.enabledInHardFault ? 'on in HardFault and NMI' : 'off in HardFault and NMI';
  return {
    id: 'control',
    label: 'MPU_CTRL',
    description: `${body.control} · ${body.enabled ? 'on' : 'off'}`,
    tooltip: 'MPU Control Register',
    icon: { name: 'settings' },
    value: body.control,
    address: '0xe000ed94',
    children: [
      bit('ENABLE', body.enabled, body.enabled ? 'the MPU is on' : 'the MPU is off'),
      bit('HFNMIENA', body.enabledInHardFault, hardFault),
      bit('PRIVDEFENA', body.privilegedDefaultMap, defaultMap),
    ],
  };
}
