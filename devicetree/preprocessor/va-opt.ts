/** Follows `__VA_OPT__ ( … )` through a macro's body (C23 6.10.5.1), when it is defined and when it is expanded. */
import { FLAG, isPunctuator, KIND, type Token } from './tokens.js';

export const OPTIONAL_NAME = '__VA_OPT__';

/** What a token is to `__VA_OPT__`: text of the macro, its name, a piece to be left out, its `)`. */
export type OptionalStep = 'include' | 'begin' | 'drop' | 'end' | 'error';

export interface OptionalTracker {
  update(token: Token): OptionalStep;
  completed(): boolean;
  /** `#__VA_OPT__(…)`: the whole becomes a string. */
  stringify(): boolean;
  problem(): string;
}

/** `isFilled`, asked once: whether the variable arguments have any token. While defining there are none to ask for. */
export function createOptionalTracker(variadic: boolean, isFilled: () => boolean = () => true): OptionalTracker {
  // 0: outside; 1: after the name; 2: after its `(`; more: inside, counting parentheses.
  let state = 0;
  let afterPaste = false;
  let stringify = false;
  let inside: OptionalStep | undefined;
  let problem = '';

  function fail(message: string): OptionalStep {
    problem = message;
    return 'error';
  }
  function within(token: Token): OptionalStep {
    const paste = isPunctuator(token, '##');
    if (state === 2 && paste) return fail(PASTE_AT_END);
    if (state === 2) state = 3;
    const wasPaste = afterPaste;
    afterPaste = paste;
    if (isPunctuator(token, '(')) state++;
    else if (isPunctuator(token, ')') && --state === 2) {
      state = 0;
      return wasPaste ? fail(PASTE_AT_END) : 'end';
    }
    return inside ?? 'include';
  }
  return {
    update(token) {
      if (!variadic) return 'include';
      if (token.kind === KIND.name && token.text === OPTIONAL_NAME) {
        if (state > 0) return fail('__VA_OPT__ cannot stand inside of __VA_OPT__.');
        state = 1;
        stringify = (token.flags & FLAG.stringify) !== 0;
        return 'begin';
      }
      if (state === 0) return 'include';
      if (state > 1) return within(token);
      if (!isPunctuator(token, '(')) return fail('`(` has to follow __VA_OPT__.');
      state = 2;
      inside ??= isFilled() ? 'include' : 'drop';
      return 'drop';
    },
    completed: () => !variadic || state === 0,
    stringify: () => stringify,
    problem: () => problem,
  };
}

const PASTE_AT_END = '`##` cannot stand at the begin or the end of __VA_OPT__.';
