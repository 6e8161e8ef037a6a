/** The merged tree as devicetree source. */
import type { DevicetreeNode } from '../model/index.js';
import type { QueryContext } from './types.js';
import { valueText } from './value-text.js';

/** The whole tree after the preprocessor and all merging, with labels, references kept, and numbers worked out. */
export function mergedSource({ compilation }: QueryContext): string {
  const { tree } = compilation;
  const lines: string[] = ['/dts-v1/;', ...(tree.isPlugin ? ['/plugin/;'] : []), ''];
  for (const { address, size } of tree.memoryReservations) {
    lines.push(`/memreserve/ ${hex(address.value)} ${hex(size.value)};`);
  }
  if (tree.memoryReservations.length > 0) lines.push('');
  printTree(lines, tree.root);
  return `${lines.join('\n')}\n`;
}

function hex(value: bigint | undefined): string {
  return `0x${(value ?? 0n).toString(16)}`;
}

/** Without recursion: the tree may be as deep as the parser's budget lets it be. */
function printTree(lines: string[], root: DevicetreeNode): void {
  const stack: { readonly node: DevicetreeNode; readonly depth: number; readonly closing: boolean }[] = [];
  stack.push({ node: root, depth: 0, closing: false });
  for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
    const { node, depth, closing } = each;
    const indent = '\t'.repeat(depth);
    if (closing) {
      lines.push(`${indent}};`);
      continue;
    }
    if (depth > 0 && lines.at(-1)?.endsWith('{') === false) lines.push('');
    lines.push(`${indent}${node.labels.map(({ text }) => `${text}: `).join('')}${node.name} {`);
    for (const property of node.properties.values()) {
      const labels = property.labels.map(({ text }) => `${text}: `).join('');
      const text = valueText(property);
      lines.push(`${indent}\t${labels}${property.name}${text === undefined ? '' : ` = ${text}`};`);
    }
    stack.push({ node, depth, closing: true });
    for (const child of [...node.children.values()].reverse())
      stack.push({ node: child, depth: depth + 1, closing: false });
  }
}
