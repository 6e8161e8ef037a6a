/** `#pragma`: `once`, and what gcc does itself. Others leave no trace in what it prints for assembler. */
import { line } from './line.js';
import { directiveRange, loseTrack, removeMacro, report, shutFile, type Frame, type Run } from './run.js';
import type { DirectiveItem } from './scan.js';
import { isPunctuator, KIND, TEXT_END, tokenRange, type Token } from './tokens.js';

export function runPragma(run: Run, frame: Frame, item: DirectiveItem): void {
  const operand = line(frame, item);
  const next = (): Token => operand.next();
  const first = next();
  if (first.kind !== KIND.name) return;
  if (first.text === 'once') once(run, frame, item);
  else if (first.text === 'push_macro') push(run, quotedName(next));
  else if (first.text === 'pop_macro') pop(run, quotedName(next));
  else if (first.text === 'poison') poison(run, next);
  else if (first.text === 'GCC') gcc(run, frame, item, next);
}

function gcc(run: Run, frame: Frame, item: DirectiveItem, next: () => Token): void {
  const what = next();
  if (what.text === 'poison') return poison(run, next);
  if (what.text !== 'warning' && what.text !== 'error') return;
  const text = next();
  const message = text.kind === KIND.string ? text.text.slice(1, -1) : `#pragma GCC ${what.text}`;
  report(run, `cpp-${what.text}`, what.text, message, directiveRange(frame.file, item));
}

function once(run: Run, frame: Frame, item: DirectiveItem): void {
  if (run.frames.length > 1) shutFile(run, frame.file);
  else
    report(
      run,
      'cpp-pragma-once',
      'warning',
      '#pragma once in a main file does nothing.',
      directiveRange(frame.file, item),
    );
}

/** `("NAME")`. */
function quotedName(next: () => Token): string | undefined {
  if (!isPunctuator(next(), '(')) return undefined;
  const name = next();
  return name.kind === KIND.string && isPunctuator(next(), ')') ? name.text.slice(1, -1).trim() : undefined;
}

function push(run: Run, name: string | undefined): void {
  if (name === undefined) return;
  loseTrack(run);
  const stack = run.pushed.get(name) ?? [];
  stack.push(run.macros.get(name));
  run.pushed.set(name, stack);
}

function pop(run: Run, name: string | undefined): void {
  const stack = name === undefined ? undefined : run.pushed.get(name);
  if (name === undefined || stack === undefined || stack.length === 0) return;
  loseTrack(run);
  const macro = stack.pop();
  if (macro === undefined) removeMacro(run, name);
  else run.macros.set(name, { ...macro, disabled: false });
  run.epoch++;
}

/** Poisoned names lose their macros. */
function poison(run: Run, next: () => Token): void {
  for (let token = next(); token !== TEXT_END; token = next()) {
    if (token.kind !== KIND.name) return;
    if (run.macros.has(token.text)) {
      report(run, 'cpp-poisoned', 'warning', `${token.text} loses its macro.`, tokenRange(token)!);
      removeMacro(run, token.text);
    }
  }
}
