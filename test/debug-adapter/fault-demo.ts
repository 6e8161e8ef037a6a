/** A demo on the way to its fault, as every architecture's tests go it: a stop before, the fault, the call stack, the instruction. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DapClient } from '../../cli/demo-session/dap-client.js';
import type { LaunchConfiguration } from '../../protocol/index.js';
import { checkGold } from '../support/gold.js';
import { root } from '../support/root.js';
import { go, launch, leave, startRig, stopped } from './rig.js';

export interface FaultDemo {
  readonly name: string;
  readonly board: string;
  /** The devicetree of the machine below firmware/demos, where `board` is only what it was linked for. */
  readonly dts?: string;
  /** A line of a source where it is stopped before, by its text. */
  readonly file: string;
  readonly line: string;
  readonly exception: string;
  /** The status bit of the fault, on a core without them in the names of Armv7-M. */
  readonly cause: string;
  /** The call stack at the fault, innermost first; the handler's frames stand on those of what it interrupted. */
  readonly frames: readonly string[];
  readonly instruction: RegExp;
}

type Look = (client: DapClient, frames: readonly Dap.StackFrame[]) => Promise<void> | void;

/** What launch.json says of a demo: its program and its machine, a built-in board or a devicetree. */
export function demoLaunch({ name, board, dts }: Pick<FaultDemo, 'name' | 'board' | 'dts'>): LaunchConfiguration {
  const program = join(root, `firmware/elf/demos/${name}-${board}-bare.elf`);
  return dts === undefined ? { program, board } : { program, dts: join(root, 'firmware/demos', dts) };
}

/** Where the line of a demo is. */
export function placeOf({ name, file, line }: Pick<FaultDemo, 'name' | 'file' | 'line'>): {
  readonly path: string;
  readonly number: number;
} {
  const path = join(root, 'firmware/demos', name, file);
  const index = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(line));
  assert.notEqual(index, -1, `${file} has the line ${line}`);
  return { path, number: index + 1 };
}

async function callStack(client: DapClient): Promise<readonly Dap.StackFrame[]> {
  return (await client.request('stackTrace', { threadId: 1, levels: 20 })).stackFrames;
}

/** Debugs a demo from launch to its fault; `before` looks around at its line, `atFault` at the fault. The transcript is gold. */
export async function debugToFault(demo: FaultDemo, before: Look = () => {}, atFault: Look = () => {}): Promise<void> {
  const rig = startRig();
  const { client } = rig;
  const told = await launch(rig, demoLaunch(demo));
  const { path, number } = placeOf(demo);
  await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: number }] });
  await go(rig, told);
  assert.equal((await stopped(rig)).reason, 'breakpoint');
  await before(client, await callStack(client));
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  await client.request('continue', { threadId: 1 });
  assert.equal((await stopped(rig)).reason, 'exception');
  const info = await client.request('exceptionInfo', { threadId: 1 });
  assert.equal(info.exceptionId, demo.exception);
  assert.equal(info.details?.fullTypeName, demo.cause);
  const frames = await callStack(client);
  assert.deepEqual(
    frames.map((frame) => frame.name),
    demo.frames,
  );
  // The handler's frame, what stands for the exception, and then the culprit's.
  const culprit = frames[2]!.instructionPointerReference!;
  const place = { memoryReference: culprit, instructionOffset: -4, instructionCount: 9 };
  const listing = await client.request('disassemble', place);
  assert.match(listing?.instructions[4]?.instruction ?? '', demo.instruction);
  await atFault(client, frames);
  await client.request('ringfence/mpuRegions', {});
  await client.request('ringfence/faultCauses', {});
  await leave(rig);
  checkGold(`test/debug-adapter/gold/${demo.name}-${demo.board}.txt`, rig.transcript.text);
}
