/** Memory as bytes and as instructions. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { UserError, hex32 } from '../../base/index.js';
import type { DisassembledLine } from '../../debugger/index.js';
import type { Conversation } from '../conversation.js';
import { defined } from '../dap/defined.js';
import { addressOf, dapSource, requireAddress } from '../dap/values.js';
import type { Handlers } from './handlers.js';

/** As much as the largest memory of a board; who wants more asks again. */
const LARGEST_READ = 16 * 2 ** 20;
const MOST_INSTRUCTIONS = 100_000;

export const memory: Handlers<'readMemory' | 'writeMemory' | 'disassemble'> = {
  // Clients wait for ever after a failed read, so what cannot be read is unreadable instead.
  readMemory({ memoryReference, offset, count }, { session }) {
    const address = addressOf(memoryReference, offset);
    const wanted = Math.max(0, Math.min(count, LARGEST_READ));
    if (address === undefined) return { address: memoryReference, data: '', unreadableBytes: wanted };
    const { bytes, unreadable } = session.readMemory(address, wanted);
    return {
      address: hex32(address),
      data: Buffer.from(bytes).toString('base64'),
      ...(unreadable === 0 ? {} : { unreadableBytes: unreadable }),
    };
  },

  writeMemory({ memoryReference, offset, data, allowPartial }, conversation) {
    const { session } = conversation;
    const address = requireAddress(memoryReference, offset);
    const bytes = Buffer.from(data, 'base64');
    const writable = session.readMemory(address, bytes.length).bytes.length;
    if (writable < bytes.length && allowPartial !== true) {
      throw new UserError('unwritable', `Nothing answers at ${hex32(address + writable)}, so nothing is written.`);
    }
    const bytesWritten = session.writeMemory(address, bytes);
    conversation.stateWritten();
    return { bytesWritten };
  },

  disassemble({ memoryReference, offset, instructionOffset = 0, instructionCount, resolveSymbols }, conversation) {
    const address = requireAddress(memoryReference, offset);
    const count = Math.max(0, Math.min(instructionCount, MOST_INSTRUCTIONS));
    const lines = conversation.session.disassemble(address, instructionOffset, count);
    return { instructions: lines.map((line) => instruction(line, resolveSymbols === true, conversation)) };
  },
};

function instruction(line: DisassembledLine, symbols: boolean, { client }: Conversation): Dap.DisassembledInstruction {
  return {
    address: hex32(line.address),
    instruction: columns(line.text),
    ...defined({
      instructionBytes: line.bytes.length === 0 ? undefined : bytesText(line.bytes),
      symbol: symbols ? line.symbol : undefined,
      location: line.source === undefined ? undefined : dapSource(line.source, client),
      line: line.line === undefined ? undefined : client.line(line.line),
      column: line.column === undefined ? undefined : client.column(line.column),
      presentationHint: line.invalid ? ('invalid' as const) : undefined,
    }),
  };
}

/** Editors do not show tabs well here. */
function columns(text: string): string {
  const [mnemonic = '', ...rest] = text.split('\t');
  return rest.length === 0 ? mnemonic : `${mnemonic.padEnd(7)} ${rest.join(' ')}`;
}

function bytesText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
