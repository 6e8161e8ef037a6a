// `npm run bench`: installs, compiles, and runs the comparisons of bench/main.ts, to which arguments go, and the devicetree server's.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
const emulator = run(process.execPath, ['--enable-source-maps', 'out/bench/main.js', ...process.argv.slice(2)]);
const server = run(process.execPath, ['--enable-source-maps', 'out/bench/devicetree/server.js']);
process.exit(emulator || server);
