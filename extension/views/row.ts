/** One line of a tree view as plain data, so that what a view shows can be tested without an editor. */
import type { CallSite, FindingBody, MemoryReference, SourceLocation } from '../../protocol/index.js';

/** A codicon by name, and the theme colour that tints it. */
export interface RowIcon {
  readonly name: string;
  readonly color?: string;
}

export interface Row {
  /** Unique within the view and stable from one refresh to the next: the editor keeps expansion and selection by it. */
  readonly id: string;
  readonly label: string;
  /** Behind the label, dimmed. */
  readonly description?: string;
  /** Markdown. */
  readonly tooltip?: string;
  readonly icon?: RowIcon;
  readonly children: readonly Row[];
  /** Whether children show at first. */
  readonly expanded?: boolean;
  /** What "Copy Value" copies. */
  readonly value?: string;
  /** What "Copy Address", "Show in Memory" and "Explain Access" work on. */
  readonly address?: MemoryReference;
  /** What "Go to Source" opens. */
  readonly source?: SourceLocation;
}

/** Everything that a view shows. */
export interface ViewContent {
  /** A sentence above the rows. */
  readonly message?: string;
  readonly rows: readonly Row[];
}

export const NOTHING: ViewContent = { rows: [] };

/** The row of something that a debugger noticed. */
export function findingRow(finding: FindingBody, id: string): Row {
  const icons = {
    error: { name: 'error', color: 'list.errorForeground' },
    warning: { name: 'warning', color: 'list.warningForeground' },
    information: { name: 'info' },
  } as const;
  return {
    id,
    label: finding.message,
    tooltip: `${escapeMarkdown(finding.message)}\n\n\`${finding.code}\``,
    icon: icons[finding.severity],
    value: finding.message,
    children: [],
    ...places(finding),
  };
}

/** The row of one call site. */
export function callSiteRow(site: CallSite, id: string): Row {
  const line = site.source === undefined ? site.address : sourceText(site.source);
  return {
    id,
    label: site.function,
    description: site.inlined ? `${line} · inlined` : line,
    tooltip: `${code(site.function)} at ${code(site.address)}${site.source === undefined ? '' : `\n\n${escapeMarkdown(site.source.path)}:${site.source.line}`}`,
    icon: { name: 'debug-stackframe' },
    value: `${site.function} (${line})`,
    children: [],
    ...places(site),
  };
}

/** `main.c:42`. */
export function sourceText(source: SourceLocation): string {
  return `${source.path.split(/[\\/]/).at(-1) ?? source.path}:${source.line}`;
}

/** The address and source of a body, left out where the body leaves them out. */
export function places(body: {
  readonly address?: MemoryReference;
  readonly source?: SourceLocation;
}): Pick<Row, 'address' | 'source'> {
  return {
    ...(body.address === undefined ? {} : { address: body.address }),
    ...(body.source === undefined ? {} : { source: body.source }),
  };
}

/** Which commands suit a row, as menus in package.json ask for it (`viewItem =~ /address/`). */
export function contextOf(row: Row): string {
  return ['value', 'address', 'source']
    .filter((name) => row[name as 'value' | 'address' | 'source'] !== undefined)
    .join(' ');
}

/** Text that Markdown shows as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');
}

/** Text in code type, whatever it holds. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
