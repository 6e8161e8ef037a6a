/** Frames for VS Code, which has one source with one hint for all frames of a file (debug-adapter/dap/frames.ts). */
import assert from 'node:assert/strict';
import { Client } from '../../debug-adapter/dap/client.js';
import { dapFrames } from '../../debug-adapter/dap/frames.js';
import type { SessionFrame } from '../../debugger/index.js';

function frame(name: string, file: string | undefined, presentation: SessionFrame['presentation']): SessionFrame {
  const source = file === undefined ? {} : { source: { name: file, path: `/src/${file}`, exists: true } };
  return { id: 1, name, kind: 'function', line: 3, column: 5, address: 0x100, presentation, ...source };
}

/** `name | hint of the frame | file | hint of the source` */
function shown(frames: readonly SessionFrame[], clientID: string): readonly string[] {
  return dapFrames(frames, new Client({ clientID })).map(({ name, presentationHint, source }) =>
    [name, presentationHint ?? '-', source?.name ?? '-', source?.presentationHint ?? '-'].join(' | '),
  );
}

/** What VS Code takes for the place of the exception: hints of a file are those of its last frame. */
function exceptionFrame(frames: readonly SessionFrame[]): string | undefined {
  const all = dapFrames(frames, new Client({ clientID: 'vscode' }));
  const hints = new Map(all.map(({ source }) => [source?.path, source?.presentationHint]));
  return all.find(({ source }) => source !== undefined && hints.get(source.path) !== 'deemphasize')?.name;
}

/** The first frame that VS Code focuses. */
function focusedFrame(frames: readonly SessionFrame[]): string | undefined {
  return dapFrames(frames, new Client({ clientID: 'vscode' })).find(({ source, presentationHint }) => {
    const hint = presentationHint ?? source?.presentationHint;
    return source !== undefined && hint !== 'subtle' && hint !== 'deemphasize';
  })?.name;
}

const EXCEPTION = frame('<HardFault exception>', undefined, 'label');
const ELSEWHERE = [
  frame('HardFault_Handler', 'main.c', 'deemphasize'),
  EXCEPTION,
  frame('culprit', 'driver.c', 'normal'),
  frame('main', 'main.c', 'normal'),
];
const SAME = [
  frame('HardFault_Handler', 'main.c', 'deemphasize'),
  EXCEPTION,
  frame('culprit', 'main.c', 'normal'),
  frame('main', 'main.c', 'normal'),
];
const APART = [frame('HardFault_Handler', 'startup.c', 'deemphasize'), EXCEPTION, frame('main', 'main.c', 'normal')];

describe('debug-adapter: frames above and below an exception', () => {
  it('leave their hint to the frame where they share a file with the handler', () =>
    assert.deepEqual(shown(ELSEWHERE, 'vscode'), [
      'HardFault_Handler | subtle | main.c | deemphasize',
      '<HardFault exception> | label | - | -',
      'culprit | - | driver.c | -',
      'main | normal | main.c | deemphasize',
    ]));

  it('have a handler without source where the culprit is in its file', () =>
    assert.deepEqual(shown(SAME, 'vscode'), [
      'HardFault_Handler | subtle | - | -',
      '<HardFault exception> | label | - | -',
      'culprit | - | main.c | -',
      'main | - | main.c | -',
    ]));

  it('are as ever for clients that keep frames apart', () => {
    for (const frames of [ELSEWHERE, SAME])
      assert.equal(shown(frames, 'nvim')[0], 'HardFault_Handler | subtle | main.c | deemphasize');
    assert.equal(shown(SAME, 'nvim')[3], 'main | - | main.c | -');
  });

  for (const [what, frames, culprit] of [
    ['elsewhere', ELSEWHERE, 'culprit'],
    ['in the same file', SAME, 'culprit'],
    ['apart from all', APART, 'main'],
  ] as const)
    it(`let VS Code focus the culprit and show the exception there, with the handler ${what}`, () => {
      assert.equal(focusedFrame(frames), culprit);
      assert.equal(exceptionFrame(frames), culprit);
    });
});
