/** The adapter as it is really started: as `ringfence dap`, and as the bundle in a worker thread. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { DapClient } from '../../cli/demo-session/dap-client.js';
import type { WorkerMessage } from '../../protocol/index.js';
import { root } from '../support/root.js';
import { runNode } from '../support/run-node.js';
import { demo } from './rig.js';

describe('debug adapter: processes', () => {
  it('serves an editor on standard input and output, and leaves with it', async () => {
    const child = spawn(process.execPath, [join(root, 'out/cli/main.js'), 'dap'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const client = new DapClient(child.stdout, child.stdin);
    await client.request('initialize', { adapterID: 'ringfence' });
    await client.request('launch', {
      program: demo('stack-overflow'),
      stopOnEntry: true,
    } as Dap.LaunchRequestArguments);
    await client.request('configurationDone', {});
    assert.deepEqual((await client.event('stopped')).body, { reason: 'entry', threadId: 1, allThreadsStopped: true });
    await client.request('disconnect', {});
    assert.deepEqual(await exit, [0, null]);
  });

  it('leaves when its standard input ends', async () => {
    const child = spawn(process.execPath, [join(root, 'out/cli/main.js'), 'dap'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    child.stdin.end();
    assert.deepEqual(await exit, [0, null]);
  });

  it('runs in a worker thread as the extension starts it', async () => {
    const worker = new Worker(join(root, 'dist/debug-adapter-worker.cjs'));
    let seq = 0;
    const ask = (command: string, args: object): void => {
      const dap = { seq: ++seq, type: 'request', command, arguments: args } as const;
      worker.postMessage({ dap } satisfies WorkerMessage);
    };
    const told = (): Promise<Dap.Event> =>
      new Promise((resolve) => {
        worker.on('message', ({ dap }: WorkerMessage) => {
          if ((dap as Dap.Event).event === 'stopped') resolve(dap as Dap.Event);
        });
      });
    const stop = told();
    ask('initialize', { adapterID: 'ringfence' });
    ask('launch', { program: demo('mbed-rom-write'), runToEntryPoint: true });
    ask('configurationDone', {});
    assert.equal(((await stop).body as Dap.StoppedEvent['body']).reason, 'entry');
    ask('disconnect', {});
    assert.deepEqual(await once(worker, 'exit'), [0]);
  });

  it('shows a whole session to a person', () => {
    const { status, stdout } = runNode(['out/cli/main.js', 'demo-session']);
    assert.equal(status, 0);
    assert.match(stdout, /MemManage fault: write to read-only region 0/);
    assert.match(stdout, /▶ +0 +0x00000000/);
    assert.match(stdout, /held by mbed_mpu_manager_lock_ram_execution/);
    const own = runNode([
      'out/cli/main.js',
      'demo-session',
      demo('guarded-task', 'lm3s6965evb'),
      '--board=lm3s6965evb',
    ]);
    assert.equal(own.status, 0);
    assert.match(own.stdout, /stopped: function breakpoint[^]*MemManage fault/);
    assert.equal(runNode(['out/cli/main.js', 'demo-session', 'none.elf']).status, 125);
  });
});
