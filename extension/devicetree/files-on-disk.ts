/** Watches the files of workspace folders that the meaning of devicetree sources depends on. */
import * as vscode from 'vscode';
import { WATCHED_PATTERNS } from './files.js';

export function watchDevicetreeFiles(): readonly vscode.FileSystemWatcher[] {
  return WATCHED_PATTERNS.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
}
