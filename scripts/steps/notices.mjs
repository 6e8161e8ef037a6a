// The licences of what the bundles contain of other people, for the package: each asks to be told beside its code.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the packages that a bundle contains, by its source map, sorted. */
export function bundledPackages(sourceMap) {
  const { sources } = JSON.parse(readFileSync(sourceMap, 'utf8'));
  const names = sources.flatMap((source) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].sort();
}

/**
 * One text with a section for each package: name, version, licence and its text. `root` is the folder with node_modules.
 * Throws an Error for a package that comes without its licence.
 */
export function noticesText(packages, root) {
  const sections = packages.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
    if (file === undefined || !existsSync(join(folder, file))) throw new Error(`${name} comes without its licence.`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return ['Ringfence contains these packages of other people.\n', ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}
