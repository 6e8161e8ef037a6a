/** Makes a node okay. */
import type { DevicetreeNode } from '../model/index.js';
import type { SourceFile, TextEdit } from '../source/index.js';
import { insertAt } from './edits.js';
import { strings, valueRange } from './reading.js';

/** Changes the status where it is written, or overrides it at the end of `near` where that is another file. */
export function enable(node: DevicetreeNode, near: SourceFile): TextEdit[] | undefined {
  const status = node.properties.get('status');
  if (status === undefined) return undefined;
  const range = strings(status)[0]?.range ?? valueRange(status.syntax);
  if (range.file === near) return [{ range, newText: '"okay"' }];
  const label = node.labels[0]?.text;
  if (label === undefined) return undefined;
  const lead = near.text.endsWith('\n') || near.text === '' ? '' : '\n';
  return [insertAt(near, near.text.length, `${lead}\n&${label} {\n\tstatus = "okay";\n};\n`)];
}
