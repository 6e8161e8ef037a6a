/** A client of the Debug Adapter Protocol on a pair of streams: sends requests, awaits responses and events in order. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { ArgumentsOf, BodyOf, StandardCommand } from '../../debug-adapter/index.js';
import type { RequestArguments, RequestBody, RequestName } from '../../protocol/index.js';

type Command = StandardCommand | RequestName;
type Arguments<Name extends Command> = Name extends StandardCommand
  ? ArgumentsOf<Name>
  : Name extends RequestName
    ? RequestArguments<Name>
    : never;
type Body<Name extends Command> = Name extends StandardCommand
  ? BodyOf<Name>
  : Name extends RequestName
    ? RequestBody<Name>
    : never;

/** A request that the adapter refused; the message is the sentence for the user. */
export class Refused extends Error {
  readonly response: Dap.ErrorResponse;

  constructor(response: Dap.ErrorResponse) {
    super(response.body.error?.format ?? response.message ?? 'refused');
    this.response = response;
  }
}

interface Waiting {
  readonly names: readonly string[];
  readonly resolve: (event: Dap.Event) => void;
  readonly reject: (error: Error) => void;
}

interface Open {
  readonly resolve: (response: Dap.Response) => void;
  readonly reject: (error: Error) => void;
}

const HEADER_END = '\r\n\r\n';

export class DapClient {
  private readonly output: NodeJS.WritableStream;
  private readonly listener: (message: Dap.ProtocolMessage) => void;
  private readonly open = new Map<number, Open>();
  private readonly events: Dap.Event[] = [];
  private waiting: Waiting[] = [];
  private received = Buffer.alloc(0);
  private seq = 0;
  private over = false;

  /** `listener` sees every message of both directions. */
  constructor(
    fromAdapter: NodeJS.ReadableStream,
    toAdapter: NodeJS.WritableStream,
    listener: (message: Dap.ProtocolMessage) => void = () => undefined,
  ) {
    this.output = toAdapter;
    this.listener = listener;
    fromAdapter.on('data', (bytes: Buffer) => this.take(bytes));
    fromAdapter.on('close', () => this.end());
    // A pipe that broke shows as its end, too.
    toAdapter.on('error', () => this.end());
  }

  /** Rejects with `Refused` for an error response, and with another error if the adapter goes away. */
  async request<Name extends Command>(command: Name, args: Arguments<Name>): Promise<Body<Name>> {
    const response = await this.send(command, args);
    if (!response.success) throw new Refused(response as Dap.ErrorResponse);
    return response.body as Body<Name>;
  }

  /** The response, also of a request that is refused or that no type knows. */
  send(command: string, args: object): Promise<Dap.Response> {
    const request: Dap.Request = { seq: ++this.seq, type: 'request', command, arguments: args };
    this.listener(request);
    return new Promise((resolve, reject) => {
      if (this.over) return reject(new Error('The adapter has ended.'));
      this.open.set(request.seq, { resolve, reject });
      const json = JSON.stringify(request);
      this.output.write(`Content-Length: ${Buffer.byteLength(json)}${HEADER_END}${json}`);
    });
  }

  /** The first event of one of these names that nobody has taken yet, now or later. */
  event(...names: readonly string[]): Promise<Dap.Event> {
    const index = this.events.findIndex(({ event }) => names.includes(event));
    const [found] = index < 0 ? [] : this.events.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      if (this.over) reject(new Error('The adapter has ended.'));
      else this.waiting.push({ names, resolve, reject });
    });
  }

  private take(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    for (;;) {
      const end = this.received.indexOf(HEADER_END);
      if (end < 0) return;
      const length = Number(/Content-Length: *(\d+)/i.exec(this.received.toString('ascii', 0, end))?.[1] ?? 0);
      const start = end + HEADER_END.length;
      if (this.received.length < start + length) return;
      const message = JSON.parse(this.received.toString('utf8', start, start + length)) as Dap.ProtocolMessage;
      this.received = this.received.subarray(start + length);
      this.deliver(message);
    }
  }

  private deliver(message: Dap.ProtocolMessage): void {
    this.listener(message);
    if (message.type === 'response') {
      const response = message as Dap.Response;
      this.open.get(response.request_seq)?.resolve(response);
      this.open.delete(response.request_seq);
    } else if (message.type === 'event') {
      const event = message as Dap.Event;
      const index = this.waiting.findIndex(({ names }) => names.includes(event.event));
      const [waiter] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (waiter === undefined) this.events.push(event);
      else waiter.resolve(event);
    }
  }

  private end(): void {
    this.over = true;
    const error = new Error('The adapter has ended.');
    for (const { reject } of [...this.open.values(), ...this.waiting]) reject(error);
    this.open.clear();
    this.waiting = [];
  }
}
