/**
 * Whole sessions as text that people can read and compare: what the client asked, what the adapter answered, in order. What
 * may differ between two machines (the project's folder, how output is cut into events) is written alike.
 */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { root } from '../support/root.js';

const WIDTH = 116;
const LONGEST_LIST = 24;
const ENDS = 4;

interface Asked extends Dap.ProtocolMessage {
  readonly command: string;
  readonly arguments: unknown;
}

interface Answered extends Dap.ProtocolMessage {
  readonly command: string;
  readonly success: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

interface Happened extends Dap.ProtocolMessage {
  readonly event: string;
  readonly body?: unknown;
}

export class Transcript {
  private readonly parts: string[] = [];
  /** Output that may go on in the next event. */
  private console: { readonly category: string; text: string } | undefined;

  add(message: Dap.ProtocolMessage): void {
    if (message.type === 'event') return this.addEvent(message as Happened);
    this.flush();
    if (message.type === 'request') {
      const { command, arguments: args } = message as Asked;
      this.parts.push(`→ ${command} ${text(args)}`);
      return;
    }
    const { success, body, message: refusal, command } = message as Answered;
    // The same in every session: a test of its own looks at it.
    const answer = command === 'initialize' ? '{…}' : text(body ?? {});
    this.parts.push(success ? `← ${command} ${answer}` : `← ${command} refused: ${refusal ?? ''} ${text(body)}`);
  }

  /** The whole text so far. */
  get text(): string {
    this.flush();
    return `${this.parts.join('\n')}\n`;
  }

  private addEvent({ event, body }: Happened): void {
    // Comes by the clock of the machine that the test runs on.
    if (event === 'ringfence/stateChanged') return;
    if (event === 'output') {
      const { category = 'console', output } = body as Dap.OutputEvent['body'];
      if (this.console?.category === category) this.console.text += output;
      else {
        this.flush();
        this.console = { category, text: output };
      }
      return;
    }
    this.flush();
    this.parts.push(`← event ${event}${body === undefined ? '' : ` ${text(body)}`}`);
  }

  private flush(): void {
    if (this.console === undefined) return;
    const lines = this.console.text.replace(/\n$/, '').split('\n');
    this.parts.push(`← event output ${this.console.category}`, ...lines.map((line) => `  | ${line}`.trimEnd()));
    this.console = undefined;
  }
}

/** JSON without the place of the checkout, which must not even decide where lines end. */
function text(value: unknown): string {
  const written = JSON.stringify(value) as string | undefined;
  return layout(written === undefined ? value : JSON.parse(written.replaceAll(root, '<project>/')));
}

/** In one line where that is short; strings of several lines as lines. */
function layout(value: unknown, indent = ''): string {
  if (typeof value === 'string' && value.includes('\n')) {
    const inner = `${indent}  | `;
    return `|\n${value
      .trimEnd()
      .split('\n')
      .map((line) => (inner + line).trimEnd())
      .join('\n')}`;
  }
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || (flat.length + indent.length <= WIDTH && !flat.includes('\\n'))) {
    return flat;
  }
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const lines = Array.isArray(value)
    ? shortened(
        value.map((item) => inner + layout(item, inner)),
        inner,
      )
    : Object.entries(value as Record<string, unknown>).map(([key, item]) => `${inner}${key}: ${layout(item, inner)}`);
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}

/** Long lists, such as a lock's history, by their ends. */
function shortened(items: readonly string[], indent: string): readonly string[] {
  if (items.length <= LONGEST_LIST) return items;
  return [...items.slice(0, ENDS), `${indent}… ${items.length - 2 * ENDS} more …`, ...items.slice(-ENDS)];
}
