/** Runs inside VS Code's extension host, on the demos and the real adapter: what a user does beyond stopping at the fault. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { nextEvent, untilFrame } from './session.js';

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly presentationHint?: string;
  readonly source?: { readonly path: string; readonly presentationHint?: string };
}

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

const CONFIGURATION = 'ROM write without the lock (MPS2 AN385)';
const folder = vscode.workspace.workspaceFolders![0]!;
const SOURCE = path.join(folder.uri.fsPath, 'sensor_node.cpp');

function lineOf(text: string, file = SOURCE): number {
  return (
    fs
      .readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

async function ask<Body>(request: string, args: object): Promise<Body> {
  return (await vscode.debug.activeDebugSession!.customRequest(request, args)) as Body;
}

async function frames(): Promise<readonly Frame[]> {
  return (await ask<{ stackFrames: readonly Frame[] }>('stackTrace', { threadId: 1 })).stackFrames;
}

async function children(variablesReference: number): Promise<Record<string, string>> {
  const { variables } = await ask<{ variables: readonly Variable[] }>('variables', { variablesReference });
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

function addBreakpoint(text: string, file = SOURCE): number {
  const line = lineOf(text, file);
  const location = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
  return line;
}

/** Starts a session and waits for its first stop. */
async function debug(configuration: string | vscode.DebugConfiguration): Promise<string> {
  const stopped = nextEvent('stopped');
  assert.equal(await vscode.debug.startDebugging(folder, configuration), true);
  return (await stopped)['reason'] as string;
}

async function command(name: string, event = 'stopped'): Promise<Record<string, unknown>> {
  const next = nextEvent(event);
  await vscode.commands.executeCommand(name);
  return next;
}

