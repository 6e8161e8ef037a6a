/** Completion where a statement begins: properties, nodes, keywords, directives. */
import { bindingFor, describeProperty, yamlText, type PropertySpec } from '../bindings/index.js';
import type { DevicetreeNode } from '../model/index.js';
import type { SourceFile, SourceRange } from '../source/index.js';
import { item, plain } from './completion-items.js';
import type { BodyPlace } from './completion-place.js';
import { cut } from './markdown.js';
import { STANDARD_PROPERTIES } from './standard.js';
import type { CompletionItem, QueryContext } from './types.js';
import { valueText } from './value-text.js';

export function statementItems(
  context: QueryContext,
  file: SourceFile,
  replace: SourceRange,
  body: BodyPlace,
): readonly CompletionItem[] {
  if (body.depth === 0 && body.node === undefined) return topItems(context, replace);
  return [
    ...propertyItems(context, file, replace, body),
    ...childItems(replace, body),
    ...keywordItems(replace, ['/delete-property/', '/delete-node/']),
  ];
}

/** What follows the word on its line is kept: only the name is written where a value stands already. */
function hasRest({ text }: SourceFile, end: number): boolean {
  return /^[\w,.+?#@-]*[ \t]*[=;]/.test(text.slice(end, end + 120));
}

/** Properties of the binding, those that are missing first; then those that every node may have. */
export function propertyItems(
  context: QueryContext,
  file: SourceFile,
  replace: SourceRange,
  { node, assigned }: BodyPlace,
): readonly CompletionItem[] {
  const bare = hasRest(file, replace.end);
  const binding = context.bindings === undefined || node === undefined ? undefined : bindingFor(context.bindings, node);
  const items: CompletionItem[] = [];
  for (const spec of binding?.properties.values() ?? []) {
    if (assigned.has(spec.name)) continue;
    const property = node?.properties.get(spec.name);
    const missing = spec.required && property === undefined;
    const now = property === undefined ? '' : `, now ${cut(valueText(property, 8) ?? 'set', 40)}`;
    items.push(
      item('property', spec.name, replace, missing ? '0' : spec.deprecated ? '8' : '1', {
        detail: `${spec.type}${missing ? ', required' : ''}${now}`,
        markdown: describeProperty(binding!, spec.name),
        insert: bare ? spec.name : `${plain(spec.name)}${specSnippet(spec)}`,
        snippet: !bare,
        deprecated: spec.deprecated,
      }),
    );
  }
  for (const each of STANDARD_PROPERTIES) {
    if (assigned.has(each.name) || binding?.properties.has(each.name) === true) continue;
    if (each.only !== undefined && each.only !== node?.path) continue;
    items.push(
      item('property', each.name, replace, '3', {
        detail: each.type,
        markdown: each.words,
        insert: bare ? each.name : `${plain(each.name)}${each.snippet}`,
        snippet: !bare,
      }),
    );
  }
  return items;
}

/** What is written behind a name, by the type in the binding. */
function specSnippet({ type, ...spec }: PropertySpec): string {
  const only = spec.const ?? spec.default;
  switch (type) {
    case 'boolean':
      return ';';
    case 'string':
      return spec.const === undefined ? ' = "$1";' : ` = "${plain(yamlText(spec.const))}";`;
    case 'string-array':
      return ' = "$1";';
    case 'int':
      return only?.kind === 'int' ? ` = <\${1:${plain(only.text)}}>;` : ' = <$1>;';
    case 'array':
      return ' = <$1>;';
    case 'uint8-array':
      return ' = [$1];';
    case 'phandle':
    case 'phandles':
    case 'phandle-array':
      return ' = <&$1>;';
    case 'path':
      return ' = &$1;';
    case 'compound':
      return ' = $1;';
  }
}

/** Children that the node has already, to say more about them here. */
function childItems(replace: SourceRange, { node }: BodyPlace): readonly CompletionItem[] {
  return [...(node?.children.values() ?? [])].map((child) =>
    item('node', child.name, replace, '5', {
      detail: child.labels[0]?.text,
      insert: `${plain(child.name)} {\n\t$0\n};`,
      snippet: true,
    }),
  );
}

const KEYWORD_WORDS: Readonly<Record<string, string>> = {
  '/dts-v1/': 'The version of the language; first in every board.',
  '/plugin/': 'The source is an overlay that is applied later.',
  '/memreserve/': 'Memory that the operating system leaves alone: address and size.',
  '/delete-node/': 'Deletes a node that an earlier source made.',
  '/delete-property/': 'Deletes a property that an earlier source set.',
  '/omit-if-no-ref/': 'Leaves the node out unless something refers to it.',
};
const KEYWORD_SNIPPETS: Readonly<Record<string, string>> = {
  '/dts-v1/': '/dts-v1/;',
  '/plugin/': '/plugin/;',
  '/memreserve/': '/memreserve/ $1 $2;',
  '/delete-node/': '/delete-node/ $1;',
  '/delete-property/': '/delete-property/ $1;',
  '/omit-if-no-ref/': '/omit-if-no-ref/ &$1;',
};

function keywordItems(replace: SourceRange, keywords: readonly string[]): readonly CompletionItem[] {
  return keywords.map((keyword) =>
    item('directive', keyword, replace, '7', {
      markdown: KEYWORD_WORDS[keyword],
      insert: KEYWORD_SNIPPETS[keyword] ?? keyword,
      snippet: true,
    }),
  );
}

function topItems({ compilation }: QueryContext, replace: SourceRange): readonly CompletionItem[] {
  const bodies = [...compilation.tree.labels].map(([label, node]) =>
    item('label', `&${label}`, replace, '2', {
      detail: node.path,
      insert: `&${label} {\n\t$0\n};`,
      snippet: true,
    }),
  );
  const root = item('snippet', '/', replace, '1', {
    detail: 'the root node',
    insert: '/ {\n\t$0\n};',
    snippet: true,
  });
  return [
    root,
    ...bodies,
    ...keywordItems(replace, ['/dts-v1/', '/plugin/', '/memreserve/', '/delete-node/', '/omit-if-no-ref/']),
  ];
}

const DIRECTIVE_WORDS: readonly (readonly [name: string, snippet: string])[] = [
  ['#include', '#include <$1>'],
  ['#define', '#define ${1:NAME} $2'],
  ['#undef', '#undef $1'],
  ['#if', '#if $1'],
  ['#ifdef', '#ifdef $1'],
  ['#ifndef', '#ifndef $1'],
  ['#elif', '#elif $1'],
  ['#else', '#else'],
  ['#endif', '#endif'],
  ['#error', '#error $1'],
  ['#warning', '#warning $1'],
];

export function directiveItems(replace: SourceRange): readonly CompletionItem[] {
  return DIRECTIVE_WORDS.map(([name, snippet]) =>
    item('directive', name, replace, '6', { insert: snippet, snippet: true }),
  );
}

/** Behind `/delete-node/` and `/delete-property/`. */
export function deleteItems(
  { compilation }: QueryContext,
  replace: SourceRange,
  { node, depth }: BodyPlace,
  of: 'node' | 'property',
): readonly CompletionItem[] {
  if (of === 'property') {
    return [...(node?.properties.values() ?? [])].map((property) =>
      item('property', property.name, replace, '1', { detail: cut(valueText(property, 8) ?? '', 60) }),
    );
  }
  if (depth > 0) return [...(node?.children.values() ?? [])].map(nodeItem(replace));
  return [...compilation.tree.labels].map(([label, target]) =>
    item('label', `&${label}`, replace, '1', { detail: target.path }),
  );
}

function nodeItem(replace: SourceRange): (node: DevicetreeNode) => CompletionItem {
  return (node) => item('node', node.name, replace, '1', { detail: node.labels[0]?.text });
}
