/** What the tests of views share: rows as text, one line each, indented. */
import type { Row, ViewContent } from '../../extension/views/row.js';

/** The message, then each row as `icon label | description`. */
export function contentText(content: ViewContent): string[] {
  return [
    ...(content.message === undefined ? [] : [`# ${content.message}`]),
    ...content.rows.flatMap((row) => rowText(row, '')),
  ];
}

function rowText(row: Row, indent: string): string[] {
  const icon = row.icon === undefined ? '' : `(${row.icon.name}) `;
  const description = row.description === undefined ? '' : ` | ${row.description}`;
  return [
    `${indent}${icon}${row.label}${description}`,
    ...row.children.flatMap((child) => rowText(child, `${indent}  `)),
  ];
}

/** Every row, outside in. */
export function allRows(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...allRows(row.children)]);
}
