/**
 * How code of a Cortex-M23 crosses from one security state into the other, by calls, exceptions and returns, and what it finds there
 * (guest/crossing-cases.s), against QEMU's Cortex-M33 of the same board, which enables no fault but HardFault.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../support/requirements.js';
import { root } from '../support/root.js';
import { bytesToWords, elfImage } from './elf-image.js';
import { guestBinary, readGold, UPDATE, writeGold } from './gold.js';
import { NS_BASE, SECURE_BASE } from './guest-tables.js';
import {
  compareCellLines,
  escalatedSvc,
  FRAME_NAMES,
  lateBehindBarriers,
  readEntries,
  rettobaseOfBoth,
  wordOf,
  type Entry,
  type LineSyntax,
} from './line-comparison.js';
import { runOnQemu } from './qemu.js';
import { endState, ringfenceEngine } from './ringfence.js';
import { CALLEE_NAMES, hasCallee } from './security-lines.js';
import { CORTEX_M23 } from './targets.js';

const GOLD = 'cortex-m23/crossings.z';
const GUEST = 'crossings-v8-base';
const LIMIT = 10_000_000;

/** The labels of the cases, in their order. */
const CASES: readonly string[] = caseNames();

function caseNames(): readonly string[] {
  const source = readFileSync(join(root, 'test/differential/guest/crossing-cases.s'), 'utf8');
  const names: string[] = [];
  const macros = new Map<string, string[]>();
  let macro: string[] | undefined;
  for (const line of source.split('\n')) {
    const [word = '', name = ''] = line.trim().split(/[ ,]+/);
    if (word === '.macro') macros.set(name, (macro = []));
    else if (word === '.endm') macro = undefined;
    else if (word === 'case') (macro ?? names).push(name);
    else names.push(...(macros.get(word) ?? []).map((part) => part.replace('\\name\\()', name)));
  }
  return names;
}

const STACK_NAMES = ['MSP', 'PSP', 'MSP_NS', 'PSP_NS'] as const;
const REGISTERS = Array.from({ length: 13 }, (_, n) => `R${n}`);
const STATE_NAMES = [
  'entry',
  ...STACK_NAMES,
  ...['masks', 'ICSR', 'ICSR_NS', 'SHCSR', 'SHCSR_NS'],
  ...REGISTERS,
  ...['LR', 'APSR'],
];
const LR = STATE_NAMES.indexOf('LR');

function entriesOf(line: string): readonly Entry[] {
  return readEntries(line, (words, at) => {
    if (words[at]!.startsWith('5a')) return STATE_NAMES;
    const callee = hasCallee(parseInt(words[at + LR]!, 16)) ? CALLEE_NAMES : [];
    return [...STATE_NAMES, ...callee, ...FRAME_NAMES];
  });
}

/** An SVC that cannot preempt what runs, or is masked. */
const ESCALATED: readonly string[] = [
  'secure_mask_holds_non_secure',
  'svc_masked_hardfault_ns',
  'svc_at_priority_of_non_secure_handler',
  'svc_in_non_secure_called_by_svcall',
  'secure_svc_masked',
  'own_control_in_secure_code',
];

/** What those cases write to limits that the core does not have. */
const NS_LIMIT = 0x8001_1200;

interface Case {
  readonly name: string;
  readonly source: string;
}

const SYNTAX: LineSyntax<Case> = {
  entriesOf,
  describe: ({ name }) => name,
  words: [
    escalatedSvc('B3.19'),
    rettobaseOfBoth((_, name) => name.startsWith('ICSR')),
    lateBehindBarriers,
    {
      name: 'Non-secure state has MSPLIM and PSPLIM, too, because the core is of the main profile',
      section: 'B3.20',
      explains: ({ cell, name, ours, theirs }) =>
        cell.name.startsWith('limits_') && /^R[12]$/.test(name) && ours === 0 && theirs === NS_LIMIT,
    },
  ],
  cells: [],
};

function image(): Uint8Array {
  const bytes = guestBinary(GUEST);
  return elfImage(bytesToWords(bytes)[1]!, [
    { address: SECURE_BASE, bytes },
    { address: NS_BASE, bytes },
  ]);
}

const onQemu = (): Uint8Array => runOnQemu(image(), { machine: CORTEX_M23.machine });

/** A line for each case: what was entered, one after another. */
function caseLines(log: Uint8Array): readonly string[] {
  const lines: string[][] = [];
  let last: string[] = [];
  for (const word of bytesToWords(log)) {
    if (word >>> 16 === 0xca5e) last = lines[word & 0xffff] ??= [];
    else last.push(word.toString(16).padStart(8, '0'));
  }
  return lines.map((words) => words.join(' '));
}

const gold = (): readonly string[] => caseLines(readGold(GOLD));

/** Bit 20 of an entry's first word: in Secure state. */
const SECURE = 1 << 20;
const HANDLER = 0xe000_0000;
const WENT_ON = 0x5a00_0000;
/** Handlers of NMI, HardFault, SVCall, PendSV, SysTick and interrupt 0; and code of Thread mode and of a handler that went on. */
const PLACES: readonly number[] = [
  ...[2, 3, 11, 14, 15, 16].map((exception) => HANDLER + exception),
  ...[0, 11, 14].map((exception) => WENT_ON + exception),
].flatMap((place) => [place, place + SECURE]);

describe('crossings between the security states of cortex-m23', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold(GOLD, onQemu());
  });

  it('are as on QEMU, but for what is known', () => {
    const ours = caseLines(ringfenceEngine(CORTEX_M23).run(image()));
    const cases = CASES.map((name) => ({ name, source: ESCALATED.includes(name) ? 'SVC' : '' }));
    const { explained, unexplained } = compareCellLines(SYNTAX, cases, ours, gold());
    assert.deepEqual(unexplained, [], `${unexplained.length} differ`);
    for (const { name } of SYNTAX.words) assert.ok(explained.has(name), name);
  });

  it('are all there, and reach handlers of either state, and code that goes on', () => {
    const lines = gold();
    assert.equal(lines.length, CASES.length);
    assert.equal(new Set(CASES).size, CASES.length);
    const reached = new Set(lines.flatMap(entriesOf).map((entry) => wordOf(entry, 'entry')));
    for (const place of PLACES) assert.ok(reached.has(place), place.toString(16));
  });

  it('are the same however the run is sliced', () => {
    const states = [LIMIT, 1, 7].map((slice) => endState(image(), CORTEX_M23, slice, LIMIT));
    assert.deepEqual(states, [states[0], states[0], states[0]]);
  }).timeout(120_000);

  it('are the same on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(caseLines(onQemu()), gold());
  });
});
