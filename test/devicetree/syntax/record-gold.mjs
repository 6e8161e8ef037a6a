// Writes gold/tools.json: what dtc and dtlib make of each case of the table. After `npm run build`, with dtc on PATH and DTLIB as
// the folder that holds `devicetree/` of Zephyr's python-devicetree.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const { CASES } = await import('../../../out/test/devicetree/syntax/cases.js');
const input = JSON.stringify(CASES.map(({ name, text, files }) => ({ name, text, files: files ?? {} })));
const env = { ...process.env, PYTHONPATH: process.env.DTLIB };
const said = JSON.parse(execFileSync('python3', [join(here, 'record-gold.py')], { input, env, encoding: 'utf8' }));
const lines = Object.entries(said).map(([name, verdict]) => `${JSON.stringify(name)}: ${JSON.stringify(verdict)}`);
writeFileSync(join(here, 'gold/tools.json'), `{\n${lines.join(',\n')}\n}\n`);
