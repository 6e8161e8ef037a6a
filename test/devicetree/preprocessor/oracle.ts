/** gcc's preprocessor as the oracle, and ours in the same words. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  DEFAULT_BUDGET,
  preprocess,
  type Preprocessed,
  type SourceFile,
  type SourceReader,
} from '../../../devicetree/index.js';

/** How Linux and Zephyr run it. `-P` leaves out line markers. */
export const CPP_OPTIONS = ['-nostdinc', '-undef', '-D__DTS__', '-x', 'assembler-with-cpp', '-P'];

export interface CppAnswer {
  readonly text: string;
  readonly messages: string;
}

export function runCpp(folder: string, file: string, options: readonly string[] = []): CppAnswer {
  const { stdout, stderr, error } = spawnSync('cpp', [...CPP_OPTIONS, ...options, file], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 29,
    env: { ...process.env, SOURCE_DATE_EPOCH: '0', LC_ALL: 'C' },
  });
  if (error !== undefined) throw error;
  return { text: stdout, messages: stderr };
}

/** Runs `use` with a folder that holds these files. */
export function withFiles<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-cpp-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A reader of a table of texts. */
export function tableReader(files: Readonly<Record<string, string>>): SourceReader {
  const known = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(files)) known.set(path, { path, text });
  return { read: (path) => known.get(path) };
}

/** A reader of a folder on disk; paths are taken from there. */
export function diskReader(folder: string): SourceReader {
  const known = new Map<string, SourceFile | undefined>();
  return {
    read(path) {
      if (known.has(path)) return known.get(path);
      let file: SourceFile | undefined;
      try {
        file = { path, text: readFileSync(join(folder, path), 'utf8') };
      } catch {
        file = undefined;
      }
      known.set(path, file);
      return file;
    },
  };
}

export interface RunOptions {
  readonly includePaths?: readonly string[];
  readonly defines?: Readonly<Record<string, string>>;
}

export function run(reader: SourceReader, names: readonly string[], options: RunOptions = {}): Preprocessed {
  const files = names.map((name) => {
    const file = reader.read(name);
    if (file === undefined) throw new Error(`no ${name}`);
    return file;
  });
  const { includePaths = [], defines = {} } = options;
  return preprocess({ files, includePaths, defines, budget: DEFAULT_BUDGET }, reader);
}

/** Preprocesses one text. */
export function runText(text: string, others: Readonly<Record<string, string>> = {}): Preprocessed {
  return run(tableReader({ ...others, 'main.dts': text }), ['main.dts']);
}

/** Where white space is counts; what and how much of it there is does not. */
export function normalised(text: string): string {
  return text.replace(/[ \t\v\f\r\n\0]+/g, ' ').trim();
}
