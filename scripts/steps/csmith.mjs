// `npm run csmith`: installs, compiles, and compares random C programs with QEMU and the host. Arguments: see test/csmith/main.ts.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
process.exit(run(process.execPath, ['--enable-source-maps', 'out/test/csmith/main.js', ...process.argv.slice(2)]));
