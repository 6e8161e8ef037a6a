// `npm run bench`: installs, compiles, and runs the comparisons of bench/main.ts. Arguments go to it.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
process.exit(run(process.execPath, ['--enable-source-maps', 'out/bench/main.js', ...process.argv.slice(2)]));
