/** What tests in the extension host wait for. */
import * as vscode from 'vscode';

/** The next event of the adapter, by name. */
export function nextEvent(name: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('ringfence', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage(message: { type: string; event?: string; body?: Record<string, unknown> }) {
          if (message.type !== 'event' || message.event !== name) return;
          tracker.dispose();
          resolve(message.body ?? {});
        },
      }),
    });
  });
}

/** Waits until the editor itself has noticed a stop: its active stack item follows the event. */
export async function untilFrame(line: number): Promise<void> {
  while (true) {
    const item = vscode.debug.activeStackItem;
    if (item instanceof vscode.DebugStackFrame) {
      const { stackFrames } = (await item.session.customRequest('stackTrace', { threadId: item.threadId })) as {
        stackFrames: { id: number; line: number }[];
      };
      if (stackFrames.find(({ id }) => id === item.frameId)?.line === line) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
