/** Runs inside VS Code's extension host, on the demos and the real adapter: what a user does beyond stopping at the fault. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { endSession, focusedFrame, nextEvent, nextRequest, soon, untilFrame, untilFunction } from './session.js';
import { activated, assertShows, texts } from './shown.js';

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

async function command(name: string): Promise<Record<string, unknown>> {
  const next = nextEvent('stopped');
  await vscode.commands.executeCommand(name);
  return next;
}

/** No event follows the answer to `continue`, so this waits for the editor to have noticed. */
async function resume(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.debug.continue');
  while (vscode.debug.activeStackItem instanceof vscode.DebugStackFrame) await soon();
}

/** The editor that VS Code opened at a stop. */
async function untilEditor(file: string, line: number): Promise<void> {
  for (;;) {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.fsPath === file && editor.selection.active.line === line - 1) return;
    await soon();
  }
}

export function describeRealAdapter(): void {
  describe('The demo that writes to ROM, in VS Code', () => {
    afterEach(endSession);

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
      await untilFrame(culprit);
      assert.equal((await focusedFrame())?.name, 'Channel::raise_limit');
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
      await untilFunction('SensorNode::react');
      await command('workbench.action.debug.stepOut');
      await untilFrame(lineOf('raw += 40;'));
      await command('workbench.action.debug.stepOver');
      await untilFrame(lineOf('for (unsigned round = 0;'));
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
        void vscode.debug.startDebugging(folder, name).then(
          (answer) => answers.push(answer),
          // The test driver refuses the dialog in which VS Code tells what the adapter said.
          () => answers.push(false),
        );
        while (answers.length === 0) {
          await vscode.commands.executeCommand('notifications.clearAll');
          await soon();
        }
        tracker.dispose();
        for (let turn = 0; turn < 100 && vscode.debug.activeDebugSession !== undefined; turn++) await soon();
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

    afterEach(endSession);

    it('stops at the store into the guard', async () => {
      assert.equal(await debug(configuration), 'exception');
      await untilEditor(main, lineOf('records[count] = *record;', main));
      const names = (await frames()).map(({ name }) => name);
      assert.deepEqual(names.slice(0, 4), ['Default_Handler', '<MemManage exception>', 'append', 'recorder']);
    });

    it('pauses a program that runs without end, and takes a breakpoint while it runs', async () => {
      await debug(configuration);
      await untilFrame(lineOf('records[count] = *record;', main));
      // The handler branches to itself.
      await resume();
      assert.equal((await command('workbench.action.debug.pause'))['reason'], 'pause');
      const [handler] = await frames();
      assert.equal(handler!.name, 'Default_Handler');
      await untilFrame(handler!.line);

      await resume();
      const stopped = nextEvent('stopped');
      const position = new vscode.Position(handler!.line - 1, 0);
      const location = new vscode.Location(vscode.Uri.file(handler!.source!.path), position);
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
      assert.equal((await stopped)['reason'], 'breakpoint');
    });
  });

  for (const demo of FAULTS) {
    const { title, program, board, file, culprit, calls, exceptionId, exception, fault, silent, mpuRegions, deciding } =
      demo;
    describe(title, () => {
      const source = path.resolve(folder.uri.fsPath, '..', file);
      const configuration = {
        name: title,
        type: 'ringfence',
        request: 'launch',
        program: path.resolve(folder.uri.fsPath, '../../elf/demos', program),
        ...(board === undefined ? {} : { board }),
      };

      afterEach(endSession);

      it('has its causes in the fault view, and the region that denied in the MPU view', async () => {
        const api = await activated();
        // The editor asks when it shows the exception beside the culprit.
        const exceptionShown = nextRequest('exceptionInfo');
        assert.equal(await debug(configuration), 'exception');
        await untilFrame(lineOf(culprit, source));
        await exceptionShown;
        assert.deepEqual(
          (await frames()).slice(0, calls.length).map(({ name }) => name),
          calls,
        );
        const info = await ask<{ exceptionId: string; description: string }>('exceptionInfo', { threadId: 1 });
        assert.deepEqual([info.exceptionId, info.description], [exceptionId, exception]);

        const shown = await api.views.fault();
        assertShows(shown, fault);
        for (const pattern of silent) for (const text of texts(shown.rows)) assert.doesNotMatch(text, pattern);

        const regions = await api.views.mpuRegions();
        assertShows(regions, mpuRegions);
        const denying = regions.rows.filter(({ description }) => /denied the access/.test(description ?? ''));
        assert.deepEqual(
          denying.map(({ label }) => label.split(':')[0]),
          deciding,
        );
      });
    });
  }
}

/** A demo that stops at a fault: where, and what its views say. */
interface FaultDemo {
  readonly title: string;
  readonly program: string;
  /** As in launch.json; the extension finds it if absent. */
  readonly board?: string;
  readonly file: string;
  /** Part of the line that the editor stops at. */
  readonly culprit: string;
  /** The call stack from the top. */
  readonly calls: readonly string[];
  readonly exceptionId: string;
  readonly exception: string;
  readonly fault: readonly RegExp[];
  /** What no row of the fault view may say. */
  readonly silent: readonly RegExp[];
  readonly mpuRegions: readonly RegExp[];
  /** Numbers of the regions that denied. */
  readonly deciding: readonly string[];
}

