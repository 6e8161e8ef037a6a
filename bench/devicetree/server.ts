/**
 * `npm run bench`: the devicetree server over LSP on the board in fixture/. How long from opening it to its diagnostics, from an
 * edit to new ones, and how much memory it takes with many boards open. Arguments: rounds (50 if absent), boards (20 if absent).
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEVICETREE_SERVER_ARGUMENTS } from '../../protocol/index.js';
import { median } from '../side-by-side.js';
import { LanguageClient } from './language-client.js';

const FIXTURE = fileURLToPath(new URL('../../../bench/devicetree/fixture', import.meta.url));
const PROBE = fileURLToPath(new URL('server-probe.js', import.meta.url));
const SETTINGS = { debounceMs: 0, includePaths: ['include'] };
/** Rounds that are not counted: the engine is compiled in them. */
const WARM_UP = 20;

const [rounds = 50, boards = 20] = process.argv.slice(2).map(Number);
const workspace = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));

try {
  const folder = join(workspace, 'one');
  cpSync(FIXTURE, folder, { recursive: true });
  const { opened, edited, processor } = await latency(folder);
  report('open to first diagnostics, median', `${median(opened).toFixed(1)} ms`, '< 20 ms; dts-lsp 0.13: 17 ms');
  report('edit to diagnostics, median', `${median(edited).toFixed(1)} ms`, 'dts-lsp 0.13: 77 to 411 ms');
  report('edit to diagnostics, 95th percentile', `${percentile(edited, 95).toFixed(1)} ms`, '< 50 ms');
  report('processor time of the server for an edit', `${processor.toFixed(1)} ms`, 'garbage collection included');
  const memory = await memoryOf(boards);
  report(
    `heap after collection, ${boards} boards open`,
    `${megabytes(memory.heap)} MB`,
    '< 120 MB; dts-lsp 0.13: 167 MB',
  );
  report(`resident, ${boards} boards open`, `${megabytes(memory.resident)} MB`, '');
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

function report(what: string, figure: string, beside: string): void {
  console.log(`${what.padEnd(40)} ${figure.padStart(10)}   ${beside}`.trimEnd());
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)]!;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

/** The board is opened and closed, then open and edited, in one server. Milliseconds by the client's clock. */
async function latency(folder: string): Promise<{ opened: number[]; edited: number[]; processor: number }> {
  const client = start([folder]);
  await client.initialized;
  const path = join(folder, 'boards/board.dts');
  const uri = pathToFileURL(path).href;
  const text = readFileSync(path, 'utf8');
  const opened: number[] = [];
  for (let i = 0; i < WARM_UP + rounds; i++) {
    const startedAt = performance.now();
    client.open(uri, `${text}/* ${i} */\n`);
    await client.diagnostics(uri);
    if (i >= WARM_UP) opened.push(performance.now() - startedAt);
    client.close(uri);
    // Answered after the closing is dealt with.
    await client.request('ringfence/devicetree/contexts', { uri: 'untitled:none' });
    client.published.length = 0;
    client.forget(uri);
  }
  client.open(uri, text);
  await client.diagnostics(uri);
  const edited: number[] = [];
  const line = text.split('\n').length - 1;
  let before = 0;
  for (let i = 0; i < WARM_UP + rounds; i++) {
    if (i === WARM_UP) before = (await probe(client)).processorUs;
    const startedAt = performance.now();
    const at = { line, character: i };
    client.change(uri, { range: { start: at, end: at }, text: ' ' });
    await client.diagnostics(uri);
    if (i >= WARM_UP) edited.push(performance.now() - startedAt);
  }
  const processor = ((await probe(client)).processorUs - before) / 1000 / rounds;
  await client.stop();
  return { opened, edited, processor };
}

/** Copies of the board, each with its own includes. Bytes. */
async function memoryOf(count: number): Promise<Probe> {
  const folders = Array.from({ length: count }, (_, i) => join(workspace, `board${i}`));
  for (const each of folders) cpSync(FIXTURE, each, { recursive: true });
  const client = start(folders);
  await client.initialized;
  for (const each of folders) {
    const path = join(each, 'boards/board.dts');
    const uri = pathToFileURL(path).href;
    client.open(uri, readFileSync(path, 'utf8'));
    await client.diagnostics(uri);
  }
  const memory = await probe(client);
  await client.stop();
  return memory;
}

function start(folders: readonly string[]): LanguageClient {
  const nodeArguments = [...DEVICETREE_SERVER_ARGUMENTS, '--expose-gc', '--import', PROBE];
  return new LanguageClient({ folders, settings: SETTINGS, nodeArguments });
}

interface Probe {
  readonly heap: number;
  readonly resident: number;
  readonly processorUs: number;
}

function probe(client: LanguageClient): Promise<Probe> {
  return new Promise((resolve) => {
    const read = (data: Buffer): void => {
      const match = /probe (\d+) (\d+) (\d+)/.exec(data.toString());
      if (match === null) return;
      client.process.stderr!.off('data', read);
      resolve({ heap: Number(match[1]), resident: Number(match[2]), processorUs: Number(match[3]) });
    };
    client.process.stderr!.on('data', read);
    client.process.kill('SIGUSR2');
  });
}
