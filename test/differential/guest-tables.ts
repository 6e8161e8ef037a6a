/**
 * Where guests lie that run cells, and the tables of routines inside them, which their headers point at (guest/exceptions.s,
 * guest/security.s).
 */

/** Where a core of Armv8-M looks for its vectors out of reset, in Secure state; it is the memory at 0. */
export const SECURE_BASE = 0x1000_0000;
/** Where an image for both security states lies a second time, for Non-secure code. */
export const NS_BASE = 0x8000_0000;

/** Offset of the header in the guest: the number of cells, and the tables. */
export const HEADER = 0x400;
const TABLES = [1, 2, 3] as const;

/** The address of a routine by table and index; throws an Error for an index below 0, which is that of a name not found. */
export function routineFinder(view: DataView): (table: 0 | 1 | 2, index: number) => number {
  const tables = TABLES.map((word) => view.getUint32(HEADER + 4 * word, true));
  return (table, index) => {
    if (index < 0) throw new Error('no such routine');
    return view.getUint32(tables[table]! + 4 * index, true);
  };
}
