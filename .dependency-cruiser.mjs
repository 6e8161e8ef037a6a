// Who may import whom (docs/ARCHITECTURE.md, "Layers"). Each folder lists the folders it may reach; all else is an error.
export const may = {
  base: [],
  protocol: [],
  emulator: ['base'],
  devicetree: ['base'],
  boards: [],
  debugger: ['base', 'protocol', 'emulator', 'devicetree', 'boards'],
  host: ['base', 'emulator', 'devicetree', 'debugger'],
  'debug-adapter': ['base', 'protocol', 'debugger', 'host'],
  cli: ['base', 'protocol', 'devicetree', 'debugger', 'debug-adapter', 'host'],
  extension: ['base', 'protocol'],
  bench: ['base', 'emulator', 'debugger'],
};
const folders = Object.keys(may);

/** Engines and ground may not use Node, an editor or a protocol library. */
export const pure = ['base', 'protocol', 'emulator', 'devicetree', 'boards', 'debugger'];

/** The one file of an engine that uses a package, and the package: ours to write are bindings' semantics, not YAML. */
const YAML_READER = '^devicetree/bindings/yaml\\.ts$';
const YAML_PACKAGE = '(^|/)node_modules/yaml/';
const FOREIGN = ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'];

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...folders.map((from) => ({
      name: `layer-${from}`,
      severity: 'error',
      comment: `${from} may import only: ${may[from].join(', ') || 'nothing'}`,
      from: { path: `^${from}/` },
      to: {
        path: `^(${folders.filter((to) => to !== from && !may[from].includes(to)).join('|')}|test|scripts)/`,
      },
    })),
    ...folders
      .filter((to) => to !== 'bench')
      .map((to) => ({
        name: `door-${to}`,
        severity: 'error',
        comment: `from outside, ${to} is reached through its index.ts`,
        from: { path: `^(${folders.filter((from) => from !== to).join('|')})/` },
        to: { path: `^${to}/`, pathNot: `^${to}/index\\.ts$` },
      })),
    {
      name: 'pure-engines',
      severity: 'error',
      comment: 'engines and ground know no Node, no editor and no protocol library',
      from: { path: `^(${pure.join('|')})/`, pathNot: YAML_READER },
      to: { dependencyTypes: FOREIGN },
    },
    {
      name: 'pure-engines-yaml',
      severity: 'error',
      comment: 'the reader of YAML uses the package yaml and nothing else from outside',
      from: { path: YAML_READER },
      to: { dependencyTypes: FOREIGN, pathNot: YAML_PACKAGE },
    },
    {
      name: 'bodies-are-types',
      severity: 'error',
      comment: 'the debugger answers in the shapes of the protocol, and takes nothing else from it',
      from: { path: '^debugger/' },
      to: { path: '^protocol/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'vscode-only-in-extension',
      severity: 'error',
      comment: 'everything else runs without an editor',
      from: { pathNot: '^(extension|test)/' },
      to: { path: '^(vscode$|node_modules/@types/vscode/)' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^vscode$', 'generated/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|coverage|[.]cache)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
