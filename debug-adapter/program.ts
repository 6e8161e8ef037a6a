/** From a launch configuration to a program that is checked, loaded and ready to run. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UserError, findingText } from '../base/index.js';
import { DebugSession, prepareLaunch, type SessionHost } from '../debugger/index.js';
import { chooseBoard, NodeSemihostingFiles, readFileBytes } from '../host/index.js';
import { type LaunchConfiguration, launchMistakes } from '../protocol/index.js';

const DEFAULT_BOARD = 'mps2-an385';

/** Throws a UserError that lists every mistake. */
export function checkedConfiguration(given: object): LaunchConfiguration {
  const configuration = given as Readonly<Record<string, unknown>>;
  const mistakes = launchMistakes(configuration);
  if (mistakes.length > 0) {
    throw new UserError('launch-configuration', `The launch configuration cannot be used. ${mistakes.join(' ')}`);
  }
  // An empty or null attribute counts as left out.
  const present = Object.entries(configuration).filter(([, value]) => value !== '' && value !== null);
  return Object.fromEntries(present) as unknown as LaunchConfiguration;
}

/** A program in its machine, stopped before its first instruction. */
export interface LoadedProgram {
  readonly configuration: LaunchConfiguration;
  readonly session: DebugSession;
  /** The bytes of all images, to tell whether one was built anew. */
  readonly bytes: readonly Uint8Array[];
  /** Closes the files that the firmware left open. */
  close(): void;
}

/** Throws a UserError for a file, board or folder that is not there or does not fit. */
export function loadProgram(configuration: LaunchConfiguration, host: SessionHost): LoadedProgram {
  const folder = resolve(configuration.cwd ?? '.');
  const path = resolve(folder, configuration.program);
  const { board, devicetree, findings } = chooseBoard(
    {
      board: configuration.board ?? DEFAULT_BOARD,
      dts: configuration.dts,
      includePaths: configuration.dtsIncludePaths,
    },
    folder,
  );
  for (const finding of findings)
    host.message?.(finding.severity === 'information' ? 'information' : 'warning', findingText(finding));
  const others = imagePaths(configuration);
  const bytes = programBytes(configuration);
  const [first, ...more] = bytes;
  const images = others.map((name, n) => ({ name, bytes: more[n]! }));
  const launch = prepareLaunch({ bytes: first!, name: path, images, board });

  let files = openFolder(configuration, folder);
  let used = false;
  const session = new DebugSession(
    launch,
    { ...host, fileExists: existsSync },
    {
      mpu: configuration.mpu ?? 'enforce',
      sourceFileMap: configuration.sourceFileMap ?? {},
      programFolder: dirname(path),
      imageFolders: others.map((name) => dirname(name)),
      workspaceFolder: folder,
      ...(devicetree === undefined ? {} : { devicetree }),
      semihosting: () => {
        if (used) {
          files.closeAll();
          files = openFolder(configuration, folder);
        }
        used = true;
        return { files, commandLine: [basename(path), ...(configuration.args ?? [])].join(' ') };
      },
    },
  );
  return { configuration, session, bytes, close: () => files.closeAll() };
}

/** The bytes of the program and of the images beside it as they are on disk now. Throws a UserError. */
export function programBytes(configuration: LaunchConfiguration): readonly Uint8Array[] {
  const { cwd, program } = configuration;
  return [resolve(cwd ?? '.', program), ...imagePaths(configuration)].map((path) => readFileBytes(path));
}

function imagePaths({ cwd, images = [] }: LaunchConfiguration): readonly string[] {
  return images.map((image) => resolve(cwd ?? '.', image));
}

function openFolder({ semihosting }: LaunchConfiguration, folder: string): NodeSemihostingFiles {
  return new NodeSemihostingFiles(semihosting?.folder === undefined ? undefined : resolve(folder, semihosting.folder));
}
