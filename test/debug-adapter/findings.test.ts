/** What the Debug Console, stderr and the report say of a program that does what the architecture leaves open. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadElf } from '../../debugger/index.js';
import { runNode } from '../support/run-node.js';
import { tinyProgram } from './programs.js';
import { demo, go, launch, leave, startRig, stopped } from './rig.js';

let folder: string;
let program: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'findings-'));
  program = join(folder, 'firmware.elf');
});

after(() => rmSync(folder, { recursive: true }));

/** Every remark of the run on what the program did, as the Debug Console has them. */
async function remarks(bytes: Buffer, maxInstructions = 1000): Promise<readonly string[]> {
  writeFileSync(program, bytes);
  const rig = startRig();
  await go(rig, await launch(rig, { program, maxInstructions }));
  await stopped(rig);
  const lines = rig.output('important').split('\n');
  await leave(rig);
  return lines.filter((line) => line !== '' && !line.includes('has no symbols'));
}

const PLAIN = 'Here it does what its encoding says; a part may do something else.';
const UNDEFINED = 'Here it is UNDEFINED; a part may execute it.';
const BRANCH_TO_SELF = 0xe7fe;

/** Code at 0x40, and what is said of it; encodings by the patterns of the manual's section in the message. */
const REMARKS: readonly (readonly [title: string, code: readonly number[], says: readonly string[]])[] = [
  [
    'a load over its own base',
    [0xf85d, 0xdb04, 0xe7fc],
    [
      `0x00000040: ldr.w sp, [sp], #4: UNPREDICTABLE instruction: Rn and Rt are one register (Armv7-M ARM, A7.7.43). ${PLAIN}`,
    ],
  ],
  [
    'a compare of two low registers, in a loop',
    [0x4508, 0xe7fd],
    [`0x00000040: cmp r0, r1: UNPREDICTABLE instruction: both registers are below R8 (Armv7-M ARM, A7.7.28). ${PLAIN}`],
  ],
  [
    'a branch in the middle of an IT block',
    [0xbf04, 0xe7ff, 0xbf00, 0xe7fb],
    [
      `0x00000042: b.n 0x44: UNPREDICTABLE instruction: it is not the last of its IT block (Armv7-M ARM, A7.7.12). ${PLAIN}`,
    ],
  ],
  [
    'a pair that is loaded into one register',
    [0xe9dd, 0x1100, 0xe7fc],
    [
      `0x00000040: ldrd r1, r1, [sp]: UNPREDICTABLE instruction: Rt and Rt2 are one register (Armv7-M ARM, A7.7.50). ${PLAIN}`,
    ],
  ],
  [
    'a special register that there is not',
    [0xf3ef, 0x8015, 0xe7fc],
    [
      '0x00000040: mrs r0, <unknown>: A Cortex-M3 has no special register 21: UNPREDICTABLE. Here it reads as zero, and writes do nothing.',
    ],
  ],
  [
    'a list of one register, which is UNDEFINED here',
    [0xe8b0, 0x0002, BRANCH_TO_SELF],
    [
      '0x00000040: .inst.w 0xe8b00002 @ <UNDEFINED>: UNPREDICTABLE instruction: the list has fewer than two registers, or Rn, ' +
        `which is written back (Armv7-M ARM, A7.7.41). ${UNDEFINED}`,
    ],
  ],
];

describe('findings of a run', () => {
  for (const [title, code, says] of REMARKS) {
    it(title, async () => assert.deepEqual(await remarks(tinyProgram(code)), says));
  }

  it('have function and line, are told on stderr, and are in the report with all parts', () => {
    const bytes = Buffer.from(readFileSync(demo('stack-overflow')));
    const { address } = loadElf(bytes, 'demo.elf').elf!.symbols.named('semihosting_exit')!;
    const offset = bytes.readUInt32LE(52 + 4) + address - bytes.readUInt32LE(52 + 8); // p_offset, p_vaddr of the first segment
    bytes.writeUInt16LE(0x4512, offset); // CMP R2, R2 in encoding T2
    writeFileSync(program, bytes);
    const json = join(folder, 'report.json');
    const { stderr } = runNode(['out/cli/main.js', 'run', program, '--json', json]);
    const hex = address.toString(16).padStart(8, '0');
    const message = `UNPREDICTABLE instruction: both registers are below R8 (Armv7-M ARM, A7.7.28). ${PLAIN}`;
    const line = new RegExp(
      `^semihosting\\.c:(\\d+), in semihosting_exit \\(0x${hex}: cmp r2, r2\\): warning: (.*) \\[unpredictable\\]$`,
      'm',
    ).exec(stderr);
    assert.equal(line?.[2], message, stderr);
    const { findings } = JSON.parse(readFileSync(json, 'utf8')) as { findings: Record<string, unknown>[] };
    const { path, retired, where, ...rest } = findings.find(({ code }) => code === 'unpredictable')!;
    assert.deepEqual(rest, {
      code: 'unpredictable',
      severity: 'warning',
      message,
      pc: address,
      function: 'semihosting_exit',
      line: Number(line[1]),
      instruction: 'cmp r2, r2',
    });
    assert.match(String(path), /semihosting\.c$/);
    assert.match(String(where), /^semihosting\.c:\d+, in semihosting_exit /);
    assert.ok(Number(retired) > 1000);
  });
});
