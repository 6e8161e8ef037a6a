/** What names of nodes and properties may look like, beyond the characters that any name has (dtlib's Node and Property). */
import type { Context } from './context.js';
import type { NameSyntax } from './tree.js';

export function checkNodeName({ rules, report }: Context, name: NameSyntax): void {
  const { text } = name;
  const { nodeNameSigns } = rules;
  if (nodeNameSigns === undefined || text === '/') return;
  for (const character of text) {
    if (/[A-Za-z0-9]/.test(character) || nodeNameSigns.includes(character)) continue;
    report.addAt('dts-node-name', 'error', `A node's name holds no ${character}.`, name.range);
    return;
  }
  if (rules.strictAt && text.indexOf('@') !== text.lastIndexOf('@')) {
    report.addAt('dts-node-name', 'error', 'A node has one unit address: a single @ in its name.', name.range);
  }
}

export function checkPropertyName({ rules, report }: Context, name: NameSyntax): void {
  if (!rules.strictAt || !name.text.includes('@')) return;
  report.addAt(
    'dts-property-name',
    'error',
    'The name of a property holds no @; that is for unit addresses of nodes.',
    name.range,
  );
}
