/** From words to an exit status: parse, dispatch, and say every trouble in one sentence on stderr. */
import { HostError, UserError, encodeUtf8 } from '../base/index.js';
import { commandHelp, generalHelp } from './arguments/help.js';
import { type Invocation, parseArguments } from './arguments/parse.js';
import { dap } from './commands/dap.js';
import { disassemble } from './commands/disassemble.js';
import { lint } from './commands/lint.js';
import { regions } from './commands/regions.js';
import { run } from './commands/run.js';
import type { Engine, Terminal } from './engine.js';
import { STATUS } from './status.js';
import { VERSION } from './version.js';

/** Runs `ringfence` with these words. Never throws; the result is the exit status. */
export async function ringfence(words: readonly string[], engine: Engine, terminal: Terminal): Promise<number> {
  try {
    return await perform(parseArguments(words), engine, terminal);
  } catch (error) {
    terminal.stderr(`ringfence: ${sentenceOf(error)}\n`);
    return STATUS.badInput;
  }
}

function perform(invocation: Invocation, engine: Engine, terminal: Terminal): number | Promise<number> {
  switch (invocation.kind) {
    case 'help': {
      const { command } = invocation;
      terminal.stdout(encodeUtf8(command === undefined ? generalHelp() : commandHelp(command)));
      return 0;
    }
    case 'version':
      terminal.stdout(encodeUtf8(`ringfence ${VERSION}\n`));
      return 0;
    case 'command': {
      const elf = invocation.operands['ELF'] ?? '';
      switch (invocation.command) {
        case 'run':
          return run(elf, invocation.options, engine, terminal);
        case 'disassemble':
          return disassemble(elf, engine, terminal);
        case 'lint':
          return lint(invocation.words, invocation.options, terminal);
        case 'regions':
          return regions(invocation.operands['FILE'] ?? '', invocation.options, terminal);
        case 'dap':
          return dap(engine);
        case 'demo-session':
          return engine.demoSession(invocation.operands['ELF'], String(invocation.options['board']), terminal);
      }
    }
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const what = error instanceof HostError ? `${error.code}: ${error.message}` : String(error);
  const where = error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : '';
  return `This is a mistake in Ringfence, please report it: ${what}${where}`;
}