const FAULTS: readonly FaultDemo[] = [
  {
    title: 'The fault of a task that overruns its buffer into a guard, in VS Code',
    program: 'guarded-task-mps2-an385-bare.elf',
    file: 'guarded-task/main.c',
    culprit: 'records[count] = *record;',
    calls: ['Default_Handler', '<MemManage exception>', 'append', 'recorder'],
    exceptionId: 'MemManage',
    exception: 'MemManage fault: write to no-access region 6',
    fault: [
      /^MemManage/,
      /^MMFSR\.DACCVIOL \| /,
      /^Unprivileged store of 4 bytes at 0x200003c0/,
      /^Region 6 gives unprivileged code no access \(AP = 0b000\)/,
      /^Region 4/,
      /MMFAR is 0x200003c0 and valid \(MMARVALID = 1\)/,
      /append, main\.c:\d+/,
      /^Look at the object before the address/,
    ],
    silent: [/MSTKERR/],
    mpuRegions: [
      /^6: 0x200003c0 – 0x200003ff \| denied the access · 64 bytes · no access/,
      /^4: 0x20000000 – 0x200003ff \| /,
      /^MPU_RBAR \| 0x200003c6$/,
    ],
    deciding: ['6'],
  },
  {
    title: 'The fault of a stack that overflows at exception entry, in VS Code',
    program: 'stack-overflow-mps2-an385-bare.elf',
    file: 'stack-overflow/main.c',
    culprit: 'svc 0',
    calls: ['Default_Handler', '<MemManage exception>', 'system_visited', 'count_menus', 'count_menus'],
    exceptionId: 'MemManage',
    exception: 'MemManage fault: exception entry stacking to no-access region 0',
    fault: [
      /^MemManage/,
      /^MMFSR\.MSTKERR \| .*SP has moved, but the frame is not valid/,
      /^Privileged stacking of 4 bytes at 0x200002f8/,
      /^Region 0 gives privileged code no access \(AP = 0b000\)/,
      /Only DACCVIOL writes MMFAR/,
      /system_visited, main\.c:\d+ \(inlined\)/,
      /^Suspect a stack overflow/,
    ],
    silent: [/DACCVIOL \|/],
    mpuRegions: [
      /^0: 0x20000200 – 0x200002ff \| denied the access · 256 bytes · no access/,
      /^MPU_RBAR \| 0x20000200$/,
    ],
    deciding: ['0'],
  },
  {
    title: 'The fault of Non-secure code that reads Secure memory, in VS Code',
    program: 'secure-pointer-mps2-an505-bare.elf',
    board: 'mps2-an505',
    file: '../support/console.c',
    culprit: "while (*text != '\\0') {",
    calls: ['Default_Handler', '<SecureFault exception>', 'console_text', 'print_reading'],
    exceptionId: 'SecureFault',
    exception: 'SecureFault: Non-secure read from Secure 0x10000210',
    fault: [
      /^SecureFault/,
      /^SFSR\.AUVIOL \| /,
      /^Non-secure privileged load of 1 byte at 0x10000210/,
      /No SAU region covers it/,
      /SFAR is 0x10000210 and valid/,
      /console_text, console\.c:\d+/,
    ],
    silent: [/overflowed/],
    mpuRegions: [
      /^Security state \| Secure: its MPU is shown above$/,
      /^MPU of Non-secure state \| Off/,
      /^SAU \| On, 4 of 8 regions enabled; everything else is Secure$/,
      /^3: 0x101f0000 – 0x101fffff \| Non-secure callable$/,
    ],
    deciding: [],
  },
  {
    title: 'The fault of two regions that overlap, on a core without fault registers, in VS Code',
    program: 'region-overlap-mps2-m23-bare.elf',
    board: 'mps2-m23',
    file: 'region-overlap/main.c',
    culprit: 'words[i] = sum + (uint32_t)i;',
    calls: ['Default_Handler', '<HardFault exception>', 'answer', 'relay'],
    exceptionId: 'HardFault',
    exception: 'HardFault: write to 0x2000031c, where regions 2 and 3 overlap',
    fault: [
      /^HardFault/,
      /^Unprivileged store of 4 bytes at 0x2000031c/,
      /A Cortex-M23 has no fault status and no fault address registers/,
      /^Regions 2 and 3 share 0x20000300-0x2000031f alone/,
    ],
    silent: [/CFSR/],
    mpuRegions: [/^2: 0x20000200 – 0x2000031f \| overlap of 2, 3 denied the access/, /^3: 0x20000300 – 0x2000039f \| /],
    deciding: ['2', '3'],
  },
  {
    title: 'The fault of a region that subregions cut short, on an Armv6-M core, in VS Code',
    program: 'subregion-guard-mps2-m0plus-bare.elf',
    board: 'mps2-m0plus',
    file: 'subregion-guard/main.c',
    culprit: 'samples[count] = *sample;',
    calls: ['Default_Handler', '<HardFault exception>', 'append', 'logger'],
    exceptionId: 'HardFault',
    exception: 'HardFault: write to 0x20000380, which no region covers',
    fault: [
      /^HardFault/,
      /^Unprivileged store of 4 bytes at 0x20000380/,
      /its subregion 7, 0x20000380-0x200003ff, is disabled by SRD/,
    ],
    silent: [/CFSR/],
    mpuRegions: [/^1: 0x20000000 – 0x200003ff \| .*6 of 8 subregions/],
    deciding: [],
  },
];
