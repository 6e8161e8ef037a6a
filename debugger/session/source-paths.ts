/** Finds the source files that a compiler named, on this machine. */
import type { SourceFile } from '../dwarf/index.js';
import type { SessionSource } from './data-types.js';
import type { SessionHost, SessionOptions } from './host.js';

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

function join(folder: string, path: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  const parts = `${folder.replace(/[\\/]+$/, '')}${separator}${path}`.split(/[\\/]/);
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '.' || (part === '' && kept.length > 0)) continue;
    if (part === '..' && kept.length > 1 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept.join(separator);
}

/** The rest of `path` after `prefix`, if that ends at a separator. */
function after(path: string, prefix: string): string | undefined {
  const plain = prefix.replace(/[\\/]+$/, '');
  if (!path.startsWith(plain)) return undefined;
  const rest = path.slice(plain.length);
  return rest === '' || /^[\\/]/.test(rest) || plain === '' ? rest.replace(/^[\\/]+/, '') : undefined;
}

export class SourcePaths {
  private readonly map: readonly (readonly [string, string])[];
  private readonly folders: readonly string[];
  private readonly fileExists: ((path: string) => boolean) | undefined;
  private readonly known = new Map<string, SessionSource>();

  constructor(host: SessionHost, options: SessionOptions) {
    this.map = Object.entries(options.sourceFileMap ?? {}).sort(([a], [b]) => b.length - a.length);
    this.folders = [options.programFolder, ...(options.imageFolders ?? []), options.workspaceFolder].filter(
      (folder) => folder !== undefined,
    );
    this.fileExists = host.fileExists?.bind(host);
  }

  /** The file for an editor to open. */
  resolve(file: SourceFile): SessionSource {
    const written = file.path;
    let source = this.known.get(written);
    if (source === undefined) this.known.set(written, (source = this.find(written)));
    return source;
  }

  /** All paths by which the debug information may know a file that the editor has under `path`. */
  candidates(path: string): readonly string[] {
    const back = this.map.flatMap(([from, to]) => {
      const rest = after(path, to);
      return rest === undefined ? [] : [join(from, rest)];
    });
    const written = [...this.known].filter(([, source]) => source.path === path).map(([name]) => name);
    return [...new Set([...written, ...back, path])];
  }

  private find(written: string): SessionSource {
    const name = written.split(/[\\/]/).at(-1) ?? written;
    const exists = (path: string): boolean => this.fileExists?.(path) ?? false;
    const tried = this.attempts(written);
    const found = tried.find(exists);
    if (found !== undefined) return { name, path: found, exists: true };
    // A mapping is the user's word: it holds even where the file is not there (yet).
    const mapped = this.mapped(written);
    return { name, path: mapped ?? written, exists: false };
  }

  private mapped(written: string): string | undefined {
    for (const [from, to] of this.map) {
      const rest = after(written, from);
      if (rest !== undefined) return rest === '' ? to : join(to, rest);
    }
    return undefined;
  }

  private attempts(written: string): readonly string[] {
    const mapped = this.mapped(written);
    const first = mapped === undefined ? [written] : [mapped, written];
    return first.flatMap((path) => (isAbsolute(path) ? [path] : this.folders.map((folder) => join(folder, path))));
  }
}
