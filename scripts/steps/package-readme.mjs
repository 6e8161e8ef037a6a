// The README as the package has it. VS Code shows a README without its folder: a relative image stays blank there, and a
// relative link leads nowhere. So images go into the text, and links to files of the project become their words. VS Code 1.100
// shows such images; 1.139 takes images over https only and shows an image's words instead.
import path from 'node:path';

const IMAGE = /!\[([^\]]*)\]\(([^)\s]+)\)/g;
const LINK = /(?<!!)\[([^\]]*)\]\(([^)\s]+)\)/g;

/** Targets that lead somewhere wherever the README is read. */
const ANYWHERE = /^(https:|data:image\/png;)/;

/**
 * @param {string} text the project's README
 * @param {(file: string) => Buffer} read gives a file of the project; throws where there is none
 */
export function packagedReadme(text, read) {
  const embedded = (whole, alternative, target) => {
    if (ANYWHERE.test(target)) return whole;
    if (path.extname(target) !== '.png')
      throw new Error(`README.md shows ${target}: the package takes PNG images only.`);
    return `![${alternative}](data:image/png;base64,${read(target).toString('base64')})`;
  };
  const plain = (whole, words, target) => (ANYWHERE.test(target) ? whole : words);
  return text.replace(IMAGE, embedded).replace(LINK, plain);
}

/** Targets of links and images that are dead where there is nothing but the text. */
export function deadTargets(text) {
  const targets = [...text.matchAll(IMAGE), ...text.matchAll(LINK)].map((match) => match[2]);
  const html = [...text.matchAll(/\b(?:src|href)\s*=\s*["']?([^"'\s>]+)/gi)].map((match) => match[1]);
  const references = [...text.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/gm)].map((match) => match[1]);
  return [...targets, ...html, ...references].filter((target) => !ANYWHERE.test(target));
}
