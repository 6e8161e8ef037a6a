/** What the Debug Console says of faults that the program handles itself and that do not stop it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyProgram } from './programs.js';
import { demo, go, launch, leave, startRig, stopped, type Rig } from './rig.js';

/** Offset of the vector table in a tiny program's file. */
const TABLE = 84;
const USAGE_FAULT = 6;
/** What the first of the lines says more. */
const HOW =
  ' (in VS Code: “Edit Condition” of the filter in the Breakpoints view; elsewhere: setExceptionBreakpoints with filterOptions).';

/**
 * LDR R0, =SHCSR; LDR R1, =USGFAULTENA; STR R1, [R0]; then UDF #0 `count` times; B back to the first of them. The handler adds
 * 2 to the stacked PC and returns.
 */
function faulting(count: number): Buffer {
  const udf = Array<number>(count).fill(0xde00);
  const branch = 0xe000 | (-(count + 2) & 0x7ff);
  const handler = [0x9806, 0x1c80, 0x9006, 0x4770]; // LDR R0, [SP, #24]; ADDS R0, #2; STR R0, [SP, #24]; BX LR
  const before = [0x4801, 0x4902, 0x6001, 0xe003]; // the literals stand behind them
  const literals = [0xed24, 0xe000, 0x0000, 0x0004];
  const code = [...before, ...literals, ...udf, branch, ...handler];
  const bytes = tinyProgram(code);
  const address = 0x40 + 2 * (code.length - handler.length);
  bytes.writeUInt32LE(address | 1, TABLE + 4 * USAGE_FAULT);
  return bytes;
}

describe('debug adapter: faults that the program handles', () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(join(tmpdir(), 'dap-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** The console's lines after the program ran a while, and stopped for a pause. */
  async function consoleOf(rig: Rig, bytes: Buffer, condition?: 'all' | 'unhandled'): Promise<string[]> {
    const program = join(folder, 'faulting.elf');
    writeFileSync(program, bytes);
    await go(rig, await launch(rig, { program, maxInstructions: 2000 }), condition);
    const { reason } = await stopped(rig);
    if (condition !== 'all') assert.equal(reason, 'pause');
    else assert.equal(reason, 'exception');
    return rig.output('console').split('\n').filter(Boolean);
  }

  it('are told once for each place', async () => {
    const rig = startRig();
    assert.deepEqual(await consoleOf(rig, faulting(2)), [
      '0x00000050: UsageFault: undefined instruction. The program handles it. The exception filter “UsageFault: state” stops there with the condition “all”' +
        HOW,
      '0x00000052: UsageFault: undefined instruction. The program handles it. The exception filter “UsageFault: state” stops there with the condition “all”.',
    ]);
    await leave(rig);
  });

  it('are told of twenty places at most', async () => {
    const rig = startRig();
    const lines = await consoleOf(rig, faulting(100));
    assert.equal(lines.length, 21);
    assert.equal(lines[20], 'More faults that the program handles are not told.');
    await leave(rig);
  });

  it('are not told where they stop', async () => {
    const rig = startRig();
    assert.deepEqual(await consoleOf(rig, faulting(2), 'all'), []);
    await leave(rig);
  });

  it('are told with the line of the source, and the program goes on to its end', async () => {
    const rig = startRig();
    await go(rig, await launch(rig, { program: demo('mbed-rom-write') }));
    await rig.client.event('terminated');
    assert.match(
      rig.output('console'),
      /^sensor_node\.cpp:\d+: MemManage fault: write to read-only region 0\. The program handles it\. The exception filter “MemManage” stops there with the condition “all” \(in VS Code: .*\)\.$/m,
    );
    await leave(rig);
  });
});
