/** `ringfence` from its words to exit status, stderr and report, around a pretended machine. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostError, UserError, type Finding } from '../../base/index.js';
import type { Engine, RunRequest } from '../../cli/engine.js';
import type { RunOutcome } from '../../cli/report.js';
import { ringfence } from '../../cli/ringfence.js';
import { type Ending, statusOf } from '../../cli/status.js';
import { root } from '../support/root.js';

const STATUSES: readonly (readonly [ending: Ending, firmware: number | null, process: number, noted: boolean])[] = [
  [{ kind: 'exit', status: 0 }, 0, 0, false],
  [{ kind: 'exit', status: 1 }, 1, 1, false],
  [{ kind: 'exit', status: 123 }, 123, 123, false],
  [{ kind: 'exit', status: 124 }, 124, 1, true],
  [{ kind: 'exit', status: 126 }, 126, 1, true],
  [{ kind: 'exit', status: 256 }, 256, 1, true],
  [{ kind: 'exit', status: -1 }, -1, 1, true],
  [{ kind: 'exit', status: -0x8000_0000 }, -0x8000_0000, 1, true],
  [{ kind: 'limit' }, null, 124, true],
  [{ kind: 'interrupted', where: 'at 0x00000040, after 7 instructions' }, null, 130, true],
  [{ kind: 'sleeping' }, null, 124, true],
  [{ kind: 'fault' }, null, 126, false],
  [{ kind: 'lockup' }, null, 126, false],
  [{ kind: 'breakpoint' }, null, 126, true],
];

const OUTCOME: RunOutcome = { ending: { kind: 'exit', status: 0 }, retired: 50, virtualSeconds: 2e-6 };

/** Every field that docs/COMMAND-LINE.md tells of. */
const FIELDS = [
  ...['formatVersion', 'ringfenceVersion', 'elf', 'board', 'mpu', 'ending', 'firmwareStatus', 'processStatus'],
  ...['retired', 'virtualSeconds', 'fault', 'interruptedAt', 'findings', 'error'],
];

interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly request: RunRequest | undefined;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  writeFileSync(join(folder, 'a.elf'), 'ELF');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** `outcome` may throw what an engine throws. */
async function check(
  words: readonly string[],
  outcome: () => RunOutcome = () => OUTCOME,
  findings: readonly Finding[] = [],
): Promise<Printed> {
  let stdout = '';
  let stderr = '';
  let request: RunRequest | undefined;
  const engine: Engine = {
    run: (asked, terminal) => {
      request = asked;
      for (const finding of findings) asked.tell(finding);
      terminal.stdout(Uint8Array.of(0x68, 0x69, 0x0a));
      return Promise.resolve().then(outcome);
    },
    disassemble: (elf) => [`${elf.length} bytes`, 'bx lr'],
    dap: () => Promise.resolve(),
    demoSession: () => Promise.resolve(0),
  };
  const status = await ringfence(words, engine, {
    stdout: (bytes) => (stdout += Buffer.from(bytes).toString()),
    stderr: (text) => (stderr += text),
  });
  return { status, stdout, stderr, request };
}

const path = (name: string): string => join(folder, name);

function report(): Record<string, unknown> {
  return JSON.parse(readFileSync(path('r.json'), 'utf8')) as Record<string, unknown>;
}

describe('exit status', () => {
  for (const [ending, firmwareStatus, processStatus, noted] of STATUSES) {
    it(`of ${JSON.stringify(ending)} is ${processStatus}`, () => {
      const pair = statusOf(ending);
      assert.deepEqual([pair.firmwareStatus, pair.processStatus], [firmwareStatus, processStatus]);
      assert.equal(pair.note !== undefined, noted);
    });
  }
});

