// `npm run build`: installs and compiles.
import { compile } from './compile.mjs';
import { install } from './install.mjs';

install();
await compile();
