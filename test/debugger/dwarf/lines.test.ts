/** Gold: addr2line (binutils 2.40) for every even address of the code, and GDB 13.1 for breakpoints; see fixtures/dwarf/gold.mjs. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type DebugInformation, openDebugInformation } from '../../../debugger/dwarf/index.js';
import { FIXTURES, fixture, fixtureText } from '../elf/fixtures.js';

const open = (name: string): DebugInformation => openDebugInformation(fixture(`${name}.elf`));

function goldNames(suffix: string): string[] {
  const files = readdirSync(path.join(FIXTURES, 'gold')).filter((file) => file.endsWith(suffix));
  return files.map((file) => file.slice(0, -suffix.length));
}

/** addr2line takes names from the symbol table, with the suffixes of clones; plain names where there is no linkage name. */
function sameName(ours: { name: string; linkageName: string | undefined; shortName: string }, gold: string): boolean {
  const plain = gold.replace(/\.(constprop|isra|part|cold|lto_priv)\b.*$/, '');
  return (ours.linkageName ?? ours.shortName) === plain || (ours.linkageName === undefined && gold.startsWith('_Z'));
}

function checkFrames(info: DebugInformation, pc: number, gold: string): void {
  // addr2line takes the last row of an address; `lineAt` prefers statements, as GDB does.
  const where = info.linesAt(pc).at(-1);
  const inlined = info.inlinedAt(pc);
  const outer = info.functionAt(pc);
  const frames = gold.split(' < ').map((frame) => frame.split(' ') as [string, string]);
  // Padding after a function has a line but belongs to no function; addr2line names the symbol before it.
  if (outer === undefined) return;
  const functions = [...inlined, outer];
  const places = [where, ...inlined.map(({ call }) => call)];
  assert.equal(functions.length, frames.length, `${pc.toString(16)}: ${gold}`);
  frames.forEach(([name, place], i) => {
    assert.ok(sameName(functions[i]!, name), `${pc.toString(16)}: ${functions[i]!.name} is ${name}`);
    const found = places[i];
    const shown = found === undefined ? '??:?' : `${found.file.path}:${found.line === 0 ? '?' : found.line}`;
    assert.equal(shown, place, pc.toString(16));
  });
}

describe('Line tables', () => {
  for (const name of goldNames('.lines')) {
    it(`give the lines and inlined calls of addr2line: ${name}`, () => {
      const info = open(name);
      const rows = fixtureText(`gold/${name}.lines`).trimEnd().split('\n');
      const starts = rows.map((row) => parseInt(row, 16));
      assert.ok(rows.length >= 3);
      rows.forEach((row, i) => {
        const end = starts[i + 1] ?? starts[i]! + 2;
        for (let pc = starts[i]!; pc < end; pc += 2) checkFrames(info, pc, row.slice(row.indexOf(' ') + 1));
      });
      assert.deepEqual(info.findings, []);
    });
  }

  it('ignore removed code that the linker left at address 0', () => {
    const info = open('c-O0-dwarf5-at-zero');
    const plain = open('c-O0-dwarf5');
    for (let pc = 8; pc < 0x200; pc += 2) {
      const [zero, moved] = [info.lineAt(pc), plain.lineAt(pc + 0x8000)];
      assert.deepEqual([zero?.file.path, zero?.line], [moved?.file.path, moved?.line], pc.toString(16));
    }
  });

  it('follow type units and link-time optimization', () => {
    for (const name of ['cpp-Og-dwarf5-type-units', 'cpp-lto-dwarf4', 'cpp-lto-dwarf5']) {
      const info = open(name);
      const address = fixture(`${name}.elf`).symbols.all.find((symbol) =>
        symbol.name.startsWith('_ZNK8geometry6Square6scaled'),
      )!.address;
      assert.equal(info.functionAt(address)!.name, 'geometry::Square::scaled');
      assert.equal(info.lineAt(address)!.file.path, '/fixture/shapes.cpp');
      assert.deepEqual(info.findings, []);
    }
  });

  it('join directories and names', () => {
    const file = open('c-O0-dwarf4').lineAt(0x8008)!.file;
    assert.deepEqual([file.path, file.compilationDirectory], ['/fixture/startup.c', '/fixture']);
  });

  it('match a path of another machine by its tail', () => {
    const info = open('c-O0-dwarf5');
    assert.deepEqual(info.matchFile('/src/me/fixture/program.c'), ['/fixture/program.c']);
    assert.deepEqual(info.matchFile('C:\\work\\program.c'), ['/fixture/program.c']);
    assert.deepEqual(info.matchFile('/fixture/program.c'), ['/fixture/program.c']);
    assert.deepEqual(info.matchFile('other.c'), []);
  });
});

/**
 * Where we stop at other addresses than GDB on purpose: GDB stops twice in one copy of a loop's head, once for each
 * lexical block; we stop once for each function or inlined call.
 */
const ONE_STOP_PER_COPY: ReadonlySet<string> = new Set([
  'program.c:29',
  'program.c:35',
  'program.c:36',
  'program.c:59',
  'program.c:60',
  'program.c:61',
]);

describe('Breakpoints', () => {
  for (const name of goldNames('.breakpoints')) {
    it(`stop where GDB stops: ${name}`, () => {
      const info = open(name);
      const differing: string[] = [];
      for (const row of fixtureText(`gold/${name}.breakpoints`).trimEnd().split('\n')) {
        const [place, ...gold] = row.split(' ');
        const [file, line] = place!.split(':');
        const found = info.breakpointsOfLine(file!, Number(line)).map(({ address }) => address.toString(16));
        if (found.sort().join() !== gold.join()) differing.push(place!);
      }
      assert.deepEqual(
        differing.filter((place) => !ONE_STOP_PER_COPY.has(place)),
        [],
      );
    });
  }

  it('name the line that has code', () => {
    const [place] = open('c-O0-dwarf5').breakpointsOfLine('program.c', 1);
    assert.equal(place!.file.path, '/fixture/program.c');
    assert.equal(place!.line, 10);
    assert.deepEqual(open('c-O0-dwarf5').breakpointsOfLine('program.c', 10_000), []);
  });

  it('stop in every inlined copy', () => {
    const places = open('c-Og-dwarf5').breakpointsOfLine('program.c', 11);
    // GDB: `break program.c:11` on this fixture.
    assert.deepEqual(
      places.map(({ address }) => address),
      [0x80bc, 0x80c4],
    );
    assert.ok(places.every(({ function: around }) => around!.name === 'fill'));
  });
});
