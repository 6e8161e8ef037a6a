// Bundles for tests in VS Code: the mocha suite that its extension host loads, and the fake debug adapter and devicetree server.
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export default {
  mode: 'production',
  target: 'node20',
  context: root,
  optimization: { minimize: false },
  entry: {
    suite: './test/vscode/run-suite.ts',
    'fake-adapter': './test/vscode/fake-adapter/worker.ts',
    'fake-devicetree-server': './test/vscode/fake-devicetree-server/server.ts',
  },
  output: { path: path.join(root, 'out/vscode-test'), filename: '[name].cjs', library: { type: 'commonjs2' } },
  // Mocha finds its own files at run time, so it stays outside.
  externals: { vscode: 'commonjs vscode', mocha: 'commonjs mocha' },
  resolve: { extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'ts-loader',
        options: {
          transpileOnly: true,
          configFile: path.join(root, 'tsconfig.base.json'),
          compilerOptions: { module: 'esnext', moduleResolution: 'bundler', composite: false, declaration: false },
        },
      },
    ],
  },
  stats: 'errors-warnings',
};
