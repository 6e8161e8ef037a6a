/** Variables of static storage: those of the frame's own file first, then all others by file. */
import type { Variable } from '../dwarf/index.js';
import { groupNode, type Node, type ValueNodes } from './nodes.js';

const UNKNOWN = 'other files';

function fileOf(variable: Variable): string {
  return variable.declaration?.file.path ?? UNKNOWN;
}

export function globalNodes(values: ValueNodes): readonly Node[] {
  const { program, frame } = values.context;
  const own = frame?.place?.file.path ?? frame?.source?.function.declaration?.file.path;
  const groups = new Map<string, Variable[]>();
  for (const variable of program.debug.globals()) {
    if (variable.kind !== 'global') continue;
    const file = fileOf(variable);
    groups.set(file, [...(groups.get(file) ?? []), variable]);
  }
  const here = own === undefined ? [] : (groups.get(own) ?? []);
  const others = [...groups].filter(([file]) => file !== own).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...sorted(here).map((variable) => values.variable(variable, false)),
    ...others.map(([file, variables]) =>
      groupNode(values.references, baseName(file), `${variables.length} variables`, () =>
        sorted(variables).map((variable) => {
          const node = values.variable(variable, false);
          return { ...node, show: (hex) => ({ ...node.show(hex), ...named(variable) }) };
        }),
      ),
    ),
  ];
}

/** A static of another file needs its file's name where another variable has the same name. */
function named(variable: Variable): { readonly evaluateName?: string } {
  const file = baseName(fileOf(variable));
  return {
    evaluateName:
      variable.linkageName === undefined && file !== UNKNOWN ? `'${file}'::${variable.name}` : variable.name,
  };
}

function sorted(variables: readonly Variable[]): readonly Variable[] {
  return [...variables].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
