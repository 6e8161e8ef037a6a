/** Finds what a binding file is for without parsing it: a Zephyr tree has thousands, and a board uses some fifty. */
import type { SourceFile } from '../source/index.js';

/** A line `compatible: value`, at any depth: child bindings may have their own. The value may stand on the next line. */
const COMPATIBLE =
  /^[ \t]*(?:compatible|"compatible"|'compatible')[ \t]*:\s+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#"'[{&*!|>-][^\s#]*))/gm;

const scanned = new WeakMap<SourceFile, readonly string[]>();

/**
 * Compatible strings that a file may be a binding for, each once. A text that only looks like one is there too: whoever uses the
 * answer parses the file.
 */
export function scanCompatibles(file: SourceFile): readonly string[] {
  const known = scanned.get(file);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // Most files that are none (fragments for inclusion) are told apart by this look-up alone.
  if (file.text.includes('compatible')) {
    for (const match of file.text.matchAll(COMPATIBLE)) {
      const name = match[1] ?? match[2] ?? match[3]!;
      // `compatible:` of `properties:` is followed by the settings of that property.
      if (!name.endsWith(':')) found.add(name);
    }
  }
  const list = [...found];
  scanned.set(file, list);
  return list;
}
