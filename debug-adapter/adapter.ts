/** The debug adapter: takes a request, looks it up in the table, and answers, always exactly once. */
import { DebugSession as ProtocolSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { UserError } from '../base/index.js';
import { Conversation } from './conversation.js';
import { refusal } from './dap/errors.js';
import { type RequestTable, requestTable } from './requests.js';

/** What the user asked for by itself; the client shows other refusals where the question was. */
const SHOWN: ReadonlySet<string> = new Set(['launch', 'attach', 'restart']);

export class DebugAdapter extends ProtocolSession {
  private readonly conversation: Conversation;
  private readonly requests: RequestTable;
  private readonly ended: () => void;
  private over = false;

  /** `ended` is called once, when the client has left. */
  constructor(ended: () => void) {
    super();
    this.ended = ended;
    this.conversation = new Conversation({
      send: (name, body) => this.sendEvent(new Event(name, body)),
      failed: (error) => this.failed(error),
      close: () => this.shutdown(),
    });
    this.requests = requestTable(this.conversation);
  }

  /** The client is gone, with or without a word. */
  override shutdown(): void {
    if (this.over) return;
    this.over = true;
    this.conversation.debuggee?.end();
    this.ended();
  }

  protected override dispatchRequest(request: Dap.Request): void {
    const response: Dap.Response = new Response(request);
    try {
      response.body = this.answer(request);
    } catch (error) {
      response.success = false;
      Object.assign(response, refusal(error, SHOWN.has(request.command)));
    }
    this.sendResponse(response);
    try {
      this.conversation.responded();
    } catch (error) {
      this.failed(error);
    }
  }

  private answer({ command, arguments: args }: Dap.Request): unknown {
    const handler = this.requests.get(command);
    if (handler === undefined) throw new UserError('unknown-request', `There is no request “${command}”.`);
    return handler(args ?? {}, this.conversation);
  }

  /** Something broke while no request was being answered: say so, and end the session rather than leave it hanging. */
  private failed(error: unknown): void {
    const { message } = refusal(error, true);
    this.conversation.send('output', { category: 'stderr', output: `${message}\n` });
    this.conversation.debuggee?.end();
    this.conversation.send('terminated', undefined);
  }
}
