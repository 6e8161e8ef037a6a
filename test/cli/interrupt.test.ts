/** Ctrl-C, in a process of its own as a user has it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { interruptible } from '../../cli/interrupt.js';
import { loadElf } from '../../debugger/index.js';
import { SPINNING, tinyProgram } from '../debug-adapter/programs.js';
import { root } from '../support/root.js';

const DEMO = join(root, 'firmware/elf/demos/stack-overflow-mps2-an385.elf');
/** B to itself (encoding T2, A7.7.12). */
const BRANCH_TO_SELF = 0xe7fe;

/** The demo, which never comes past `name`; the function's address, too. */
function stuckIn(name: string): { readonly bytes: Buffer; readonly address: number } {
  const bytes = Buffer.from(readFileSync(DEMO));
  const { address } = loadElf(bytes, 'demo.elf').elf!.symbols.named(name)!;
  const offset = bytes.readUInt32LE(52 + 4) + address - bytes.readUInt32LE(52 + 8); // p_offset, p_vaddr of the first segment
  bytes.writeUInt16LE(BRANCH_TO_SELF, offset);
  return { bytes, address };
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Sends a signal whenever the output matches the next pattern. */
async function interrupted(
  args: readonly string[],
  patterns: readonly RegExp[],
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGINT'],
): Promise<Ended> {
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let sent = 0;
  const look = (): void => {
    if (sent < patterns.length && patterns[sent]!.test(stdout + stderr)) child.kill(signals[sent++]);
  };
  child.stdout!.on('data', (data: Buffer) => {
    stdout += data.toString();
    look();
  });
  child.stderr!.on('data', (data: Buffer) => {
    stderr += data.toString();
    look();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

describe('ringfence run: Ctrl-C and SIGTERM', () => {
  let folder: string;
  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('ends the run with the place, the whole console, the report and 130', async () => {
    const program = join(folder, 'stuck.elf');
    const report = join(folder, 'report.json');
    const { bytes, address } = stuckIn('semihosting_exit');
    writeFileSync(program, bytes);
    const { code, stdout, stderr } = await interrupted(
      [join(root, 'out/cli/main.js'), 'run', program, '--json', report],
      [/fault end/],
    );
    assert.equal(code, 130);
    assert.match(stdout, /^as designed: 4 menus\nfault begin\n[^]*fault end\n$/);
    const place = `semihosting_exit, semihosting.c:\\d+ \\(0x${address.toString(16).padStart(8, '0')}\\)`;
    assert.match(
      stderr,
      new RegExp(`^ringfence: Interrupted in ${place}, after \\d+ instructions, in the MemManage handler\\.\n$`),
    );
    const json = JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>;
    assert.deepEqual([json['ending'], json['firmwareStatus'], json['processStatus']], ['interrupted', null, 130]);
    const { path, line, ...where } = json['interruptedAt'] as Readonly<Record<string, unknown>>;
    assert.deepEqual(where, { pc: address, function: 'semihosting_exit', exception: 'MemManage', privileged: true });
    assert.match(String(path), /semihosting\.c$/);
    assert.ok(stderr.includes(`:${String(line)} `));
    assert.ok(Number(json['retired']) > 1000);
  });

  it('names the address where there is nothing better', async () => {
    const program = join(folder, 'stripped.elf');
    const { bytes, address } = stuckIn('semihosting_exit');
    bytes.writeUInt32LE(0, 32); // e_shoff, e_shnum and e_shstrndx: no sections, so no names
    bytes.writeUInt16LE(0, 48);
    bytes.writeUInt16LE(0, 50);
    writeFileSync(program, bytes);
    const { code, stderr } = await interrupted([join(root, 'out/cli/main.js'), 'run', program], [/fault end/]);
    assert.equal(code, 130);
    assert.match(
      stderr,
      new RegExp(
        `ringfence: Interrupted at 0x${address.toString(16).padStart(8, '0')}, after \\d+ instructions, in the MemManage handler\\.\n$`,
      ),
    );
  });

  it('ends the run for SIGTERM likewise', async () => {
    const program = join(folder, 'spinning.elf');
    writeFileSync(program, tinyProgram(SPINNING));
    const { code, signal, stderr } = await interrupted(
      [join(root, 'out/cli/main.js'), 'run', program],
      [/has no symbols/],
      ['SIGTERM'],
    );
    assert.deepEqual([code, signal], [130, null]);
    const where = String.raw`at 0x000000\d\d, after \d+ instructions, in Thread mode, privileged`;
    assert.match(stderr, new RegExp(`\nringfence: Interrupted ${where}\\.\n$`));
  });

  it('kills at once the second time', async () => {
    const module = pathToFileURL(join(root, 'out/cli/interrupt.js')).href;
    const script = `
      import { interruptible } from ${JSON.stringify(module)};
      await interruptible((signal) => {
        signal.addEventListener('abort', () => console.log('asked to end'));
        console.log('begun');
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const { code, signal, stdout } = await interrupted(
      ['--input-type=module', '--eval', script],
      [/begun/, /asked to end/],
    );
    assert.deepEqual([code, signal, stdout], [null, 'SIGINT', 'begun\nasked to end\n']);
  });

  it('leaves no listener behind', async () => {
    const count = (): number => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
    const before = count();
    assert.equal(await interruptible(() => Promise.resolve(7)), 7);
    await assert.rejects(interruptible(() => Promise.reject(new Error('no'))));
    assert.equal(count(), before);
  });
});
