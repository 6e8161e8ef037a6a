/** Says in which nodes and properties two flattened trees differ. */
import type { Dtb, DtbNode } from './dtb.js';

/** The first differences, one a line, empty where there are none. `ours` and `theirs` name the two. */
export function differences(ours: Dtb, theirs: Dtb, most = 20): string[] {
  const found: string[] = [];
  const say = (line: string): void => {
    if (found.length < most) found.push(line);
  };
  const reservations = [ours, theirs].map((dtb) => dtb.reservations.map((entry) => entry.join('+')).join(' '));
  if (reservations[0] !== reservations[1]) say(`/memreserve/: ${reservations[0] ?? ''} | ${reservations[1] ?? ''}`);
  compareNodes(ours.root, theirs.root, '', say);
  return found;
}

function compareNodes(ours: DtbNode, theirs: DtbNode, path: string, say: (line: string) => void): void {
  compareKeys(ours.properties, theirs.properties, `${path}:`, say);
  compareKeys(ours.children, theirs.children, `${path}/`, say);
  for (const [name, bytes] of ours.properties) {
    const other = theirs.properties.get(name);
    if (other !== undefined && Buffer.compare(bytes, other) !== 0) {
      say(`${path}:${name}: ${Buffer.from(bytes).toString('hex')} | ${Buffer.from(other).toString('hex')}`);
    }
  }
  for (const [name, child] of ours.children) {
    const other = theirs.children.get(name);
    if (other !== undefined) compareNodes(child, other, `${path}/${name}`, say);
  }
}

function compareKeys(
  ours: ReadonlyMap<string, unknown>,
  theirs: ReadonlyMap<string, unknown>,
  prefix: string,
  say: (line: string) => void,
): void {
  for (const name of ours.keys()) if (!theirs.has(name)) say(`${prefix}${name}: only ours`);
  for (const name of theirs.keys()) if (!ours.has(name)) say(`${prefix}${name}: only theirs`);
  const order = [...ours.keys()].filter((name) => theirs.has(name)).join(' ');
  const otherOrder = [...theirs.keys()].filter((name) => ours.has(name)).join(' ');
  if (order !== otherOrder) say(`${prefix} in another order: ${order} | ${otherOrder}`);
}
