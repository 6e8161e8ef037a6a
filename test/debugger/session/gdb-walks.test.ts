/**
 * Our steps, frames and variables against GDB's: every debug fixture walked by next, step, finish and nexti from main, on
 * QEMU 7.2 under gdb-multiarch 13.1 (gold/gdb-walks.json.gz, written by fixture/refresh.mjs). docs/debugger-differences.md
 * explains the rest.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findBoard } from '../../../debugger/target/index.js';
import { DebugSession, prepareLaunch, type ResumeIntent, type SessionFrame } from '../../../debugger/index.js';
import { root } from '../../support/root.js';

/** Name, file, line, pc. */
type GdbFrame = readonly [string, string, number, number];
type GdbVariable = readonly [string, string];

interface GdbStop {
  readonly command: string;
  readonly error?: string;
  readonly frames: readonly GdbFrame[];
  /** Arguments and locals of the innermost frames. */
  readonly values: readonly (readonly [readonly GdbVariable[], readonly GdbVariable[]])[];
}

type Walks = Readonly<Record<string, Readonly<Record<string, readonly GdbStop[]>>>>;

const INTENTS: Readonly<Record<string, ResumeIntent>> = {
  next: { kind: 'over' },
  step: { kind: 'into' },
  finish: { kind: 'out' },
  nexti: { kind: 'over', granularity: 'instruction' },
};

/** What was compared and what was equal. */
interface Score {
  places: number;
  samePlaces: number;
  frames: number;
  sameFrames: number;
  values: number;
  sameValues: number;
}

const walks = JSON.parse(
  gunzipSync(readFileSync(join(root, 'test/debugger/session/gold/gdb-walks.json.gz'))).toString(),
) as Walks;

function start(name: string): DebugSession {
  const bytes = new Uint8Array(readFileSync(join(root, `firmware/elf/debug-fixtures/${name}.elf`)));
  const launch = prepareLaunch({ bytes, name: `${name}.elf`, board: findBoard('mps2-an385') });
  const session = new DebugSession(launch, {});
  go(session, { kind: 'runTo', addresses: session.addressesOfFunction('main') });
  session.setInstructionBreakpoints(session.addressesOfFunction('finished').map((address) => ({ address })));
  return session;
}

function go(session: DebugSession, intent: ResumeIntent): void {
  session.resume(intent);
  if (session.slice(20_000_000) === undefined) session.pause();
}

function baseName(path: string | undefined): string {
  return path?.split('/').at(-1) ?? '';
}

function place(frame: GdbFrame | undefined): string {
  return frame === undefined ? 'nothing' : `${frame[0]} ${frame[1]}:${frame[2]} at 0x${frame[3].toString(16)}`;
}

function ours(frame: SessionFrame): GdbFrame {
  // GDB prints C++ functions with their parameters.
  return [frame.name, baseName(frame.source?.path), frame.line, frame.address ?? 0];
}

/** GDB demangles template arguments (`short, 3u`), we take them from DWARF (`short int, 3`): names are compared without. */
function withoutParameters([name, ...rest]: GdbFrame): GdbFrame {
  return [name.replace(/[(<].*$/, ''), ...rest];
}

/**
 * One spelling for values that are nowhere. GDB unfolds a structure of which every part is optimized out; its Python prints a
 * reference without what it refers to; it says `<synthetic pointer>` for a pointer to what has no place.
 */
function plainText(value: string): string {
  const leaves = value.replace(/[\w$]+ = /g, '').replace(/[{}, ]/g, '');
  if (value.includes('<optimized out>') && leaves.replaceAll('<optimizedout>', '') === '') return '<optimized out>';
  if (value.startsWith('@0x')) return value.replace(/:.*$/, '');
  return value
    .replace(/(@0x[0-9a-f]+): [^,}]*/g, '$1')
    .replaceAll('<it points to a variable that was optimized out>', '<synthetic pointer>');
}

/**
 * GDB lists a variable of an inlined or cloned function a second time, from the abstract instance, where it has no place: these
 * copies are left out where DWARF has the variable once.
 */
