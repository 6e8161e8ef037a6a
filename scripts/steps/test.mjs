// `npm test`: installs, compiles, and runs mocha. Arguments: `--coverage`, mocha's own options, and files instead of all tests.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

const args = process.argv.slice(2).filter((argument) => argument !== '--coverage');
const coverage = process.argv.includes('--coverage') ? ['node_modules/c8/bin/c8.js'] : [];

install();
await compile();
const files = args.some((argument) => argument.endsWith('.test.js')) ? [] : ['out/test/**/*.test.js'];
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'out/test/support/reporter.js', ...args, ...files];
process.exit(run(process.execPath, [...coverage, ...(coverage.length > 0 ? [process.execPath] : []), ...mocha]));
