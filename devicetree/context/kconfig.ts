/** Kconfig's settings files: `.config` of a build, `prj.conf` of an application. */
import type { SourceFile } from '../source/index.js';

const settings = new WeakMap<SourceFile, ReadonlyMap<string, string>>();

/**
 * Symbols of a settings file, with `CONFIG_` in front; strings without their quotes. `# CONFIG_X is not set` and `CONFIG_X=n` leave
 * a symbol out, as for Kconfig both mean n.
 */
export function readKconfig(file: SourceFile): ReadonlyMap<string, string> {
  const known = settings.get(file);
  if (known !== undefined) return known;
  const symbols = new Map<string, string>();
  for (const [, name, value] of file.text.matchAll(/^[ \t]*(CONFIG_\w+)=(.*)$/gm)) {
    const text = value!.trim();
    if (text === 'n') symbols.delete(name!);
    else symbols.set(name!, text.startsWith('"') ? unquoted(text) : text);
  }
  settings.set(file, symbols);
  return symbols;
}

function unquoted(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return inner === undefined ? text : inner.replaceAll(/\\(.)/g, '$1');
}
