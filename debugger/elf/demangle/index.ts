/** C++ names for people: `_ZN4mbed5MutexC1Ev` is `mbed::Mutex::Mutex()`. Prints as `c++filt -i` does. */
import { Unreadable } from './mangled-reader.js';
import { Printer, sequence } from './nodes.js';
import { Parser } from './parser.js';

/** Names longer than this are left as they are. */
const LENGTH_LIMIT = 20_000;

/**
 * The readable form of an Itanium-mangled name, or `undefined` when it is not one. Suffixes that compilers add to clones
 * print as `[clone .isra.0]`.
 */
export function demangle(mangled: string): string | undefined {
  if (!mangled.startsWith('_Z') || mangled.length > LENGTH_LIMIT) return undefined;
  const parser = new Parser(mangled);
  parser.position = 2;
  try {
    const node = parser.encoding(true);
    const suffix = mangled.slice(parser.position);
    if (suffix !== '' && !suffix.startsWith('.')) return undefined;
    return new Printer().run(sequence(node, cloneText(suffix)));
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** `.constprop.0.isra.0` is two clones: ` [clone .constprop.0] [clone .isra.0]`. */
function cloneText(suffix: string): string {
  const clones = suffix.match(/\.[A-Za-z_]*(?:\.\d+)*|\.\d+(?:\.\d+)*/g) ?? [];
  return clones.map((clone) => ` [clone ${clone}]`).join('');
}
