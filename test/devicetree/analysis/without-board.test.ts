/** A source that is a part of a devicetree, read without the rest: what the board decides is not held against it. */
import assert from 'node:assert/strict';
import { analyse, type CompilationContext } from '../../../devicetree/index.js';
import { memoryFiles } from '../../support/memory-files.js';

const CASES: readonly (readonly [text: string, codes: readonly string[]])[] = [
  ['&uart1 { status = "okay"; };', ['context-board-unknown']],
  ['/ { chosen { zephyr,console = &uart1; }; };', ['context-board-unknown']],
  ['/ { device { gpios = <&gpio0 1 2>; interrupts = <5 1>; }; };', ['context-board-unknown']],
  ['/ { device@100 { reg = <0x100 0x10 1>; }; };', ['context-board-unknown']],
  ['/delete-node/ &other;', ['context-board-unknown']],
  // What is wrong on every board stays.
  ['/ { device { status = <1>; }; };', ['dtc-status-is-string']],
  ['&uart1 { status = "okay" };', ['context-board-unknown', 'dts-expected-semicolon']],
  ['/ { a: one { }; a: two { }; };', ['dtc-duplicate-label']],
  ['/ { one { }; };', []],
];

function codesOf(path: string, text: string): string[] {
  const context: CompilationContext = {
    id: path,
    kind: 'zephyr-file',
    title: path,
    files: [path],
    includePaths: [],
    defines: {},
    dialect: 'zephyr',
    origin: '',
    findings: [],
  };
  return analyse(context, memoryFiles({ [path]: text })).findings.map(({ code }) => code);
}

describe('devicetree analysis: a part without its board', () => {
  for (const [text, codes] of CASES)
    it(text, () => {
      assert.deepEqual(codesOf('/app.overlay', text), codes);
      assert.deepEqual(codesOf('/soc.dtsi', text), codes);
    });

  it('is more than a board by itself may do', () => {
    assert.deepEqual(codesOf('/board.dts', '/dts-v1/;\n/ { };\n&uart1 { };\n'), ['dts-reference-not-found']);
  });
});
