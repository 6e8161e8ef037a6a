/** Tables of routines inside a guest that runs cells, which its header points at (guest/exceptions.s, guest/security.s). */

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
