/** What the status items and the list of contexts say, and how virtual documents are named. Plain data, without an editor. */
import type { DevicetreeContextBody, DevicetreeContextsBody, DevicetreeFeatures } from '../../protocol/index.js';
import { escapeMarkdown } from '../views/row.js';

export interface StatusRow {
  /** The title of the context. */
  readonly label: string;
  /** `2 errors, 1 warning`. */
  readonly counts: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** Markdown. */
  readonly tooltip: string;
}

const NO_CONTEXT = 'No devicetree context';

/** What the status says of the document that the editor shows. */
export function statusRow(body: DevicetreeContextsBody, features: DevicetreeFeatures): StatusRow {
  const { active, available, errors, warnings } = body;
  const counts = countsText(errors, warnings);
  const others = available.length - (active === undefined ? 0 : 1);
  const lines = [
    `**${escapeMarkdown(active?.title ?? NO_CONTEXT)}**`,
    active === undefined ? 'No build is known that reads this file.' : escapeMarkdown(active.origin),
    active === undefined ? '' : `${counts} in all of its files.`,
    features === 'memory' ? 'Memory protection only: another extension shows the rest of devicetree.' : '',
    others > 0
      ? `${others === 1 ? 'One other context reads' : `${others} other contexts read`} this file: click to choose.`
      : '',
  ];
  return {
    label: active?.title ?? NO_CONTEXT,
    counts,
    severity: errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'information',
    tooltip: lines.filter((line) => line !== '').join('\n\n'),
  };
}

function countsText(errors: number, warnings: number): string {
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  if (errors === 0 && warnings === 0) return 'No errors or warnings';
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}

/** One line of the list to choose a context from. */
export interface ContextItem {
  readonly contextId: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** @param pathOf shows a file's URI as the user knows it */
export function contextItems(body: DevicetreeContextsBody, pathOf: (uri: string) => string): ContextItem[] {
  return body.available.map((context) => ({
    contextId: context.id,
    label: context.title,
    description: context.id === body.active?.id ? 'shown now' : '',
    detail: `${context.origin} ${filesText(context, pathOf)}`.trim(),
  }));
}

const MOST_FILES_NAMED = 4;

function filesText({ files }: DevicetreeContextBody, pathOf: (uri: string) => string): string {
  const named = files.slice(0, MOST_FILES_NAMED).map(pathOf).join(' + ');
  return files.length > MOST_FILES_NAMED ? `${named} + ${files.length - MOST_FILES_NAMED} more` : named;
}

export type VirtualKind = 'plan' | 'merged';

/** Path and query of the read-only document about a source; the last part of the path is the title of its tab. */
export function virtualName(kind: VirtualKind, sourceUri: string): { readonly path: string; readonly query: string } {
  const path = sourceUri.replace(/[?#].*$/, '');
  const name = decoded(path.slice(path.lastIndexOf('/') + 1));
  return { path: kind === 'plan' ? `/plan/${name} (MPU plan)` : `/merged/${name} (merged)`, query: sourceUri };
}

/** What `virtualName` made the name of; undefined for names that it did not make. */
export function virtualSource(name: {
  readonly path: string;
  readonly query: string;
}): { readonly kind: VirtualKind; readonly sourceUri: string } | undefined {
  const kind = /^\/(plan|merged)\//.exec(name.path)?.[1] as VirtualKind | undefined;
  return kind === undefined || name.query === '' ? undefined : { kind, sourceUri: name.query };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The page that explains a rule, from the extension's folder; undefined for findings without one. */
export function rulePage(code: string): string | undefined {
  return /^ZM\d{3}$/.test(code) ? `docs/lint/${code}.md` : undefined;
}
