/** The command line: what is understood, what is refused and how, and that help and documentation tell of all of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/index.js';
import { commandHelp, generalHelp } from '../../cli/arguments/help.js';
import { parseArguments } from '../../cli/arguments/parse.js';
import { COMMANDS } from '../../cli/arguments/table.js';
import { VERSION } from '../../cli/version.js';
import { boardNames } from '../../boards/index.js';
import { root } from '../support/root.js';

const DEFAULTS = { board: 'mps2-an385', mpu: 'enforce' };

const RUNS: readonly (readonly [line: string, options: object])[] = [
  ['run a.elf', DEFAULTS],
  ['run a.elf --board lm3s6965evb --mpu off', { board: 'lm3s6965evb', mpu: 'off' }],
  ['run --mpu=off a.elf', { ...DEFAULTS, mpu: 'off' }],
  ['run a.elf --max-instructions 1_000_000', { ...DEFAULTS, 'max-instructions': 1_000_000 }],
  ['run a.elf --max-instructions=1', { ...DEFAULTS, 'max-instructions': 1 }],
  ['run --semihosting-dir d --json r.json a.elf', { ...DEFAULTS, 'semihosting-dir': 'd', json: 'r.json' }],
  ['run a.elf --args=-v', { ...DEFAULTS, args: '-v' }],
  ['run a.elf --args=', { ...DEFAULTS, args: '' }],
  ['run -- a.elf', DEFAULTS],
];

const MISTAKES: readonly (readonly [line: string, sentence: RegExp])[] = [
  ['', /^Name a command \(run, disassemble, lint, regions, dap, demo-session\); “ringfence --help”/],
  ['walk a.elf', /^“walk” is not a command; the commands are run, disassemble, lint, regions, dap, demo-session\.$/],
  ['--board x run a.elf', /^“--board” is not an option of ringfence/],
  ['run', /^“ringfence run” needs ELF, an ELF file for a Cortex-M core\.$/],
  ['run a.elf b.elf', /^“ringfence run” does not know what to do with “b\.elf”; leave it out\.$/],
  ['run a.elf --bord x', /has no option “--bord”; “ringfence run --help” lists/],
  ['run a.elf -x', /has no option “-x”/],
  ['run a.elf --no-mpu', /has no option “--no-mpu”/],
  ['run a.elf --constructor x', /has no option “--constructor”/],
  ['run a.elf --__proto__ x', /has no option “--__proto__”/],
  ['run a.elf --board', /^“--board” needs a value: write “--board=NAME”\.$/],
  ['run a.elf --board --mpu off', /^“--board” needs a value/],
  ['run a.elf --board=', /^The value of “--board” is empty/],
  ['run a.elf --args -v', /^“--args” needs a value: write “--args=TEXT”\.$/],
  ['run a.elf --mpu maybe', /^“--mpu” is “maybe”, but has to be enforce or off\.$/],
  ['run a.elf --mpu off --mpu off', /^“--mpu” is given twice/],
  ['run a.elf --max-instructions 0', /^“--max-instructions” is “0”, but has to be a whole number/],
  ['run a.elf --max-instructions 1e9', /whole number/],
  ['run a.elf --max-instructions 99999999999999999999', /whole number/],
  ['run a.elf --max-instructions=-1', /whole number/],
  ['disassemble', /needs ELF/],
  ['disassemble a.elf --board x', /“ringfence disassemble” has no option “--board”/],
  ['dap a.elf', /does not know what to do with “a\.elf”/],
];

const words = (line: string): readonly string[] => line.split(' ').filter((word) => word !== '');

describe('command line', () => {
  for (const [line, options] of RUNS) {
    it(`understands “${line}”`, () => {
      const expected = { kind: 'command', command: 'run', operands: { ELF: 'a.elf' }, words: ['a.elf'], options };
      assert.deepEqual(parseArguments(words(line)), expected);
    });
  }

  for (const [line, sentence] of MISTAKES) {
    it(`refuses “${line}” in one sentence`, () => {
      assert.throws(
        () => parseArguments(words(line)),
        (error) => {
          assert.ok(error instanceof UserError && error.code === 'usage');
          assert.match(error.message, sentence);
          assert.match(error.message, /^[^\n]*[.]$/);
          return true;
        },
      );
    });
  }

  it('gives help everywhere, even beside mistakes', () => {
    assert.deepEqual(parseArguments(['--help']), { kind: 'help' });
    assert.deepEqual(parseArguments(['-h']), { kind: 'help' });
    assert.deepEqual(parseArguments(['--version']), { kind: 'version' });
    for (const { name } of COMMANDS) {
      for (const line of [`${name} --help`, `${name} -h`, `${name} x --wrong --help`]) {
        assert.deepEqual(parseArguments(words(line)), { kind: 'help', command: name });
      }
    }
  });

  it('tells of every command, option and board in help and documentation', () => {
    const document = readFileSync(join(root, 'docs/COMMAND-LINE.md'), 'utf8');
    for (const command of COMMANDS) {
      assert.match(generalHelp(), new RegExp(`^  ${command.name} .*${command.summary}$`, 'm'));
      assert.ok(document.includes(`## \`ringfence ${command.name}`), command.name);
      for (const { name } of command.options) {
        assert.ok(commandHelp(command.name).includes(`\n  --${name}`), name);
        assert.ok(document.includes(`| \`--${name}`), name);
      }
    }
    for (const name of boardNames) assert.ok(commandHelp('run').includes(name), name);
  });

  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    assert.equal(VERSION, version);
  });
});
