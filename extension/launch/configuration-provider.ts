/** Debug configurations: offers them, completes them, and says in one message what is wrong with one. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type LaunchConfiguration, launchMistakes } from '../../protocol/index.js';
import { DEBUG_TYPE } from '../views/sessions.js';
import { completeLaunch } from './complete.js';
import { findPrograms, isProgram, pickProgram } from './programs.js';

/** Registers the provider for launch.json as well as for the list of configurations that need none. */
export function registerConfigurationProvider(): vscode.Disposable {
  const { Dynamic, Initial } = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider, Initial),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, { provideDebugConfigurations }, Dynamic),
    vscode.commands.registerCommand('ringfence.pickProgram', pickProgramForVariable),
    vscode.commands.registerCommand('ringfence.debugFile', debugFile),
  );
}

const provider: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations,

  async resolveDebugConfiguration(folder, configuration, token) {
    // F5 without launch.json comes with an empty configuration.
    const bare = configuration.type === '' || (configuration.type as string | undefined) === undefined;
    const resolved: vscode.DebugConfiguration = bare
      ? { ...configuration, type: DEBUG_TYPE, request: 'launch', name: 'Debug firmware', runToEntryPoint: 'main' }
      : configuration;
    if (resolved['program'] !== undefined && resolved['program'] !== '') return resolved;
    const folders = folder === undefined ? (vscode.workspace.workspaceFolders ?? []) : [folder];
    const program = await pickProgram(folders, token);
    if (program === undefined) return undefined;
    if (program !== null) return { ...resolved, program };
    return complain('No Arm ELF file was found in the workspace. Build the firmware first, or name it as "program".');
  },

  async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
    const where = `The debug configuration "${configuration.name}" cannot be used.`;
    if (configuration.request !== 'launch')
      return complain(`${where} "request" must be "launch": there is no running target to attach to.`);
    const mistakes = launchMistakes(configuration);
    if (mistakes.length > 0) return complain(`${where} ${mistakes.join(' ')}`);
    const launch = completeLaunch(configuration as vscode.DebugConfiguration & LaunchConfiguration, {
      folder: (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath,
      board: vscode.workspace.getConfiguration('ringfence', folder).get('defaultBoard', 'mps2-an385'),
    });
    for (const [attribute, files] of [
      ['program', [launch.program]],
      ['images', launch.images ?? []],
    ] as const) {
      for (const file of files) {
        if (!existsSync(file))
          return complain(
            `${where} The program ${file} does not exist. Build the firmware, or correct "${attribute}".`,
          );
        if (!(await isProgram(file)))
          return complain(`${where} ${file} is not a linked ELF file for Arm (32-bit, little-endian).`);
      }
    }
    return launch;
  },
};

async function provideDebugConfigurations(
  folder: vscode.WorkspaceFolder | undefined,
  token?: vscode.CancellationToken,
): Promise<vscode.DebugConfiguration[]> {
  const programs = folder === undefined ? [] : await findPrograms(folder, token);
  if (folder === undefined || programs.length === 0) return [debugConfiguration('firmware', 'build/firmware.elf')];
  return programs.map((file) => debugConfiguration(path.basename(file), path.relative(folder.uri.fsPath, file)));
}

function debugConfiguration(name: string, relativePath: string): vscode.DebugConfiguration {
  return {
    type: DEBUG_TYPE,
    request: 'launch',
    name: `Debug ${name}`,
    program: `\${workspaceFolder}/${relativePath.split(path.sep).join('/')}`,
    runToEntryPoint: 'main',
  };
}

/** Shows why a session will not start. Answering null instead of undefined makes VS Code open launch.json. */
async function complain(message: string): Promise<undefined | null> {
  const open = 'Open launch.json';
  return (await vscode.window.showErrorMessage(message, open)) === open ? null : undefined;
}

/** For `"program": "${command:ringfence.pickProgram}"`; null makes VS Code give up quietly. */
async function pickProgramForVariable(): Promise<string | null> {
  const program = await pickProgram(vscode.workspace.workspaceFolders ?? []);
  if (program !== null) return program ?? null;
  void vscode.window.showErrorMessage('No Arm ELF file was found in the workspace. Build the firmware first.');
  return null;
}

/** "Debug with Ringfence" on a file of the explorer. */
async function debugFile(uri: vscode.Uri | undefined): Promise<void> {
  const program = uri?.fsPath ?? (await pickProgramForVariable());
  if (program === null) return;
  const folder = uri === undefined ? vscode.workspace.workspaceFolders?.[0] : vscode.workspace.getWorkspaceFolder(uri);
  await vscode.debug.startDebugging(folder, { ...debugConfiguration(path.basename(program), ''), program });
}
