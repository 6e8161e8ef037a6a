// `npm start`: installs, compiles, and shows a real debug session in the terminal, on the demo firmware or on the given ELF.
import { compile } from './compile.mjs';
import { install } from './install.mjs';
import { run } from './project.mjs';

install();
await compile();
process.exit(
  run(process.execPath, ['--enable-source-maps', 'out/cli/main.js', 'demo-session', ...process.argv.slice(2)]),
);
