/** Fills the gaps of a launch configuration: defaults, absolute paths. No editor in here. */
import * as path from 'node:path';
import type { LaunchConfiguration } from '../../protocol/index.js';

export interface LaunchDefaults {
  /** Where relative paths start if the configuration has no `cwd`; undefined outside any folder. */
  readonly folder: string | undefined;
  readonly board: string;
}

/**
 * A configuration without null values, with `board`, `cwd` and absolute paths. Expects one that `launchMistakes` finds
 * nothing in; other extensions' attributes pass through.
 */
export function completeLaunch<Configuration extends object>(
  configuration: Configuration & LaunchConfiguration,
  defaults: LaunchDefaults,
): Configuration & LaunchConfiguration {
  const given = Object.fromEntries(
    Object.entries(configuration).filter(([, value]) => value !== null),
  ) as unknown as Configuration & LaunchConfiguration;
  const base = defaults.folder ?? process.cwd();
  const cwd = path.resolve(base, given.cwd ?? '');
  const folder = given.semihosting?.folder;
  return {
    ...given,
    cwd,
    board: given.board ?? defaults.board,
    program: path.resolve(cwd, given.program),
    ...(given.images === undefined ? {} : { images: given.images.map((one) => path.resolve(cwd, one)) }),
    ...(given.dts === undefined ? {} : { dts: path.resolve(cwd, given.dts) }),
    ...(given.dtsIncludePaths === undefined
      ? {}
      : { dtsIncludePaths: given.dtsIncludePaths.map((one) => path.resolve(cwd, one)) }),
    ...(folder === undefined ? {} : { semihosting: { folder: path.resolve(cwd, folder) } }),
  };
}
