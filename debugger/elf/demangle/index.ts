/** C++ names for people: `_ZN4mbed5MutexC1Ev` is `mbed::Mutex::Mutex()`. Prints as `c++filt -i` does. */
import { Unreadable } from './mangled-reader.js';
import { type Node, Printer, sequence } from './nodes.js';
import { Parser } from './parser.js';

/** Names longer than this are left as they are. */
const LENGTH_LIMIT = 20_000;

/**
 * The readable form of an Itanium-mangled name, or `undefined` when it is not one. Suffixes that compilers add to clones
 * print as `[clone .isra.0]`.
 */
export function demangle(mangled: string): string | undefined {
  return printed(mangled, (node, suffix) => sequence(node, cloneText(suffix)));
}

/** The same without result, parameters and clones: `math::operator+<short, 3u>`, as call stacks name functions. */
export function demangledName(mangled: string): string | undefined {
  return printed(mangled, (node) => (node.kind === 'encoding' ? node.name : node));
}

/** `select` makes what is printed of what was read and of what stands behind it. */
function printed(mangled: string, select: (node: Node, suffix: string) => Node): string | undefined {
  if (!mangled.startsWith('_Z') || mangled.length > LENGTH_LIMIT) return undefined;
  const parser = new Parser(mangled);
  parser.position = 2;
  try {
    const node = parser.encoding(true);
    const suffix = mangled.slice(parser.position);
    if (suffix !== '' && !suffix.startsWith('.')) return undefined;
    return new Printer().run(select(node, suffix));
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
