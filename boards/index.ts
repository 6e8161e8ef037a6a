/** The boards that come with Ringfence, as devicetree sources. The debugger makes machines of them. */
import { BOARD_SOURCES } from './generated/board-sources.js';

/** Every source file by its name, those that are included too: `mps2-an385.dts`, `armv7-m.dtsi`. */
export const boardSources: Readonly<Record<string, string>> = Object.freeze(BOARD_SOURCES);

/** The names that a user types, each the source of that name with `.dts`. */
export const boardNames: readonly string[] = Object.keys(BOARD_SOURCES).flatMap((file) =>
  file.endsWith('.dts') ? [file.slice(0, -'.dts'.length)] : [],
);
