/** Runs inside VS Code's extension host: a session from start to end, as the extension and its views see it. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RingfenceApi } from '../../extension/extension.js';
import { describeRealAdapter } from './real-suite.js';
import { SCENARIOS } from './scenario.js';
import { endSession, nextEvent, soon, untilFrame } from './session.js';
import { activated, assertShows } from './shown.js';

const isFake = process.env['RINGFENCE_SCENARIO'] !== 'real';
const scenario = SCENARIOS[isFake ? 'fake' : 'real'];
const folder = vscode.workspace.workspaceFolders![0]!;
const source = vscode.Uri.file(path.join(folder.uri.fsPath, scenario.source));

/** The line that holds a piece of the source, from 1. */
function lineOf(text: string): number {
  const lines = fs.readFileSync(source.fsPath, 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe('A debug session in VS Code', () => {
  let api: RingfenceApi;

  before(async () => {
    api = await activated();
  });

  afterEach(endSession);

  it('stops at a breakpoint, evaluates, then stops at the fault and explains it', async () => {
    const location = new vscode.Location(source, new vscode.Position(lineOf(scenario.breakpointAt) - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
    assert.equal(await vscode.debug.startDebugging(folder, scenario.configuration), true);
    await untilFrame(lineOf(scenario.breakpointAt));
    const session = vscode.debug.activeDebugSession!;
    const { expression, result } = scenario.evaluate;
    const item = vscode.debug.activeStackItem as vscode.DebugStackFrame;
    const value = (await session.customRequest('evaluate', {
      expression,
      context: 'hover',
      frameId: item.frameId,
    })) as {
      result: string;
    };
    assert.match(value.result, result);
    assert.deepEqual((await api.views.fault()).rows, []);

    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await untilFrame(lineOf(scenario.faultAt));
    const exception = (await session.customRequest('exceptionInfo', { threadId: 1 })) as {
      exceptionId: string;
      description: string;
    };
    assert.equal(exception.exceptionId, scenario.exception.id);
    assert.match(exception.description, scenario.exception.description);
    assertShows(await api.views.mpuRegions(), scenario.mpuRegions);
    assertShows(await api.views.locks(), scenario.locks);
    assertShows(await api.views.fault(), scenario.fault);
  });

  it('empties its views when the session ends', async () => {
    await vscode.debug.startDebugging(folder, scenario.configuration);
    await untilFrame(lineOf(scenario.faultAt));
    assert.ok((await api.views.mpuRegions()).rows.length > 0);
    await endSession();
    assert.deepEqual(await api.views.mpuRegions(), { rows: [] });
  });

  it('finds the firmware without a launch.json', async () => {
    const terminated = nextEvent('stopped');
    const started = await vscode.debug.startDebugging(folder, { type: 'ringfence', request: 'launch', name: 'Bare' });
    assert.equal(started, true);
    assert.equal((await terminated)['reason'], 'exception');
    assert.match(vscode.debug.activeDebugSession!.configuration['program'] as string, /\.elf$/);
    assert.equal(vscode.debug.activeDebugSession!.configuration['board'], 'mps2-an385');
  });

  it('does not start with a configuration of wrong types', async () => {
    const answers: boolean[] = [];
    void vscode.debug.startDebugging(folder, 'Wrong types').then((answer) => answers.push(answer));
    // The answer comes when the user has closed the message.
    while (answers.length === 0) {
      await vscode.commands.executeCommand('notifications.clearAll');
      await soon();
    }
    assert.deepEqual(answers, [false]);
    assert.equal(vscode.debug.activeDebugSession, undefined);
  });

  it('ends the session and says why when the adapter crashes', async function () {
    if (!isFake) this.skip();
    const ended = new Promise((resolve) => vscode.debug.onDidTerminateDebugSession(resolve));
    await vscode.debug.startDebugging(folder, scenario.configuration);
    await untilFrame(lineOf(scenario.faultAt));
    const session = vscode.debug.activeDebugSession!;
    const crash = Promise.resolve(session.customRequest('evaluate', { expression: 'crash' }) as Thenable<unknown>);
    await assert.rejects(crash, /crashed on purpose/);
    await ended;
  });

  it('registers every command that package.json names', async () => {
    const manifest = vscode.extensions.getExtension('ringfence.ringfence')!.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands());
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((name) => !registered.has(name));
    assert.deepEqual(missing, []);
  });
});

if (!isFake) describeRealAdapter();
