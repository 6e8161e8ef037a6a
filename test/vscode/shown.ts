/** What a view shows, as text. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RingfenceApi } from '../../extension/extension.js';
import type { Row, ViewContent } from '../../extension/views/row.js';

export async function activated(): Promise<RingfenceApi> {
  const extension = vscode.extensions.getExtension<RingfenceApi>('ringfence.ringfence');
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

/** `label | description` of every row, outside in. */
export function texts(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => [`${row.label} | ${row.description ?? ''}`, ...texts(row.children)]);
}

export function assertShows(content: ViewContent, expected: readonly RegExp[]): void {
  const shown = texts(content.rows);
  for (const pattern of expected)
    assert.ok(
      shown.some((text) => pattern.test(text)),
      `no row matches ${String(pattern)} in:\n${shown.join('\n')}`,
    );
}