describe('ringfence run', () => {
  it('prints the console alone on stdout', async () => {
    const { status, stdout, stderr } = await check(['run', path('a.elf')]);
    assert.deepEqual([status, stdout, stderr], [0, 'hi\n', '']);
  });

  it('hands on what was asked for', async () => {
    const { request } = await check([
      ...['run', path('a.elf'), '--board', 'lm3s6965evb', '--mpu', 'off', '--args', 'one two'],
      ...['--max-instructions', '1000', '--semihosting-dir', folder],
    ]);
    assert.deepEqual(
      { ...request, board: request!.board.name, files: undefined, elf: Buffer.from(request!.elf).toString() },
      {
        elf: 'ELF',
        elfName: path('a.elf'),
        images: [],
        board: 'lm3s6965evb',
        mpu: 'off',
        maxInstructions: 1000,
        commandLine: 'a.elf one two',
        files: undefined,
        interrupt: request!.interrupt,
        tell: request!.tell,
      },
    );
    assert.ok('value' in request!.files.open('a.elf', 'r'));
    const plain = await check(['run', path('a.elf')]);
    assert.deepEqual([plain.request!.maxInstructions, plain.request!.commandLine], [Infinity, 'a.elf']);
    assert.deepEqual(plain.request!.files.open('a.elf', 'r'), { errno: 13 });
  });

  it('loads further images, and names the one that is not there', async () => {
    writeFileSync(path('b.elf'), 'other');
    const words = ['run', path('a.elf'), '--image', path('b.elf'), '--image', path('a.elf')];
    const { request } = await check(words);
    assert.deepEqual(
      request!.images.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
      [
        [path('b.elf'), 'other'],
        [path('a.elf'), 'ELF'],
      ],
    );
    const missing = await check(['run', path('a.elf'), '--image', path('none.elf')]);
    assert.equal(missing.status, 125);
    assert.match(missing.stderr, /none\.elf/);
  });

  it('runs on the board of a devicetree, and tells what that leaves open', async () => {
    const text = readFileSync(join(root, 'boards/lm3s6965evb.dts'), 'utf8').replace(
      'clock-frequency = <12500000>;',
      '',
    );
    writeFileSync(path('mine.dts'), text);
    const include = join(root, 'boards');
    const words = ['run', path('a.elf'), '--dts', path('mine.dts'), '-I', path('none'), '-I', include];
    const { status, stderr, request } = await check([...words, '--json', path('r.json')]);
    assert.equal(status, 0);
    assert.deepEqual(
      request!.board.memories.map(({ name }) => name),
      ['flash', 'sram'],
    );
    assert.match(stderr, /mine\.dts:27:3: information: Nothing says how fast the core runs/);
    assert.equal(report()['board'], path('mine.dts'));
  });

  it('says which line of a devicetree makes no board', async () => {
    writeFileSync(path('bad.dts'), '/dts-v1/;\n/ {\n\tcpus { cpu@0 { compatible = "arm,cortex-a53"; }; }\n};\n');
    const { status, stderr } = await check(['run', path('a.elf'), '--dts', path('bad.dts')]);
    assert.equal(status, 125);
    assert.match(
      stderr,
      /^ringfence: The devicetree “.*bad\.dts” makes no board: .*bad\.dts:3:51: A semicolon is missing here\. .*\n$/,
    );
    assert.match(stderr, /bad\.dts:3:30: The core is arm,cortex-a53/);
    const missing = await check(['run', path('a.elf'), '--dts', path('none.dts')]);
    assert.equal(missing.status, 125);
    assert.match(missing.stderr, /^ringfence: Cannot read the devicetree “.*none\.dts”/);
  });

  it('reports both statuses where they differ', async () => {
    const outcome: RunOutcome = { ...OUTCOME, ending: { kind: 'exit', status: 300 } };
    const { status, stderr } = await check(['run', path('a.elf'), '--json', path('r.json')], () => outcome);
    assert.deepEqual(
      [status, stderr],
      [1, 'ringfence: The firmware exited with status 300, which does not fit; this process exits with 1.\n'],
    );
    assert.deepEqual([report()['firmwareStatus'], report()['processStatus']], [300, 1]);
  });

  it('explains a fault on stderr and in the report', async () => {
    const fault = { exception: 'MemManage', bits: ['DACCVIOL'], pc: 0x100, address: 0, explanation: ['It', 'broke.'] };
    const findings = [{ code: 'odd', severity: 'warning', message: 'Odd.' }] as const;
    const outcome: RunOutcome = { ...OUTCOME, ending: { kind: 'fault' }, fault };
    const words = ['run', path('a.elf'), '--json', path('r.json')];
    const { status, stderr } = await check(words, () => outcome, findings);
    assert.deepEqual([status, stderr], [126, 'warning: Odd. [odd]\nIt\nbroke.\n']);
    assert.deepEqual(report(), {
      formatVersion: 1,
      ringfenceVersion: '0.1.0',
      elf: path('a.elf'),
      board: 'mps2-an385',
      mpu: 'enforce',
      ending: 'fault',
      firmwareStatus: null,
      processStatus: 126,
      retired: 50,
      virtualSeconds: 2e-6,
      fault,
      interruptedAt: null,
      findings,
      error: null,
    });
  });

  it('has exactly the fields that the documentation tells of', async () => {
    await check(['run', path('a.elf'), '--json', path('r.json')]);
    const document = readFileSync(join(root, 'docs/COMMAND-LINE.md'), 'utf8');
    const told = [...document.matchAll(/^\| `(\w+)` /gm)].map((match) => match[1]!);
    assert.deepEqual(told, FIELDS);
    assert.deepEqual(Object.keys(report()).sort(), [...FIELDS].sort());
  });

  it('turns bad input into 125, a sentence and a report', async () => {
    const missing = await check(['run', path('b.elf'), '--json', path('r.json')]);
    const sentence = `Cannot read “${path('b.elf')}”: there is no such file or folder.`;
    assert.deepEqual([missing.status, missing.stdout, missing.stderr], [125, '', `ringfence: ${sentence}\n`]);
    assert.deepEqual(Object.keys(report()).sort(), [...FIELDS].sort());
    assert.deepEqual(
      [report()['ending'], report()['firmwareStatus'], report()['processStatus'], report()['error']],
      ['error', null, 125, { code: 'file-unreadable', message: sentence }],
    );
    const bad = await check(['run', path('a.elf')], () => {
      throw new UserError('elf-not-arm', 'Not for Arm.');
    });
    assert.deepEqual([bad.status, bad.stderr], [125, 'ringfence: Not for Arm.\n']);
    const where = join('nowhere', 'r.json');
    const unwritable = await check(['run', path('a.elf'), '--json', path(where)]);
    assert.equal(unwritable.status, 125);
    assert.match(unwritable.stderr, /^ringfence: Cannot write “.*”: there is no such file or folder\.\n$/);
    const jail = await check(['run', path('a.elf'), '--semihosting-dir', path('nowhere')]);
    assert.deepEqual([jail.status, jail.request], [125, undefined]);
  });

  it('owns up to its own mistakes', async () => {
    for (const error of [new HostError('odd-state', 'It is odd.'), new TypeError('x is undefined')]) {
      const { status, stderr } = await check(['run', path('a.elf'), '--json', path('r.json')], () => {
        throw error;
      });
      assert.equal(status, 125);
      assert.match(stderr, /^ringfence: This is a mistake in Ringfence, please report it: /);
      assert.equal(report()['ending'], 'error');
    }
  });
});

describe('ringfence', () => {
  it('disassembles, serves and helps', async () => {
    assert.equal((await check(['disassemble', path('a.elf')])).stdout, '3 bytes\nbx lr\n');
    assert.equal((await check(['disassemble', path('b.elf')])).status, 125);
    assert.equal((await check(['dap'])).status, 0);
    assert.match((await check(['--help'])).stdout, /^Usage: ringfence COMMAND\n/);
    assert.match((await check(['run', '--help'])).stdout, /^Usage: ringfence run ELF \[options\]\n/);
    assert.deepEqual(await check(['--version']).then(({ status, stdout }) => [status, stdout]), [
      0,
      'ringfence 0.1.0\n',
    ]);
  });

  it('answers wrong usage with 125 and one line', async () => {
    const { status, stdout, stderr } = await check(['run', '--fast']);
    assert.deepEqual([status, stdout], [125, '']);
    assert.match(stderr, /^ringfence: [^\n]+\.\n$/);
  });
});
