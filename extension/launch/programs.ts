/** Finds the firmware in a workspace folder: linked Arm ELF files, whatever their names. */
import { open } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { ELF_MAGIC_BYTES, isArmFirmware, NEVER_FIRMWARE } from './elf-magic.js';

const MOST_FILES = 20_000;
const AT_ONCE = 16;

/** Absolute paths, sorted; at most what the setting `ringfence.programSearch.exclude` leaves. */
export async function findPrograms(
  folder: vscode.WorkspaceFolder,
  token?: vscode.CancellationToken,
): Promise<string[]> {
  const exclude = vscode.workspace.getConfiguration('ringfence', folder).get<string>('programSearch.exclude');
  const uris = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, '**/*'),
    exclude === undefined || exclude === '' ? null : exclude,
    MOST_FILES,
    token,
  );
  const candidates = uris.map((uri) => uri.fsPath).filter((file) => !NEVER_FIRMWARE.test(file));
  const found: string[] = [];
  for (let i = 0; i < candidates.length && token?.isCancellationRequested !== true; i += AT_ONCE) {
    const some = candidates.slice(i, i + AT_ONCE);
    const verdicts = await Promise.all(some.map(isProgram));
    found.push(...some.filter((_, k) => verdicts[k] === true));
  }
  return found.sort();
}

/** Whether the file can be read and is firmware. */
export async function isProgram(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: new Uint8Array(ELF_MAGIC_BYTES) });
      return isArmFirmware(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/**
 * The program to debug: the only one there is, or the one that the user picks.
 * @returns undefined if the user picked none, null if there is none
 */
export async function pickProgram(
  folders: readonly vscode.WorkspaceFolder[],
  token?: vscode.CancellationToken,
): Promise<string | null | undefined> {
  const found = await Promise.all(
    folders.map(async (folder) => (await findPrograms(folder, token)).map((file) => ({ folder, file }))),
  );
  const programs = found.flat();
  if (programs.length === 0) return null;
  if (programs.length === 1) return programs[0]!.file;
  const items = programs.map(({ folder, file }) => ({
    label: path.basename(file),
    description: path.join(folders.length > 1 ? folder.name : '', path.relative(folder.uri.fsPath, path.dirname(file))),
    file,
  }));
  const options = { title: 'Ringfence: which firmware?', placeHolder: 'An ELF file for Arm', matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options, token))?.file;
}
