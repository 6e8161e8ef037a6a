/** What CMake and the compiler leave in a build folder: the cache, and the list of files that were read. */
import type { SourceFile } from '../source/index.js';
import { normalPath } from './paths.js';

/** CMakeCache.txt: `NAME:TYPE=value` on a line; `#` and `//` begin comments (cmake(1), "CMake cache"). */
export function readCmakeCache(file: SourceFile): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [, quoted, plain, value] of file.text.matchAll(/^(?:"([^"\n]+)"|([^\s#/"=:][^=:\n]*)):[A-Z]+=(.*)$/gm)) {
    const text = value!.trimEnd();
    // A value with blanks at its ends stands in quotes.
    entries.set(quoted ?? plain!, /^'.*'$/.test(text) ? text.slice(1, -1) : text);
  }
  return entries;
}

/** A CMake list; Zephyr takes blanks between overlays too. */
export function cmakeList(value: string | undefined): readonly string[] {
  return (value ?? '').split(/[;\s]+/).filter((each) => each !== '');
}

/**
 * The files of a make rule as `gcc -MD` writes it, in the order of reading: `target: a.dts \` and so on. Blanks in names are
 * escaped.
 */
export function readMakeRule(file: SourceFile): readonly string[] {
  const text = file.text.replaceAll(/\\\r?\n/g, ' ');
  const colon = /:(?=\s)/.exec(text);
  if (colon === null) return [];
  const names = text.slice(colon.index + 1).match(/(?:\\.|[^\s\\])+/g) ?? [];
  return names.map((name) => normalPath(name.replaceAll(/\\([ #:])/g, '$1').replaceAll('$$', '$')));
}

/** `-DNAME` and `-DNAME=VALUE` of preprocessor flags, for DTS_EXTRA_CPPFLAGS. A name alone is 1, as for gcc. */
export function definesOf(flags: string | undefined): Readonly<Record<string, string>> {
  const defines: Record<string, string> = {};
  for (const flag of cmakeList(flags)) {
    const match = /^-D([A-Za-z_]\w*)(?:=(.*))?$/.exec(flag);
    if (match !== null) defines[match[1]!] = match[2] ?? '1';
  }
  return defines;
}
