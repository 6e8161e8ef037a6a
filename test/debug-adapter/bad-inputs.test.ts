/** What a user may get wrong: one clear sentence each, over the protocol and on the command line, and the session ends. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../support/run-node.js';
import { BAD_PROGRAMS, BREAKING, builtFor, LOCKING_UP, SLEEPING, SPINNING, stripped, tinyProgram } from './programs.js';
import { demo, go, launch, leave, startRig, stopped } from './rig.js';

let folder: string;
let program: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'dap-'));
  program = join(folder, 'firmware.elf');
});

after(() => rmSync(folder, { recursive: true }));

function checkSentence(message: string, says: RegExp): void {
  assert.match(message, says);
  assert.match(message, /^\S.*[.!]$/, 'a sentence without line ends');
  assert.doesNotMatch(message, /mistake in Ringfence|\.js:|undefined|\n/);
}

/** The launch is refused with one sentence, which the editor shows; leaving works as always. */
async function checkRefused(configuration: object, says: RegExp): Promise<void> {
  const rig = startRig();
  await rig.client.request('initialize', { adapterID: 'ringfence' });
  const response = await rig.client.send('launch', configuration);
  assert.equal(response.success, false);
  const { error } = response.body as { error: { format: string; showUser: boolean } };
  checkSentence(error.format, says);
  assert.equal(error.showUser, true);
  await leave(rig);
}

function checkCli(words: readonly string[], status: number): { stdout: string; stderr: string } {
  const outcome = runNode(['out/cli/main.js', ...words]);
  assert.equal(outcome.status, status, outcome.stderr);
  assert.doesNotMatch(outcome.stderr, /mistake in Ringfence|\.js:\d/);
  return outcome;
}

describe('debug adapter: programs that cannot be debugged', () => {
  for (const [what, { bytes, says }] of Object.entries(BAD_PROGRAMS)) {
    it(`refuses ${what}`, async () => {
      writeFileSync(program, bytes());
      await checkRefused({ program }, says);
      const { stderr } = checkCli(['run', program], 125);
      assert.match(stderr, /^ringfence: /);
      checkSentence(stderr.trimEnd(), says);
    });
  }

  it('refuses a devicetree that makes no board, with file and line', async () => {
    const dts = join(folder, 'board.dts');
    writeFileSync(dts, '/dts-v1/;\n/ {\n\tcpus { cpu@0 { compatible = "arm,cortex-a53"; }; };\n};\n');
    await checkRefused({ program: demo('mbed-rom-write'), dts }, /board\.dts:3:30: The core is arm,/);
    await checkRefused({ program, dts: join(folder, 'none.dts') }, /^Cannot read the devicetree “.*none\.dts”/);
    await checkRefused({ program, dts: 7 }, /"dts" must be a string, but it is 7/);
    await checkRefused({ program, dtsIncludePaths: 'x' }, /"dtsIncludePaths" must be an array of strings/);
  });

  it('refuses a program that is missing, or a folder', async () => {
    await checkRefused({ program: join(folder, 'none.elf') }, /no such file/);
    await checkRefused({ program: folder }, /folder/);
    checkCli(['run', join(folder, 'none.elf')], 125);
  });
});

describe('debug adapter: a program that was built for another core', () => {
  const WARNING =
    /firmware\.elf is built for Armv7E-M \(Tag_CPU_arch\), but mps2-an385 has a Cortex-M3 \(Armv7-M\)\. .*Choose the board mps2-an386, /;

  /** The adapter's outputs of the category that an editor does not let the user miss, one a line. */
  const warnings = (output: string): string[] => output.split('\n').filter((line) => WARNING.test(line));

  it('is warned of once, before its first instruction', async () => {
    writeFileSync(program, builtFor(13));
    const rig = startRig();
    const told = await launch(rig, { program, stopOnEntry: true });
    assert.equal(warnings(rig.output('important')).length, 1);
    await go(rig, told);
    assert.equal((await stopped(rig)).reason, 'entry');
    await rig.client.request('restart', {});
    assert.equal((await stopped(rig)).reason, 'entry');
    assert.equal(warnings(rig.output('important')).length, 1, 'a restart does not say it again');
    await leave(rig);
  });

  it('is warned of on stderr before the run, and in the report', () => {
    writeFileSync(program, builtFor(13));
    const json = join(folder, 'report.json');
    const { stdout, stderr } = checkCli(['run', program, '--json', json], 1);
    assert.match(stdout, /fault end/);
    assert.match(stderr.split('\n')[0]!, WARNING);
    assert.equal(warnings(stderr).length, 1);
    const { findings } = JSON.parse(readFileSync(json, 'utf8')) as { findings: { code: string; severity: string }[] };
    assert.deepEqual([findings[0]?.code, findings[0]?.severity], ['elf-other-core', 'warning']);
  });

  it('is warned of for Arm-state code and Armv8-M, too', () => {
    for (const bytes of [builtFor(10, [8, 1]), builtFor(17)]) {
      writeFileSync(program, bytes);
      assert.match(checkCli(['run', program], 1).stderr, /warning: .* is built for (Arm state|Armv8-M)/);
    }
  });
});

