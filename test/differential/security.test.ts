/**
 * The two images of firmware/security cross between the security states in every way, legal or not, and tell each crossing with
 * its registers, frames and fault status: the same log as on QEMU 7.2 with `-M mps2-an505`.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMachine, findBoard, prepareLaunch } from '../../debugger/launch/index.js';
import { requireTool } from '../support/requirements.js';
import { root } from '../support/root.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { runOnQemu } from './qemu.js';

const BOARD = 'mps2-an505';
const GOLD = 'security.z';
const LIMIT = 50_000_000;

function image(state: 'secure' | 'nonsecure'): Uint8Array {
  return new Uint8Array(readFileSync(join(root, `firmware/elf/security/${state}-${BOARD}-O2.elf`)));
}

interface Run {
  readonly log: string;
  readonly retired: number;
  readonly stateHash: string;
}

function runOnRingfence(): Run {
  const launch = prepareLaunch({
    bytes: image('secure'),
    name: 'secure.elf',
    images: [{ bytes: image('nonsecure'), name: 'nonsecure.elf' }],
    board: findBoard(BOARD),
  });
  const chunks: Uint8Array[] = [];
  const machine = createMachine(launch, {
    semihosting: {},
    output: (channel, bytes) => {
      if (channel === 'semihosting:stdout') chunks.push(bytes.slice());
    },
  });
  for (;;) {
    const event = machine.run(LIMIT - machine.retired);
    if (event.reason === 'fault') continue;
    assert.equal(event.reason, 'exit', `ended at ${event.pc.toString(16)}`);
    return { log: Buffer.concat(chunks).toString(), retired: machine.retired, stateHash: machine.stateHash() };
  }
}

/** Every instruction is a block of its own: interrupts are taken where the manual has them after a write to ICSR. */
function logOnQemu(): string {
  const bytes = runOnQemu(image('secure'), {
    machine: BOARD,
    singleStep: true,
    textOnStdout: true,
    images: [image('nonsecure')],
    unprivilegedSemihosting: true,
  });
  return Buffer.from(bytes).toString();
}

/** Lines with a star tell what the manual and QEMU have otherwise (docs/emulator-differences.md); `marked` alone, or the others. */
function lines(log: string, marked: boolean): readonly string[] {
  return log.split('\n').filter((line) => line.startsWith('*') === marked);
}

/** Case by case, so that a difference names its case. */
function cases(log: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines(log, false)) {
    if (!line.startsWith(' ')) found.set(line, (current = []));
    else current.push(line);
  }
  return found;
}

function checkSameLog(actual: string, expected: string): void {
  const [ours, theirs] = [cases(actual), cases(expected)];
  assert.deepEqual([...ours.keys()], [...theirs.keys()]);
  for (const [name, told] of theirs) assert.deepEqual(ours.get(name), told, name);
}

describe('both security states of a Cortex-M33', function () {
  let ours: Run;

  before(() => {
    ours = runOnRingfence();
  });

  it('cross as on QEMU, case by case', function () {
    if (UPDATE) writeGold(GOLD, new TextEncoder().encode(logOnQemu()));
    const gold = new TextDecoder().decode(readGold(GOLD));
    assert.ok(cases(gold).size > 150);
    checkSameLog(ours.log, gold);
  });

  it('cross as on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    checkSameLog(ours.log, logOnQemu());
  });

  it('tell SFAR of every Non-secure access to Secure memory, which QEMU does not (ValidateAddress)', () => {
    const marked = lines(ours.log, true);
    const addresses = marked.flatMap((line) => / SFSR=00000048 SFAR=(\w+)/.exec(line)?.[1] ?? []);
    for (const address of ['3800e000', '10010000', '28208ffc', '28400000', '50200000', '50080014', '60000000'])
      assert.ok(addresses.includes(address), address);
  });

  it('end in the same state on every run', () => {
    assert.deepEqual(runOnRingfence(), ours);
  });
});
