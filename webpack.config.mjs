// The bundles that run outside this folder: the extension, the adapter's worker and the devicetree server beside it, the command line.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import webpack from 'webpack';

const root = import.meta.dirname;

/** Bundle name in dist/ → the module that it starts with. */
const ENTRIES = {
  extension: 'extension/extension.ts',
  'debug-adapter-worker': 'debug-adapter/worker.ts',
  'devicetree-server': 'devicetree-server/main.ts',
  ringfence: 'cli/main.ts',
};

const present = Object.entries(ENTRIES).filter(([name, source]) => {
  if (existsSync(join(root, source))) return true;
  console.log(`dist/${name}.cjs is not built: ${source} does not exist yet.`);
  return false;
});

const shared = {
  mode: 'production',
  target: 'node20',
  context: root,
  // Stack traces in a user's report should name our functions.
  optimization: { minimize: false },
  devtool: 'source-map',
  output: { path: join(root, 'dist'), filename: '[name].cjs', library: { type: 'commonjs2' } },
  // VS Code brings `vscode` at run time.
  externals: { vscode: 'commonjs vscode' },
  resolve: { extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } },
  // A bundle finds its neighbours from where it lies itself, not from where its sources were.
  node: { __filename: false, __dirname: false },
  plugins: [
    new webpack.DefinePlugin({
      'import.meta.url': `require('node:url').pathToFileURL(__filename).href`,
      'import.meta.filename': '__filename',
      'import.meta.dirname': '__dirname',
    }),
  ],
  module: {
    parser: { javascript: { url: false, worker: false } },
    rules: [
      {
        test: /\.ts$/,
        // No module of ours does anything by being imported, so a bundle takes from a folder's door only what it uses.
        sideEffects: false,
        loader: 'ts-loader',
        // `tsc -b` has checked the types just before; here TypeScript only removes them.
        options: {
          transpileOnly: true,
          configFile: join(root, 'tsconfig.base.json'),
          compilerOptions: { module: 'esnext', moduleResolution: 'bundler', composite: false, declaration: false },
        },
      },
    ],
  },
  stats: 'errors-warnings',
};

// An empty list is no configuration to webpack, so before the first entry exists it gets an empty one.
export default present.length === 0
  ? [{ ...shared, entry: {} }]
  : present.map(([name, source]) => ({ ...shared, name, entry: { [name]: `./${source}` } }));
