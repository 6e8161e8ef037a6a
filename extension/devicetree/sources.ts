/** Which devicetree source an editor, a virtual document or a menu means. */
import * as vscode from 'vscode';
import { isDevicetreeSource } from './files.js';
import { virtualSource } from './rows.js';

/** Scheme of the documents that we make about a source. */
export const VIRTUAL_SCHEME = 'ringfence-devicetree';

/** The source itself, or the one that a virtual document is about; undefined for anything else. */
export function sourceOf(uri: vscode.Uri | undefined): vscode.Uri | undefined {
  if (uri === undefined) return undefined;
  if (uri.scheme === VIRTUAL_SCHEME) {
    const source = virtualSource(uri);
    return source === undefined ? undefined : vscode.Uri.parse(source.sourceUri);
  }
  const isFile = uri.scheme === 'file' && isDevicetreeSource(uri.path);
  return isFile || isUntitledSource(uri) ? uri : undefined;
}

function isUntitledSource(uri: vscode.Uri): boolean {
  if (uri.scheme !== 'untitled') return false;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document?.languageId === 'devicetree';
}
