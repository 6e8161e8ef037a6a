/** Small translations between the protocol's texts and the debugger's values. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { readNumber, UserError } from '../../base/index.js';
import type { SessionSource } from '../../debugger/index.js';
import type { Client } from './client.js';

/** The address that a memory reference stands for; undefined if it is none. */
export function addressOf(reference: string, offsetBytes = 0): number | undefined {
  const number = readNumber(reference.trim());
  if (number === undefined) return undefined;
  const address = number + offsetBytes;
  return Number.isInteger(address) && address >= 0 && address < 2 ** 32 ? address : undefined;
}

/** Throws a UserError for what is no address. */
export function requireAddress(reference: string, offsetBytes = 0): number {
  const address = addressOf(reference, offsetBytes);
  if (address !== undefined) return address;
  const where = offsetBytes === 0 ? `“${reference}”` : `“${reference}” with offset ${offsetBytes}`;
  throw new UserError('address', `${where} is no address; write a number from 0x00000000 to 0xffffffff.`);
}

/** A file that is not on this machine is named, but not offered as the place to open. */
export function dapSource(source: SessionSource, client: Client, deemphasized = false): Dap.Source {
  const plain: Dap.Source = { name: source.name, path: client.path(source.path) };
  if (!source.exists) return { ...plain, presentationHint: 'deemphasize', origin: 'not found on this machine' };
  return deemphasized ? { ...plain, presentationHint: 'deemphasize' } : plain;
}
