// `npm run proof`: installs, compiles, and compares random streams with QEMU at length. Arguments: cores, instructions, first seed.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
process.exit(
  run(process.execPath, ['--enable-source-maps', 'out/test/differential/proof.js', ...process.argv.slice(2)]),
);
