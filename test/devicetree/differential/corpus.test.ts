/**
 * The whole engine against cpp and dtc on Linux's devicetrees: the same blob to the last byte, the same warnings, and no error
 * where dtc has none. Some sixty files by default; all of them with RINGFENCE_LONG=1, and where nothing may be left out.
 */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compile, placeText, type Compilation, type SourceFile, type SourceReader } from '../../../devicetree/index.js';
import { linuxBoards, linuxIncludePaths, linuxSources } from '../../support/linux-sources.js';
import { requireTool } from '../../support/requirements.js';
import { differences } from './compare.js';
import { dtcVersion, parseWarnings, preprocessAndRunDtc, type DtcOutcome } from './dtc.js';
import { readDtb } from './dtb.js';
import { random } from './generate.js';
import { asDtcOf, DROPPED_BY_DTC } from './older-dtc.js';
import { writeDtb } from './write-dtb.js';

const SEED = 20_241;
const FEW = 60;
/** dtc and cpp at once. */
const PROCESSES = 2;

const isLong = ['RINGFENCE_LONG', 'RINGFENCE_REQUIRE_ALL', 'CI'].some((name) => (process.env[name] ?? '') !== '');

describe('devicetree: Linux against cpp and dtc', function () {
  this.timeout(1_200_000);
  let linux = '';

  before(function () {
    requireTool(this, 'dtc', 'device-tree-compiler');
    requireTool(this, 'cpp', 'cpp');
    linux = linuxSources(this);
  });

  it(`builds dtc's blobs and gives its warnings (${isLong ? 'all files' : `${FEW} files, seed ${SEED}`})`, async () => {
    const version = dtcVersion();
    const reader = fileReader();
    const files = linuxBoards(linux);
    assert.ok(files.length > 2000, `${files.length} files`);
    const chosen = isLong ? files : sample(files, FEW);
    const wrong: string[] = [];
    await inPool(chosen, async (file) => {
      const paths = linuxIncludePaths(linux, file);
      const theirs = preprocessAndRunDtc(join(linux, file), paths);
      const source = reader.read(join(linux, file));
      assert.ok(source !== undefined);
      const ours = compile({ files: [source], includePaths: paths.cpp, dialect: 'linux' }, reader);
      for (const line of compareOutcomes(ours, await theirs, version)) wrong.push(`${file}: ${line}`);
    });
    assert.equal(wrong.slice(0, 40).join('\n'), '');
  });
});

function compareOutcomes(ours: Compilation, theirs: DtcOutcome, version: readonly [number, number]): string[] {
  if (theirs.blob === undefined) return [`dtc refuses it: ${theirs.messages}`];
  const errors = ours.findings.filter(({ severity }) => severity === 'error');
  const lines = errors.map(({ message, range }) => `false alarm at ${placeText(range)}: ${message}`);
  const blob = writeDtb(ours.tree);
  if (Buffer.compare(blob, theirs.blob) !== 0)
    lines.push(...differences(readDtb(blob), readDtb(theirs.blob)), 'other blob');
  return [...lines, ...compareWarnings(ours, theirs, version)];
}

function compareWarnings(ours: Compilation, theirs: DtcOutcome, version: readonly [number, number]): string[] {
  const { warnings, givenUp } = parseWarnings(theirs.messages);
  const checked = ours.findings.flatMap(({ code, subject }) => (subject === undefined ? [] : [`${code} ${subject}`]));
  const expected = asDtcOf(version, ours.tree, new Set(checked));
  const lines: string[] = [];
  for (const entry of warnings) {
    if (!expected.has(entry) && codeOf(entry) !== DROPPED_BY_DTC) lines.push(`only dtc warns: ${entry}`);
  }
  for (const entry of expected) {
    if (!warnings.has(entry) && !givenUp.has(codeOf(entry))) lines.push(`only we warn: ${entry}`);
  }
  return lines;
}

function codeOf(entry: string): string {
  return entry.slice(0, entry.indexOf(' '));
}

/** The same few of a list every time. */
function sample(files: readonly string[], count: number): string[] {
  const roll = random(SEED);
  const left = [...files];
  return Array.from({ length: count }, () => left.splice(Math.floor(roll() * left.length), 1)[0]!);
}

async function inPool(files: readonly string[], work: (file: string) => Promise<void>): Promise<void> {
  const queue = [...files];
  await Promise.all(
    Array.from({ length: PROCESSES }, async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) await work(file);
    }),
  );
}

/** The disk, each file read once. */
function fileReader(): SourceReader {
  const known = new Map<string, SourceFile | undefined>();
  return {
    read: (path) => {
      if (!known.has(path)) known.set(path, isFile(path) ? { path, text: readFileSync(path, 'utf8') } : undefined);
      return known.get(path);
    },
    readBytes: (path, maxBytes) => (isFile(path) && statSync(path).size <= maxBytes ? readFileSync(path) : undefined),
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
