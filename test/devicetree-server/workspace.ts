/** A workspace on disk and a server for it, gone after each test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageClient, type ClientOptions } from '../../bench/devicetree/language-client.js';

export interface TestWorkspace {
  readonly folder: string;
  path(name: string): string;
  uri(name: string): string;
  write(name: string, text: string): void;
  remove(name: string): void;
  /** A server for this folder, with no debounce unless the settings say another one. Stopped at the end of the test. */
  start(options?: ClientOptions): Promise<LanguageClient>;
  dispose(): Promise<void>;
}

export function testWorkspace(files: Readonly<Record<string, string>> = {}): TestWorkspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringfence-server-')));
  const clients: LanguageClient[] = [];
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    folder,
    path,
    uri: (name) => pathToFileURL(path(name)).href,
    write,
    remove: (name) => rmSync(path(name)),
    async start(options = {}) {
      const client = new LanguageClient({ folders: [folder], settings: { debounceMs: 0 }, ...options });
      clients.push(client);
      await client.initialized;
      return client;
    },
    async dispose() {
      for (const client of clients) await client.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The position of an offset. */
export function positionAt(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
