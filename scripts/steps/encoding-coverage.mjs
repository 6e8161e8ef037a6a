// `npm run encoding-coverage`: installs, compiles, and writes docs/encoding-coverage.md.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
process.exit(run(process.execPath, ['--enable-source-maps', 'out/test/encodings/write.js']));
