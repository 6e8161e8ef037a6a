/** `npm run encoding-coverage`: writes docs/encoding-coverage.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';
import { gatherEvidence } from './evidence.js';
import { coveragePage, PAGE } from './page.js';

writeFileSync(join(root, PAGE), coveragePage(gatherEvidence()));
