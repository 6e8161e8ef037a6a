/** The stack of files: entering one and leaving it. */
import type { SourceFile, SourceRange } from '../source/index.js';
import { directiveRange, report, stateOf, type Run } from './run.js';
import { keepVisit, startVisit } from './visits.js';

export function enterFile(run: Run, file: SourceFile, pathIndex: number, site: SourceRange | undefined): void {
  const mark = run.output.mark();
  const visit = startVisit(run);
  const state = stateOf(run, file);
  run.visited.push(file);
  run.parts.push({ file, start: mark.length, end: -1 });
  run.frames.push({
    file,
    visit,
    deepest: 1,
    state,
    scan: state.scan,
    item: 0,
    pos: 0,
    name: 0,
    gap: 0,
    conditionals: [],
    pathIndex,
    lineDelta: 0,
    presumedName: file.path,
    entered: { site, mark, findings: run.findings.length },
  });
}

/** Leaves the file on top. */
export function leaveFile(run: Run): void {
  const frame = run.frames.pop();
  if (frame === undefined) return;
  for (const { opening } of frame.conditionals) {
    const message = `#${opening.directive} has no #endif in this file.`;
    report(run, 'cpp-unterminated-conditional', 'error', message, directiveRange(frame.file, opening));
  }
  const { length } = frame.file.text;
  const last = run.output.last();
  if (length > 0 && last !== '' && last !== '\n' && last !== '\r') run.output.fill('\n', frame.file, length, length);
  run.parts[frame.visit.parts]!.end = run.output.length();
  const around = run.frames.at(-1);
  if (around !== undefined) around.deepest = Math.max(around.deepest, frame.deepest + 1);
  keepVisit(run, frame);
}
