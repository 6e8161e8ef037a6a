/** `ringfence demo-session [ELF]`: starts the debug adapter as an editor would, and shows what the two say to each other. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../base/index.js';
import type { Terminal } from '../engine.js';
import { DapClient, Refused } from './dap-client.js';
import { Printer } from './print.js';
import { type Plan, tellSession } from './session.js';

/** A few seconds' work: the session of a program that never ends has to end, too. */
const MAX_INSTRUCTIONS = 1_000_000_000;

const DEMO = 'firmware/elf/demos/mbed-rom-write';
const DEMO_SOURCE = 'firmware/demos/mbed-rom-write/sensor_node.cpp';
const DEMO_LINE = 'channel.raise_limit(';

/** The exit status. Throws a UserError for a program that cannot be launched. */
export async function demoSession(elf: string | undefined, board: string, terminal: Terminal): Promise<number> {
  const plan = elf === undefined ? demoPlan(board) : ownPlan(elf, board);
  const printer = new Printer(terminal);
  const adapter = spawn(process.execPath, [process.argv[1] ?? '', 'dap'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = new DapClient(adapter.stdout, adapter.stdin, (message) => show(message as Dap.OutputEvent, printer));
  try {
    return await tellSession(plan, client, printer);
  } catch (error) {
    if (error instanceof Refused) throw new UserError('refused', error.message);
    throw error;
  } finally {
    adapter.stdin.end();
  }
}

function show(message: Dap.OutputEvent, printer: Printer): void {
  if (message.event !== 'output') return;
  const { category, output } = message.body;
  if (category === 'stdout' || category === 'stderr') printer.console(output);
  else printer.answers(output.trimEnd());
}

function ownPlan(elf: string, board: string): Plan {
  return { launch: { program: elf, board, cwd: process.cwd(), maxInstructions: MAX_INSTRUCTIONS } };
}

function demoPlan(board: string): Plan {
  const root = projectFolder(`${DEMO}-${board}.elf`, board);
  const path = join(root, DEMO_SOURCE);
  const program = relative(process.cwd(), join(root, `${DEMO}-${board}.elf`));
  const launch = { program, board, cwd: process.cwd(), maxInstructions: MAX_INSTRUCTIONS };
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const index = lines.findIndex((line) => line.includes(DEMO_LINE));
  return index < 0 ? { launch } : { launch, breakpoint: { path, line: index + 1, why: (lines[index] ?? '').trim() } };
}

/** The folder above this file, compiled or bundled, that has the demo. */
function projectFolder(demo: string, board: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, demo))) {
    const parent = resolve(folder, '..');
    if (parent === folder) {
      const message = `There is no demo for a board “${board}” (${demo}); choose another board, or name an ELF file.`;
      throw new UserError('demo-missing', message);
    }
    folder = parent;
  }
  return folder;
}