/** The editor that VS Code opened at a stop. */
async function untilEditor(file: string, line: number): Promise<void> {
  for (;;) {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.fsPath === file && editor.selection.active.line === line - 1) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function describeRealAdapter(): void {
  describe('The demo that writes to ROM, in VS Code', () => {
    afterEach(async () => {
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      if (vscode.debug.activeDebugSession !== undefined) await vscode.debug.stopDebugging();
    });

    it('opens the culprit, with the handler and the exception above it on the call stack', async () => {
      assert.equal(await debug(CONFIGURATION), 'exception');
      const culprit = lineOf('row->limit = limit;');
      await untilEditor(SOURCE, culprit);
      const stack = await frames();
      assert.deepEqual(
        stack.map(({ name }) => name),
        [
          'Default_Handler',
          '<MemManage exception>',
          'Channel::raise_limit',
          'SensorNode::react',
          'SensorNode::run',
          'main',
        ],
      );
      assert.equal(stack[0]!.source?.presentationHint, 'deemphasize');
      assert.equal(stack[1]!.source, undefined);
      assert.equal(stack[2]!.line, culprit);
      const item = vscode.debug.activeStackItem;
      assert.ok(item instanceof vscode.DebugStackFrame && item.frameId === stack[2]!.id, 'another frame is focused');
      const info = await ask<{ description: string; details: { stackTrace: string } }>('exceptionInfo', {
        threadId: 1,
      });
      assert.equal(info.description, 'MemManage fault: write to read-only region 0');
      assert.match(info.details.stackTrace, /The ROM write lock is not held/);
    });

    it('says of a pointer and of what it points at who may do what there', async () => {
      await debug(CONFIGURATION);
      const frameId = (await frames())[2]!.id;
      for (const [expression, value] of [
        ['row', /^0xc00 <calibration_table>$/],
        ['row->limit', /^850$/],
      ] as const) {
        const hover = await ask<{ result: string; variablesReference: number }>('evaluate', {
          expression,
          frameId,
          context: 'hover',
        });
        assert.match(hover.result, value);
        const fields = await children(hover.variablesReference);
        assert.match(fields['region']!, /^region 0 at 0x00000c0/);
        assert.match(fields['privileged']!, /^read, execute: Region 0 is read-only/);
        assert.match(fields['unprivileged']!, /^read, execute: Region 0 is read-only/);
      }
    });

    it('shows variables, changes one, and steps into, over and out', async () => {
      const line = addBreakpoint('react(temperature_, reading);');
      assert.equal(await debug(CONFIGURATION), 'breakpoint');
      await untilFrame(line);
      const [top] = await frames();
      const { scopes } = await ask<{ scopes: readonly { name: string; variablesReference: number }[] }>('scopes', {
        frameId: top!.id,
      });
      const locals = scopes.find(({ name }) => name === 'Locals')!;
      const values = await children(locals.variablesReference);
      assert.equal(values['raw'], '800');
      assert.equal(values['round'], '0');
      await ask('setVariable', { variablesReference: locals.variablesReference, name: 'raw', value: '808' });
      assert.equal((await children(locals.variablesReference))['raw'], '808');

      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await command('workbench.action.debug.stepInto');
      await untilFrame(lineOf('if (!reading.over_limit)'));
      await command('workbench.action.debug.stepOut');
      assert.equal((await frames())[0]!.name, 'SensorNode::run');
      await command('workbench.action.debug.stepOver');
      assert.equal((await frames())[0]!.name, 'SensorNode::run');
    });

    it('ends with the session when it is stopped, and restarts at the same place', async () => {
      const line = addBreakpoint('alarms_++;');
      await debug(CONFIGURATION);
      await untilFrame(line);
      const id = vscode.debug.activeDebugSession!.id;
      await command('workbench.action.debug.restart');
      await untilFrame(line);
      assert.equal(vscode.debug.activeDebugSession!.id, id);
      const ended = new Promise((resolve) => vscode.debug.onDidTerminateDebugSession(resolve));
      await vscode.debug.stopDebugging();
      await ended;
      assert.equal(vscode.debug.activeDebugSession, undefined);
    });

    for (const [name, reason] of [
      ['Missing program', 'no-such.elf does not exist'],
      ['Foreign program', 'foreign.elf is not a linked ELF file for Arm'],
      ['Unknown board', 'toaster'],
      ['Broken program', 'broken.elf'],
    ] as const)
      it(`refuses a launch configuration and leaves no session: ${name}`, async () => {
        const answers: boolean[] = [];
        const failures: string[] = [];
        const tracker = vscode.debug.registerDebugAdapterTrackerFactory('ringfence', {
          createDebugAdapterTracker: () => ({
            onDidSendMessage(message: { type: string; success?: boolean; body?: { error?: { format: string } } }) {
              if (message.type === 'response' && message.success === false)
                failures.push(message.body?.error?.format ?? '');
            },
          }),
        });
        void vscode.debug.startDebugging(folder, name).then((answer) => answers.push(answer));
        // Messages are closed for the user; a modal one that the adapter's refusal opens is answered by the test driver.
        while (answers.length === 0) {
          await vscode.commands.executeCommand('notifications.clearAll');
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        tracker.dispose();
        for (let turn = 0; turn < 100 && vscode.debug.activeDebugSession !== undefined; turn++)
          await new Promise((resolve) => setTimeout(resolve, 20));
        assert.equal(vscode.debug.activeDebugSession, undefined);
        // What the extension refuses never reaches the adapter.
        if (failures.length > 0) assert.match(failures.join('\n'), new RegExp(reason));
        else assert.deepEqual(answers, [false]);
      });
  });

  describe('The demo of a task that overruns its buffer, in VS Code', () => {
    const guarded = path.resolve(folder.uri.fsPath, '../guarded-task');
    const main = path.join(guarded, 'main.c');
    const configuration = {
      name: 'Guarded task',
      type: 'ringfence',
      request: 'launch',
      program: path.resolve(folder.uri.fsPath, '../../elf/demos/guarded-task-mps2-an385-bare.elf'),
    };

    afterEach(async () => {
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      if (vscode.debug.activeDebugSession !== undefined) await vscode.debug.stopDebugging();
    });

    it('stops at the store into the guard', async () => {
      assert.equal(await debug(configuration), 'exception');
      await untilEditor(main, lineOf('records[count] = *record;', main));
      const names = (await frames()).map(({ name }) => name);
      assert.deepEqual(names.slice(0, 4), ['Default_Handler', '<MemManage exception>', 'append', 'recorder']);
    });

    it('pauses a program that runs without end, and takes a breakpoint while it runs', async () => {
      assert.equal(await vscode.debug.startDebugging(folder, { ...configuration, mpu: 'off' }), true);
      assert.equal((await command('workbench.action.debug.pause'))['reason'], 'pause');
      await command('workbench.action.debug.continue', 'continued').catch(() => undefined);
      const stopped = nextEvent('stopped');
      addBreakpoint('*total += round;', main);
      assert.equal((await stopped)['reason'], 'breakpoint');
      await untilFrame(lineOf('*total += round;', main));
    });
  });
}
