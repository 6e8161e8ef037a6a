/** The firmware's console: bytes of several channels become text for the client, a slice's worth at a time. */
import { TextDecoder } from 'node:util';

export type ConsoleCategory = 'stdout' | 'stderr';

/** More than this is sent at once even in the middle of a slice. */
const LARGEST_PART = 16_384;

interface Channel {
  readonly category: ConsoleCategory;
  /** Holds back the first bytes of a character whose rest is yet to come. */
  readonly decoder: TextDecoder;
}

export class ConsoleOutput {
  private readonly send: (category: ConsoleCategory, text: string) => void;
  private readonly channels = new Map<string, Channel>();
  private category: ConsoleCategory = 'stdout';
  private text = '';

  constructor(send: (category: ConsoleCategory, text: string) => void) {
    this.send = send;
  }

  /** Bytes from a device, or from `semihosting:stdout` and `semihosting:stderr`. */
  write(name: string, bytes: Uint8Array): void {
    const { category, decoder } = this.channel(name);
    if (category !== this.category) this.flush();
    this.category = category;
    this.text += decoder.decode(bytes, { stream: true });
    if (this.text.length >= LARGEST_PART) this.flush();
  }

  /** Sends what is there; half a character stays. */
  flush(): void {
    if (this.text === '') return;
    const { text } = this;
    this.text = '';
    this.send(this.category, text);
  }

  private channel(name: string): Channel {
    const known = this.channels.get(name);
    if (known !== undefined) return known;
    const category = name === 'semihosting:stderr' ? 'stderr' : 'stdout';
    // The byte order mark is text of the firmware like any other.
    const made: Channel = { category, decoder: new TextDecoder('utf-8', { ignoreBOM: true }) };
    this.channels.set(name, made);
    return made;
  }
}
