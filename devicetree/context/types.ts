/** How a devicetree file is compiled: which files before it, which include folders, whose rules. */
import type { DevicetreeFinding } from '../source/index.js';
import type { Dialect } from '../model/index.js';

export type ContextKind = 'zephyr-build' | 'zephyr-board' | 'zephyr-application' | 'zephyr-file' | 'linux' | 'file';

/** One way to compile a file. All paths are absolute, with `/`. */
export interface CompilationContext {
  /** The same for the same place on every run: `zephyr-build:/app/build`. */
  readonly id: string;
  readonly kind: ContextKind;
  /** For a list to choose from: `blinky on nrf52840dk/nrf52840 (build)`. */
  readonly title: string;
  /** In the order of gcc's `-include`: the board, then overlays. */
  readonly files: readonly string[];
  readonly includePaths: readonly string[];
  readonly defines: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
  readonly zephyr?: ZephyrContext;
  /** A sentence for the user: where this was learned, and what is missing. */
  readonly origin: string;
  /** What was wrong with the files that it was learned from. */
  readonly findings: readonly DevicetreeFinding[];
}

export interface ZephyrContext {
  /** ZEPHYR_BASE. */
  readonly base: string | undefined;
  /** From the file VERSION: `4.1.0`, `4.2.0-rc1`. */
  readonly version: string | undefined;
  /** The board target as far as it is known: `nrf52840dk/nrf52840`. */
  readonly board: string | undefined;
  /** Folders `dts/bindings`, in the order in which Zephyr's build names them. */
  readonly bindingsFolders: readonly string[];
  /** Symbols with `CONFIG_` in front: `CONFIG_ARM_MPU` → `y`. One that is not set is not there. */
  readonly kconfig: ReadonlyMap<string, string>;
  /** `kconfig` is a build's `.config` and says everything; else it is a `prj.conf`, or nothing. */
  readonly kconfigComplete: boolean;
}

/** What a user has chosen, for what cannot be found. */
export interface ContextChoice {
  /** The board's name as in `boards/NAME.overlay`, for an overlay that does not say it. */
  readonly board?: string;
  readonly zephyrBase?: string;
  /** Build folders outside of the file's own ones. */
  readonly buildFolders?: readonly string[];
}
