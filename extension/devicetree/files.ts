/** Which files the devicetree features look at. By name, because other extensions give these files languages of their own. */

/** Sources: what starts the server, and what its features show in. */
export const SOURCE_PATTERN = '**/*.{dts,dtsi,dtso,overlay}';

/**
 * Headers that sources include, so that what is typed into one shows before it is saved. Other headers count once they are
 * saved: a server that hears every key in every C header would be in the way.
 */
export const HEADER_PATTERN = '**/{dt-bindings,dts}/**/*.h';

/** @param path of a URI or file, with either slash */
export function isDevicetreeSource(path: string): boolean {
  return /[^/\\]\.(dts|dtsi|dtso|overlay)$/i.test(path);
}
