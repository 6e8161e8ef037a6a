/** What tests in the extension host wait for. */
import * as vscode from 'vscode';

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly body?: Record<string, unknown>;
}

const sent = new vscode.EventEmitter<Message>();
const received = new vscode.EventEmitter<{ readonly command?: string }>();

/** Trackers see the sessions that start after they are registered, so there is one from the beginning. */
vscode.debug.registerDebugAdapterTrackerFactory('ringfence', {
  createDebugAdapterTracker: () => ({
    onDidSendMessage: (message: Message) => sent.fire(message),
    onWillReceiveMessage: (message: { readonly command?: string }) => received.fire(message),
  }),
});

/** The next event of the adapter, by name. */
export function nextEvent(name: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    const subscription = sent.event((message) => {
      if (message.type !== 'event' || message.event !== name) return;
      subscription.dispose();
      resolve(message.body ?? {});
    });
  });
}

/** The next request that the adapter gets, by its command. */
export function nextRequest(command: string): Promise<void> {
  return new Promise((resolve) => {
    const subscription = received.event((message) => {
      if (message.command !== command) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** Waits until the editor itself has noticed a stop: the frame that it focuses is at a line. */
export async function untilFrame(line: number): Promise<void> {
  while ((await focusedFrame())?.line !== line) await soon();
}

export async function untilFunction(name: string): Promise<void> {
  while ((await focusedFrame())?.name !== name) await soon();
}

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
}

/** The frame that the editor has focused, as the adapter describes it. */
export async function focusedFrame(): Promise<Frame | undefined> {
  const item = vscode.debug.activeStackItem;
  if (!(item instanceof vscode.DebugStackFrame)) return undefined;
  try {
    const reply: unknown = await item.session.customRequest('stackTrace', { threadId: item.threadId });
    return (reply as { stackFrames: Frame[] }).stackFrames.find(({ id }) => id === item.frameId);
  } catch {
    // The program ran on, or its session ended, while we asked.
    return undefined;
  }
}

/** Ends the session and waits until it is gone. */
export async function endSession(): Promise<void> {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await vscode.debug.stopDebugging();
  while (vscode.debug.activeDebugSession !== undefined) await soon();
}

export function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
