/** Paths as text: `/` between names, whatever the host; CMake writes them so on Windows too. */

/** With `/` only, without `.`, `..`, doubled and trailing slashes. */
export function normalPath(path: string): string {
  const text = path.replaceAll('\\', '/');
  const root = /^(?:[A-Za-z]:)?\//.exec(text)?.[0] ?? '';
  const names: string[] = [];
  for (const name of text.slice(root.length).split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (name !== '..' || root === '') names.push(name);
  }
  return root + names.join('/');
}

export function isAbsolute(path: string): boolean {
  return /^(?:[A-Za-z]:)?[\\/]/.test(path);
}

/** `path` as it is, or under `folder` where it is relative. */
export function resolvePath(folder: string, path: string): string {
  return normalPath(isAbsolute(path) ? path : `${folder}/${path}`);
}

/** The folder of a path; a root is its own. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  const root = /^(?:[A-Za-z]:)?\//.exec(path)?.[0] ?? '';
  return slash < root.length ? root : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The name without its last ending: `board` for `board.dts`. */
export function stemOf(path: string): string {
  return nameOf(path).replace(/\.[^.]*$/, '');
}

/** The folder itself, then the ones above it, to the root. */
export function upwards(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let each = folder; folders.at(-1) !== each && folders.length < 64; each = folderOf(each)) folders.push(each);
  return folders;
}

export function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** True where `path` lies in `folder`, or is it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
