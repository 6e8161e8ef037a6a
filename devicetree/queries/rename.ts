/** Renames labels over all files. */
import { rangeText, type SourceFile, type SourceRange } from '../source/index.js';
import { elementAt } from './element.js';
import { placeWords } from './markdown.js';
import { sites, type LabelSite } from './sites.js';
import type { Element, QueryContext, RenameTarget, Renaming } from './types.js';

/** Whether the thing at a place can be renamed, and what an editor shows to type over. Undefined: nothing with a name is there. */
export function prepareRename(context: QueryContext, file: SourceFile, offset: number): RenameTarget | undefined {
  const element = elementAt(context, file, offset);
  if (element === undefined) return undefined;
  const label = labelOf(element);
  if (label === undefined) return refusedFor(element);
  const all = sites(context.compilation).of(label);
  const problem = madeByMacro(label, all);
  if (problem !== undefined) return { kind: 'refused', message: problem };
  const here = all.find(({ range }) => isAround(range, file, offset));
  if (here === undefined) return { kind: 'refused', message: `${label} is not written here as it is.` };
  return { kind: 'possible', range: here.range, placeholder: label };
}

/** The edits that give it another name, or a sentence that says why not. Code that conditionals leave out stays as it is. */
export function rename(context: QueryContext, file: SourceFile, offset: number, newName: string): Renaming {
  const target = prepareRename(context, file, offset);
  if (target === undefined) return refused('Nothing here has a name that can be changed.');
  if (target.kind === 'refused') return target;
  const { placeholder } = target;
  if (newName === placeholder) return { kind: 'edits', edits: [] };
  const problem = nameProblem(context, newName);
  if (problem !== undefined) return refused(problem);
  const places = new Map<string, SourceRange>();
  for (const { range } of sites(context.compilation).of(placeholder)) {
    places.set(`${range.start} ${range.file.path}`, range);
  }
  return { kind: 'edits', edits: [...places.values()].map((range) => ({ range, newText: newName })) };
}

function refused(message: string): Extract<Renaming, { kind: 'refused' }> {
  return { kind: 'refused', message };
}

function isAround({ file, start, end }: SourceRange, of: SourceFile, offset: number): boolean {
  // At `&` of a reference, too.
  return file === of && start - 1 <= offset && offset <= end;
}

function labelOf(element: Element): string | undefined {
  if (element.kind === 'label') return element.label;
  if (element.kind !== 'reference') return undefined;
  const { kind, target } = element.reference;
  if (kind === 'label') return target;
  return target.startsWith('/') ? undefined : target.split('/', 1)[0];
}

function refusedFor(element: Element): RenameTarget {
  switch (element.kind) {
    case 'node-name':
      return refused(
        'A node is not renamed here: bindings, other overlays and C code find it by its name. Its label can be renamed.',
      );
    case 'property-name':
      return refused("A property's name belongs to the binding and the driver, so it is not renamed here.");
    case 'macro-use':
    case 'macro-definition':
      return refused('Macros are not renamed here: C code includes the same headers.');
    case 'reference':
      return refused('A path names nodes, and nodes are not renamed here.');
    default:
      return refused('Only labels can be renamed.');
  }
}

/** A label that a macro makes has no text of its own to change; changing the others would break the macro's. */
function madeByMacro(label: string, all: readonly LabelSite[]): string | undefined {
  const made = all.find(({ macro }) => macro !== undefined);
  if (made?.macro === undefined) return undefined;
  const { name, invocation } = made.macro;
  const verb = made.kind === 'declaration' ? 'made' : 'used';
  const by = name === '' ? 'here' : `by the macro ${name}`;
  return `${label} cannot be renamed: it is ${verb} ${by} (${placeWords(invocation)}, ${shown(invocation)}).`;
}

function shown(range: SourceRange): string {
  const text = rangeText(range).replaceAll(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function nameProblem({ compilation }: QueryContext, name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return `${name === '' ? 'An empty name' : name} is no label: letters, digits and _ are allowed, and no digit comes first.`;
  }
  const taken = sites(compilation).of(name);
  const declared = taken.find(({ kind }) => kind === 'declaration') ?? taken[0];
  if (declared !== undefined) {
    return `${name} is a label already (${placeWords(declared.range)}).`;
  }
  const macro = compilation.preprocessed.definitions.find((each) => each.name === name);
  if (macro === undefined) return undefined;
  const place = macro.nameRange === undefined ? '' : ` (${placeWords(macro.nameRange)})`;
  return `${name} is a macro${place}: the preprocessor would replace the label.`;
}
