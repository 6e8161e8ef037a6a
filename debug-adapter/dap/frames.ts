/** Frames as the client shows them: the handler of a fault stands above the culprit, but the editor is to open the culprit. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { hex32 } from '../../base/index.js';
import type { SessionFrame } from '../../debugger/index.js';
import type { Client } from './client.js';
import { defined } from './defined.js';
import { dapSource } from './values.js';

/**
 * Frames of the whole call stack. Those that the user did not write, and markers between them, are not where the editor should open.
 *
 * VS Code shows an exception at the first frame whose source is not deemphasized, if that frame is in focus, and takes the hint of a
 * file from the last of its frames. So frames that share a file with the handler have the handler's hint on their source and their
 * own on the frame; and where the culprit is in that file, the handler goes without source.
 */
export function dapFrames(frames: readonly SessionFrame[], client: Client): readonly Dap.StackFrame[] {
  const handlers = client.sharesSources ? filesOf(frames.filter(isHandler)) : new Set<string>();
  const culprit = frames.find(({ presentation, source }) => presentation === 'normal' && source?.exists === true);
  return frames.map((frame) => {
    const { source } = frame;
    if (source === undefined) return dapFrame(frame, client);
    const shares = handlers.has(source.path);
    if (shares && source.path === culprit?.source?.path)
      return dapFrame(frame, client, isHandler(frame) ? undefined : dapSource(source, client));
    const shown = dapFrame(frame, client, dapSource(source, client, shares || isHandler(frame)));
    return shares ? { presentationHint: 'normal', ...shown } : shown;
  });
}

const isHandler = ({ presentation }: SessionFrame): boolean => presentation === 'deemphasize';

function filesOf(frames: readonly SessionFrame[]): ReadonlySet<string> {
  return new Set(frames.flatMap(({ source }) => (source === undefined ? [] : [source.path])));
}

function dapFrame(frame: SessionFrame, client: Client, source?: Dap.Source): Dap.StackFrame {
  const { id, name, line, column, address, presentation } = frame;
  const hint = presentation === 'deemphasize' ? 'subtle' : presentation;
  return {
    id,
    name,
    line: client.line(line),
    column: client.column(column),
    ...(hint === 'normal' ? {} : { presentationHint: hint }),
    ...defined({
      source,
      instructionPointerReference: address === undefined ? undefined : hex32(address),
    }),
  };
}
