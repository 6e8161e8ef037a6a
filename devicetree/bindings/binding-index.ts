/** The bindings of some folders: found by a scan of their text, parsed when somebody asks. */
import type { DevicetreeFinding, SourceFile } from '../source/index.js';
import { loadBinding } from './binding.js';
import { baseName, includeLoader, type IncludeLoader } from './include.js';
import { scanCompatibles } from './scan.js';
import type { Binding, BindingIndex, FolderReader } from './types.js';
import { readVendorPrefixes } from './vendor-prefixes.js';

/** Zephyr has some 3,500. */
const MAX_FILES = 20_000;
/** A folder that links to one above it would never end. */
const MAX_FOLDER_DEPTH = 16;

/**
 * Opens the bindings of `folders` (`…/dts/bindings`), all `.yaml` and `.yml` files in them. Reads every file once; opening again
 * after an edit is cheap, because what was worked out for a file object is kept with it.
 */
export function openBindings(folders: readonly string[], reader: FolderReader): BindingIndex {
  const state = open(folders, reader);
  return {
    folders,
    files: state.files,
    compatibles: () => [...state.candidates.keys()].sort(),
    bindingsFor: (compatible) => bindingsFor(state, compatible),
    included: (name) => state.byName.get(name),
    vendorPrefixes: state.vendorPrefixes,
    findings: () => [...new Set([...state.openFindings, ...state.loader.findings])],
  };
}

interface State {
  readonly files: SourceFile[];
  readonly paths: Set<string>;
  readonly byName: Map<string, SourceFile>;
  readonly candidates: Map<string, SourceFile[]>;
  readonly loader: IncludeLoader;
  readonly loaded: Map<SourceFile, Binding | undefined>;
  readonly answered: Map<string, readonly Binding[]>;
  readonly openFindings: DevicetreeFinding[];
  vendorPrefixes: ReadonlyMap<string, string> | undefined;
}

function open(folders: readonly string[], reader: FolderReader): State {
  const byName = new Map<string, SourceFile>();
  const state: State = {
    files: [],
    paths: new Set(),
    byName,
    candidates: new Map(),
    loader: includeLoader((name) => byName.get(name)),
    loaded: new Map(),
    answered: new Map(),
    openFindings: [],
    vendorPrefixes: undefined,
  };
  for (const folder of folders) {
    addFolder(state, reader, folder, 0);
    const prefixes = reader.read(`${folder}/vendor-prefixes.txt`);
    if (prefixes === undefined) continue;
    state.vendorPrefixes = new Map([...(state.vendorPrefixes ?? []), ...readVendorPrefixes(prefixes)]);
  }
  return state;
}

/** A folder's own files first, then its folders, both by name. */
function addFolder(state: State, reader: FolderReader, folder: string, depth: number): void {
  const entries = [...(reader.list(folder) ?? [])].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const { name, kind } of entries) {
    if (kind === 'file' && /\.ya?ml$/.test(name)) addFile(state, reader, `${folder}/${name}`);
  }
  if (depth >= MAX_FOLDER_DEPTH) return;
  for (const { name, kind } of entries) {
    if (kind === 'folder') addFolder(state, reader, `${folder}/${name}`, depth + 1);
  }
}

function addFile(state: State, reader: FolderReader, path: string): void {
  if (state.paths.has(path)) return;
  state.paths.add(path);
  if (state.files.length >= MAX_FILES) {
    limitFinding(state);
    return;
  }
  const file = reader.read(path);
  if (file === undefined) return;
  state.files.push(file);
  state.byName.set(baseName(path), file);
  for (const compatible of scanCompatibles(file)) {
    const files = state.candidates.get(compatible);
    if (files === undefined) state.candidates.set(compatible, [file]);
    else files.push(file);
  }
}

function limitFinding(state: State): void {
  const last = state.files.at(-1);
  if (last === undefined || state.openFindings.length > 0) return;
  const message = `There are more than ${MAX_FILES} files of bindings; those after this one were not read.`;
  const range = { file: last, start: 0, end: 0 };
  state.openFindings.push({ code: 'binding-limit', severity: 'error', message, range });
}

function bindingsFor(state: State, compatible: string): readonly Binding[] {
  const known = state.answered.get(compatible);
  if (known !== undefined) return known;
  const found: Binding[] = [];
  for (const file of state.candidates.get(compatible) ?? []) {
    for (let binding = load(state, file); binding !== undefined; binding = binding.child) {
      if (binding.compatible === compatible) add(state, found, binding);
    }
  }
  state.answered.set(compatible, found);
  return found;
}

function load(state: State, file: SourceFile): Binding | undefined {
  if (!state.loaded.has(file)) state.loaded.set(file, loadBinding(state.loader, file));
  return state.loaded.get(file);
}

/** Two bindings for one compatible on one bus: the first counts, the second is a finding. */
function add(state: State, found: Binding[], binding: Binding): void {
  const first = found.find(({ onBus }) => onBus === binding.onBus);
  if (first === undefined) {
    found.push(binding);
    return;
  }
  // A child binding that includes its own file meets itself; that has its finding.
  if (first.place?.file === binding.place?.file && first.place?.start === binding.place?.start) return;
  const bus = binding.onBus === undefined ? '' : ` on the bus '${binding.onBus}'`;
  const message = `'${binding.compatible ?? ''}'${bus} has a binding in ${first.file?.path ?? 'another file'} already.`;
  const related = first.place === undefined ? [] : [{ range: first.place, message: 'the first binding' }];
  state.loader.findings.push({ code: 'binding-twice', severity: 'error', message, range: binding.place!, related });
}