function withoutCopies(gdb: readonly GdbVariable[], mine: readonly string[]): readonly GdbVariable[] {
  const kept = [...gdb];
  for (const name of new Set(gdb.map(([one]) => one))) {
    let extra = gdb.filter(([one]) => one === name).length - mine.filter((one) => one === name).length;
    if (!mine.includes(name)) continue;
    for (; extra > 0; extra--) {
      const index = kept.findIndex(([one, value]) => one === name && value === '<optimized out>');
      if (index >= 0) kept.splice(index, 1);
    }
  }
  return kept;
}

/** Compares one stop; what differs goes to `differences`. Whether the places agree, so that the walk may go on. */
function compare(session: DebugSession, gdb: GdbStop, where: string, score: Score, differences: string[]): boolean {
  const { frames } = session.stackTrace();
  const mine = frames.map(ours).map(withoutParameters);
  const theirs = gdb.frames.map(withoutParameters);
  score.places++;
  if (place(mine[0]) !== place(theirs[0])) {
    differences.push(`${where}: place: GDB ${place(theirs[0])}, we ${place(mine[0])}`);
    return false;
  }
  score.samePlaces++;
  for (let i = 1; i < Math.max(mine.length, theirs.length); i++) {
    score.frames++;
    if (place(mine[i]) === place(theirs[i])) score.sameFrames++;
    else differences.push(`${where}: frame ${i}: GDB ${place(theirs[i])}, we ${place(mine[i])}`);
  }
  gdb.values.forEach(([parameters, locals], i) => {
    const frame = frames[i];
    if (frame !== undefined) compareValues(session, frame, [...parameters, ...locals], where, score, differences);
  });
  return true;
}

function compareValues(
  session: DebugSession,
  frame: SessionFrame,
  gdb: readonly GdbVariable[],
  where: string,
  score: Score,
  differences: string[],
): void {
  const scope = session.scopes(frame.id).find(({ kind }) => kind === 'locals');
  const mine = scope === undefined ? [] : session.variables(scope.variablesReference);
  const left = mine.map(({ name, value }) => `${name} = ${plainText(value)}`);
  const listed = withoutCopies(
    gdb,
    mine.map(({ name }) => name),
  );
  for (const [name, value] of listed) {
    score.values++;
    const index = left.indexOf(`${name} = ${plainText(value)}`);
    if (index >= 0) {
      score.sameValues++;
      left.splice(index, 1);
    } else {
      const own = mine.filter((variable) => variable.name === name).map((variable) => variable.value);
      differences.push(`${where}: ${frame.name}: GDB ${name} = ${value}, we ${own.join(' or ') || 'nothing'}`);
    }
  }
}

function walk(name: string, sequence: string, stops: readonly GdbStop[], score: Score, differences: string[]): void {
  const session = start(name);
  for (const [i, stop] of stops.entries()) {
    const intent = INTENTS[stop.command];
    if (stop.error !== undefined) return;
    if (intent !== undefined) go(session, intent);
    if (!compare(session, stop, `${name} ${sequence} ${i} ${stop.command}`, score, differences)) return;
  }
}

describe("walks of the debug fixtures and GDB's", function () {
  this.timeout(120_000);

  it('are equal in at least 97 of 100 places, frames and values', () => {
    const score: Score = { places: 0, samePlaces: 0, frames: 0, sameFrames: 0, values: 0, sameValues: 0 };
    const differences: string[] = [];
    for (const [name, sequences] of Object.entries(walks)) {
      for (const [sequence, stops] of Object.entries(sequences)) walk(name, sequence, stops, score, differences);
    }
    if (process.env['RINGFENCE_SHOW_DIFFERENCES'] === '1') process.stdout.write(`${differences.join('\n')}\n`);
    const summary = `${JSON.stringify(score)}, ${differences.length} differences`;
    process.stdout.write(`      ${summary}\n`);
    assert.ok(score.samePlaces / score.places >= 0.97, summary);
    assert.ok(score.sameFrames / score.frames >= 0.97, summary);
    assert.ok(score.sameValues / score.values >= 0.97, summary);
  });
});
