/** What a printed value says, without the way in which it is said: the first two rules of compare.ts. */

/** A value that is nowhere. */
export const NOWHERE = '<optimized out>';

/** Ours for it, with the reason. */
const REASONS = /<(?:its value on entry is not known \([^)]*\)|part of it was optimized out)>/g;
const POINTS_NOWHERE = /<it points to a variable that was optimized out>/g;

/** One spelling of one fact. Values that are there stay as they are. */
export function fact(value: string): string {
  const text = value.replace(REASONS, NOWHERE).replace(POINTS_NOWHERE, '<synthetic pointer>');
  const [pointer, target] = /^(<synthetic pointer>): ([^]*)$/.exec(text)?.slice(1) ?? [];
  if (pointer !== undefined && isNowhere(target!)) return pointer;
  return isNowhere(text) ? NOWHERE : text;
}

/** Whether every leaf of an unfolded structure is optimized out. */
function isNowhere(text: string): boolean {
  if (!text.includes(NOWHERE)) return false;
  const leaves = text
    .replaceAll(NOWHERE, '')
    .replace(/<repeats \d+ times>/g, '')
    .replace(/[\w$]+ = |<[\w:<>, ]+> = /g, '');
  return /^[{}, ]*$/.test(leaves);
}
