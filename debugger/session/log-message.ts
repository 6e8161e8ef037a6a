/** Messages of log points: text with expressions in braces. */

/** `evaluate` gives an expression's value as text, or why there is none. `\{` and `\}` stand for the braces themselves. */
export function logText(message: string, evaluate: (expression: string) => string): string {
  let text = '';
  for (let i = 0; i < message.length; i++) {
    const character = message[i]!;
    if (character === '\\' && /[{}\\]/.test(message[i + 1] ?? '')) {
      text += message[++i]!;
    } else if (character === '{') {
      const end = closingBrace(message, i);
      if (end === undefined) return text + message.slice(i);
      text += evaluate(message.slice(i + 1, end));
      i = end;
    } else {
      text += character;
    }
  }
  return text;
}

function closingBrace(message: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < message.length; i++) {
    if (message[i] === '{') depth++;
    else if (message[i] === '}' && --depth === 0) return i;
  }
  return undefined;
}