/** Attribute by attribute what is wrong, and a word of the sentence. */
const CONFIGURATIONS: readonly (readonly [object, RegExp])[] = [
  [{}, /"program" is missing/],
  [{ program: 5 }, /"program" must be a string/],
  [{ program: demo('stack-overflow'), board: 'nucleo' }, /no board named “nucleo”.*mps2-an385/],
  [{ program: demo('stack-overflow'), board: 5 }, /"board" must be a string/],
  [{ program: demo('stack-overflow'), args: 'a b' }, /"args" must be an array/],
  [{ program: demo('stack-overflow'), mpu: 'maybe' }, /"mpu" must be "enforce" or "off"/],
  [{ program: demo('stack-overflow'), stopOnEntry: 'yes' }, /"stopOnEntry" must be true or false/],
  [{ program: demo('stack-overflow'), maxInstructions: -1 }, /"maxInstructions" must be a whole number/],
  [{ program: demo('stack-overflow'), sourceFileMap: [] }, /"sourceFileMap" must be an object/],
  [{ program: demo('stack-overflow'), semihosting: { folder: '/nowhere/at/all' } }, /semihosting folder/],
];

describe('debug adapter: launch configurations that cannot be used', () => {
  for (const [configuration, says] of CONFIGURATIONS) {
    it(`refuses ${JSON.stringify(configuration).replace(/"program":"[^"]*",/, '')}`, () =>
      checkRefused(configuration, says));
  }

  it('refuses to attach', async () => {
    const rig = startRig();
    await rig.client.request('initialize', { adapterID: 'ringfence' });
    await assert.rejects(rig.client.request('attach', {}), /no running target to attach to.*launch/);
    await leave(rig);
  });

  it('refuses other requests before the launch, and requests that there are not', async () => {
    const rig = startRig();
    await rig.client.request('initialize', { adapterID: 'ringfence' });
    await assert.rejects(rig.client.request('stackTrace', { threadId: 1 }), /No program is launched yet/);
    assert.equal((await rig.client.send('stepBack', {})).success, false);
    await leave(rig);
  });
});

describe('debug adapter: programs that go wrong', () => {
  it('debugs a stripped program by its registers and instructions', async () => {
    writeFileSync(program, stripped());
    const rig = startRig();
    const told = await launch(rig, { program, stopOnEntry: true });
    await go(rig, told);
    assert.equal((await stopped(rig)).reason, 'entry');
    const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1 });
    assert.match(stackFrames[0]?.instructionPointerReference ?? '', /^0x[0-9a-f]{8}$/);
    await rig.client.request('stepIn', { threadId: 1, granularity: 'instruction' });
    assert.equal((await stopped(rig)).reason, 'step');
    await leave(rig);
    // The demo reports its fault itself and exits with 1.
    const { stdout, stderr } = checkCli(['run', program], 1);
    assert.match(stdout, /fault end/);
    assert.match(stderr, /stripped/);
  });

  it('tells a lockup', async () => {
    writeFileSync(program, tinyProgram(LOCKING_UP));
    const rig = startRig();
    await go(rig, await launch(rig, { program }));
    // The UsageFault is not enabled, so it becomes a HardFault, and the handler faults again.
    for (const exception of ['HardFault', 'Lockup']) {
      assert.equal((await stopped(rig)).reason, 'exception');
      assert.equal((await rig.client.request('exceptionInfo', { threadId: 1 })).exceptionId, exception);
      if (exception === 'HardFault') await rig.client.request('continue', { threadId: 1 });
    }
    await leave(rig);
    assert.match(checkCli(['run', program], 126).stderr, /undefined instruction .escalated to HardFault/);
  });

  it('tells that firmware sleeps for good', async () => {
    writeFileSync(program, tinyProgram(SLEEPING));
    const rig = startRig();
    await go(rig, await launch(rig, { program }));
    assert.match((await stopped(rig)).description ?? '', /sleep/i);
    await leave(rig);
    assert.match(checkCli(['run', program], 124).stderr, /sleeps/);
  });

  it('stops at a BKPT of the firmware', async () => {
    writeFileSync(program, tinyProgram(BREAKING));
    const rig = startRig();
    await go(rig, await launch(rig, { program }));
    assert.equal((await stopped(rig)).reason, 'breakpoint');
    await leave(rig);
    assert.match(checkCli(['run', program], 126).stderr, /BKPT/);
  });

  it('ends firmware that never ends, at a limit', async () => {
    writeFileSync(program, tinyProgram(SPINNING));
    const rig = startRig();
    await go(rig, await launch(rig, { program, maxInstructions: 100_000 }));
    const { reason, description } = await stopped(rig);
    assert.equal(reason, 'pause');
    assert.match(description ?? '', /limit of 100000 instructions/);
    await leave(rig);
    assert.match(checkCli(['run', '--max-instructions', '100000', program], 124).stderr, /limit/);
  });
});
