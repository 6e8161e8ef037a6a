/** Names of what the compiler makes for an entity: vtables, thunks, guards (Itanium C++ ABI, 5.1.4). */
import { type MangledReader, Unreadable } from './mangled-reader.js';
import { type Node, sequence } from './nodes.js';
import { SPECIAL_TYPES } from './tables.js';

/** A table, thunk or guard of the compiler's (5.1.4). */
export function readSpecial(parser: MangledReader): Node {
  const code = parser.peek() + parser.peek(1);
  parser.position += 2;
  const prefix = SPECIAL_TYPES[code];
  if (prefix !== undefined) return sequence(prefix, parser.type());
  switch (code) {
    case 'Th':
    case 'Tv':
      parser.position--;
      callOffset(parser);
      return sequence(code === 'Th' ? 'non-virtual thunk to ' : 'virtual thunk to ', parser.encoding(false));
    case 'Tc':
      callOffset(parser);
      callOffset(parser);
      return sequence('covariant return thunk to ', parser.encoding(false));
    case 'TC': {
      const derived = parser.type();
      parser.number();
      parser.expect('_');
      return sequence('construction vtable for ', parser.type(), '-in-', derived);
    }
    case 'TH':
      return sequence('TLS init function for ', parser.namePart());
    case 'TW':
      return sequence('TLS wrapper function for ', parser.namePart());
    case 'TA':
      return sequence('template parameter object for ', parser.templateArgument());
    case 'GV':
      return sequence('guard variable for ', parser.namePart());
    case 'GR': {
      const name = parser.namePart();
      return sequence('reference temporary #', String(parser.sequenceId()), ' for ', name);
    }
    case 'GT':
      parser.position++;
      return sequence('transaction clone for ', parser.encoding(false));
    default:
      throw new Unreadable();
  }
}

function callOffset(parser: MangledReader): void {
  if (parser.take('h')) {
    parser.number();
    parser.expect('_');
    return;
  }
  parser.expect('v');
  parser.number();
  parser.expect('_');
  parser.number();
  parser.expect('_');
}
