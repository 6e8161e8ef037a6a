/** What constructors are called. */
import { Unreadable } from './mangled-reader.js';
import type { Node } from './nodes.js';

/** The name that a constructor of the class repeats: without scope, template arguments and ABI tags. */
export function lastName(node: Node | undefined): string {
  switch (node?.kind) {
    case 'text':
      return node.text;
    case 'abbreviation':
      return node.last;
    case 'nested':
      return lastName(node.name);
    case 'template':
      return lastName(node.base);
    case 'sequence': {
      const [first] = node.parts;
      return typeof first === 'string' ? first : lastName(first);
    }
    default:
      throw new Unreadable();
  }
}
