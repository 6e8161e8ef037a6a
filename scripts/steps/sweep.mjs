// `npm run sweep`: installs, compiles, and asks oracles about millions of instruction patterns. Arguments: how many, seed, cores.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
process.exit(
  run(process.execPath, ['--enable-source-maps', 'out/test/differential/sweep-encodings.js', ...process.argv.slice(2)]),
);
