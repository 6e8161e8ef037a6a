/** What a session does with breakpoints, faults, variables and memory, on the committed firmware. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../base/index.js';
import { findBoard } from '../../../debugger/launch/index.js';
import {
  DebugSession,
  prepareLaunch,
  type ResumeIntent,
  type SessionOptions,
  type SessionStop,
} from '../../../debugger/index.js';
import { root } from '../../support/root.js';

const LOOPS = 'firmware/debug-fixtures/loops.c';

function open(
  path: string,
  options: SessionOptions = {},
): { readonly session: DebugSession; readonly messages: string[] } {
  const bytes = new Uint8Array(readFileSync(join(root, 'firmware/elf', path)));
  const launch = prepareLaunch({ bytes, name: path, board: findBoard('mps2-an385') });
  const messages: string[] = [];
  const host = { message: (_: string, text: string) => void messages.push(text) };
  return { session: new DebugSession(launch, host, options), messages };
}

function go(session: DebugSession, intent: ResumeIntent = { kind: 'continue' }, sliceSize = 5_000_000): SessionStop {
  session.resume(intent);
  for (let n = 0; n < 5_000_000 / sliceSize; n++) {
    const stop = session.slice(sliceSize);
    if (stop !== undefined) return stop;
  }
  return session.pause();
}

function toMain(session: DebugSession): void {
  go(session, { kind: 'runTo', addresses: session.addressesOfFunction('main') });
}

function local(session: DebugSession, name: string): string | undefined {
  const [frame] = session.stackTrace().frames;
  const [scope] = session.scopes(frame!.id);
  return session.variables(scope!.variablesReference).find((variable) => variable.name === name)?.value;
}

function where(session: DebugSession): string {
  const [frame] = session.stackTrace().frames;
  return `${frame!.name}:${frame!.line}`;
}

const loops = (): { readonly session: DebugSession; readonly messages: string[] } =>
  open('debug-fixtures/loops-O0-dwarf5.elf');

describe('breakpoints of a session', () => {
  it('stop at a line, whatever the slices', () => {
    for (const sliceSize of [1, 7, 5_000_000]) {
      const { session } = loops();
      toMain(session);
      const [status] = session.setSourceBreakpoints(LOOPS, [{ line: 17 }]);
      assert.equal(status!.verified, true);
      assert.equal(status!.line, 17);
      const counts = [1, 2, 3].map(() => {
        const stop = go(session, { kind: 'continue' }, sliceSize);
        assert.equal(stop.reason, 'breakpoint');
        assert.deepEqual(stop.hitBreakpointIds, [status!.id]);
        return `${local(session, 'count')} ${local(session, 'candidate')}`;
      });
      // The primes 2, 3 and 5.
      assert.deepEqual(counts, ['0 2', '1 3', '2 5'], `slices of ${sliceSize}`);
    }
  });

  it('hold a condition, count hits and print log messages', () => {
    const { session, messages } = loops();
    toMain(session);
    session.setSourceBreakpoints(LOOPS, [{ line: 17, condition: 'candidate > 5 && candidate % 2' }]);
    go(session);
    assert.equal(local(session, 'candidate'), '7');
    session.setSourceBreakpoints(LOOPS, [{ line: 17, hitCondition: '2' }]);
    go(session);
    assert.equal(local(session, 'candidate'), '13');
    session.setSourceBreakpoints(LOOPS, [
      { line: 17, logMessage: '{candidate} is prime, \\{hex {candidate,x}\\}' },
      { line: 20 },
    ]);
    go(session);
    assert.equal(where(session), 'count_primes:20');
    assert.equal(messages[0], '17 is prime, {hex 0x11}');
  });

  it('say why they are not verified', () => {
    const { session } = loops();
    const cases = [
      session.setSourceBreakpoints(LOOPS, [{ line: 100_000 }])[0],
      session.setSourceBreakpoints('/elsewhere/other.c', [{ line: 1 }])[0],
      session.setFunctionBreakpoints([{ name: 'nowhere' }])[0],
      session.setInstructionBreakpoints([{ address: 0x9000_0000 }])[0],
      session.setDataBreakpoints([{ dataId: 'count' }])[0],
      session.setSourceBreakpoints(LOOPS, [{ line: 17, hitCondition: 'often' }])[0],
    ];
    for (const status of cases) {
      assert.equal(status!.verified, false);
      assert.match(status!.message!, /\.$/);
    }
  });

  it('survive a restart and count from the beginning', () => {
    const { session } = loops();
    const [status] = session.setFunctionBreakpoints([{ name: 'classify', hitCondition: '== 1' }]);
    const first = go(session);
    assert.equal(first.reason, 'functionBreakpoint');
    assert.equal(session.restart().reason, 'entry');
    const again = go(session);
    assert.deepEqual(again.hitBreakpointIds, [status!.id]);
    assert.equal(again.retired, first.retired);
  });

  it('watch data, with old and new value', () => {
    const { session } = loops();
    toMain(session);
    const info = session.dataBreakpointInfoOf('result');
    assert.equal(info.accessTypes.length, 3);
    session.setDataBreakpoints([{ dataId: info.dataId!, access: 'write' }]);
    const stop = go(session);
    assert.equal(stop.reason, 'dataBreakpoint');
    assert.match(stop.text, /^result: 0 → /);
    session.setDataBreakpoints([{ dataId: info.dataId!, access: 'read' }]);
    assert.match(go(session).text, /^result was read: /);
  });

  it('stop within a call that is stepped over', () => {
    const { session } = loops();
    toMain(session);
    session.setSourceBreakpoints(LOOPS, [{ line: 20 }]);
    const stop = go(session, { kind: 'over' });
    const second = stop.reason === 'breakpoint' ? stop : go(session, { kind: 'over' });
    assert.equal(second.reason, 'breakpoint');
    assert.equal(where(session), 'count_primes:20');
    assert.equal(go(session, { kind: 'out' }).reason, 'step');
    assert.match(where(session), /^main:/);
  });
});

describe('faults in a session', () => {
  const semihosting = (): object => ({});

  it('stop by default when nobody handles them, with the culprit in view', () => {
    const { session } = open('demos/mbed-rom-write-mps2-an385-bare.elf', { semihosting });
    const stop = go(session);
    assert.equal(stop.reason, 'exception');
    assert.match(stop.text, /^MemManage fault: /);
    const { frames } = session.stackTrace();
    const marker = frames.findIndex(({ kind }) => kind === 'exception');
    assert.equal(frames[marker]!.name, '<MemManage exception>');
    assert.ok(frames.slice(0, marker).every(({ presentation }) => presentation === 'deemphasize'));
    assert.equal(`${frames[marker + 1]!.name}:${frames[marker + 1]!.line}`, 'Channel::raise_limit:34');
    const causes = session.faultCauses();
    assert.equal(causes.title, stop.text);
    assert.ok(causes.causes.length > 3);
    assert.ok(session.mpuRegions().regions.some(({ deciding }) => deciding));
  });

  it('pass where the program handles them, and stop on demand', () => {
    const { session } = open('demos/mbed-rom-write-mps2-an385.elf', { semihosting });
    assert.equal(go(session).reason, 'exited');
    session.setExceptionFilters([{ id: 'memManage', condition: 'all' }]);
    session.restart();
    assert.equal(go(session).reason, 'exception');
    session.setExceptionFilters([]);
    assert.equal(go(session).reason, 'exited');
    assert.throws(() => session.resume({ kind: 'continue' }), UserError);
  });

  it('show the frames of a culprit whose frame could not be stacked', () => {
    const { session } = open('demos/stack-overflow-mps2-an385.elf', { semihosting });
    session.setExceptionFilters([{ id: 'interruptEntry', condition: 'all' }]);
    const stop = go(session);
    assert.equal(stop.fault?.stacked, false);
    const names = session.stackTrace().frames.map(({ name }) => name);
    assert.ok(names.filter((name) => name === 'count_menus').length > 10);
    assert.ok(names.includes('worker'));
  });
});

describe('looking at a stopped program', () => {
  it('assigns to variables and registers', () => {
    const { session } = loops();
    session.setSourceBreakpoints(LOOPS, [{ line: 17 }]);
    go(session);
    const [frame] = session.stackTrace().frames;
    const [locals] = session.scopes(frame!.id);
    assert.equal(session.setVariable(locals!.variablesReference, 'count', '40 + 2').value, '42');
    assert.equal(session.evaluate('count,x', frame!.id, 'watch').result, '0x2a');
    assert.equal(session.setExpression('$r3', '7', frame!.id).value, '7');
    assert.throws(() => session.evaluate('nothing_here', frame!.id, 'watch'), UserError);
    assert.throws(() => session.evaluate('count = 3', frame!.id, 'watch'), UserError);
    assert.equal(session.evaluate('count = 3', frame!.id, 'repl').changed, true);
    go(session, { kind: 'over' });
    assert.throws(() => session.scopes(frame!.id), UserError);
    assert.throws(() => session.variables(locals!.variablesReference), UserError);
  });

  it('shows registers, system registers and the MPU', () => {
    const { session } = loops();
    toMain(session);
    const [frame] = session.stackTrace().frames;
    const scopes = session.scopes(frame!.id);
    const names = scopes.map(({ name }) => name);
    assert.deepEqual(names, ['Locals', 'Globals', 'Core registers', 'System registers', 'MPU']);
    const core = session.variables(scopes[2]!.variablesReference);
    const xpsr = core.find(({ name }) => name === 'xpsr');
    assert.ok(session.variables(xpsr!.variablesReference).some(({ name, value }) => name === 'T' && value === '1'));
    const blocks = session.variables(scopes[3]!.variablesReference).map(({ name }) => name);
    assert.ok(['SCB', 'NVIC', 'MPU', 'SysTick'].every((name) => blocks.includes(name)));
    assert.equal(session.variables(scopes[4]!.variablesReference).length, 10);
  });

  it('answers commands of the console', () => {
    const { session } = loops();
    toMain(session);
    const ask = (text: string): string => session.evaluate(text, undefined, 'repl').result;
    assert.match(ask('x/2xw 0'), /^0x00000000 <[\w+]+>:\t0x[0-9a-f]{8}\t0x[0-9a-f]{8}$/);
    assert.equal(
      ask('x/s text'),
      `0x${session.evaluate('&text', undefined, 'watch').memoryReference!.slice(2)}:\t"loops, and 3 branches; 42!"`,
    );
    assert.match(ask('info registers'), /^pc +0x[0-9a-f]{8} +<main/m);
    assert.match(ask('info mpu'), /^Off, 0 of 8 regions enabled/);
    assert.match(ask('explain 0x20000000'), /privileged code: read, write/);
    assert.match(ask('help'), /info locks/);
    assert.throws(() => ask('info everything'), UserError);
  });

  it('hovers with the rights at the address', () => {
    const { session } = loops();
    toMain(session);
    const hover = session.evaluate('text', undefined, 'hover');
    assert.ok(hover.memoryReference !== undefined);
    const children = session.variables(hover.variablesReference, { filter: 'named' }).map(({ name }) => name);
    assert.deepEqual(children, ['region', 'privileged', 'unprivileged']);
    const page = session.variables(hover.variablesReference, { filter: 'indexed', start: 1, count: 2 });
    assert.deepEqual(
      page.map(({ name, value }) => `${name} ${value}`),
      ["[1] 111 'o'", "[2] 111 'o'"],
    );
  });

  it('reads memory past its end and disassembles backwards', () => {
    const { session } = loops();
    toMain(session);
    const read = session.readMemory(0x9000_0000, 16);
    assert.deepEqual([read.bytes.length, read.unreadable], [0, 16]);
    const { pc } = session.stopped!;
    const lines = session.disassemble(pc, -2, 5);
    assert.equal(lines.length, 5);
    assert.equal(lines[2]!.address, pc);
    assert.ok(lines.every(({ invalid }) => !invalid));
    assert.equal(session.disassemble(0x9000_0000, -3, 6).length, 6);
  });
});

describe('steps while interrupts come', () => {
  const opened = () => open('demos/mbed-rom-write-mps2-an385-bare.elf').session;
  const ticks = (session: DebugSession): number => Number(session.evaluate('tick_count', undefined, 'repl').result);

  it('run their handlers and never end in one', () => {
    const session = opened();
    toMain(session);
    const places = new Set<string>();
    for (let i = 0; i < 300; i++) {
      const stop = go(session, { kind: i % 3 === 0 ? 'into' : 'over', granularity: 'line' });
      assert.equal(stop.reason, 'step', `step ${i}`);
      places.add(session.stackTrace().frames[0]!.name);
    }
    assert.ok(ticks(session) > 0, 'SysTick came');
    assert.ok(places.size > 3);
    assert.ok(!places.has('SysTick_Handler'));
  });

  it('out of a handler end in the code that it interrupted', () => {
    const session = opened();
    session.setFunctionBreakpoints([{ name: 'SysTick_Handler' }]);
    assert.equal(go(session).reason, 'functionBreakpoint');
    const interrupted = session.stackTrace().frames[2]!;
    session.setFunctionBreakpoints([]);
    assert.equal(go(session, { kind: 'out', granularity: 'line' }).reason, 'step');
    const [frame] = session.stackTrace().frames;
    assert.deepEqual([frame!.name, frame!.line], [interrupted.name, interrupted.line]);
  });
});
