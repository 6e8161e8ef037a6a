// Writes gold/edtlib.json: what edtlib says to each case of the table. After `npm run build`, with the folders of the two edtlibs
// that the gold is made with: EDTLIB_2022 (python-devicetree 0.0.2) and EDTLIB_2024 (of dtsh 0.2.2), each the one that holds
// `devicetree/`; python3-yaml is needed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const { CASES } = await import('../../../out/test/devicetree/bindings/cases.js');
const input = JSON.stringify(CASES.map(({ name, files, dts }) => ({ name, files, dts })));

function verdicts(folder) {
  console.error(folder);
  const env = { ...process.env, PYTHONPATH: folder };
  return JSON.parse(execFileSync('python3', [join(here, 'record-gold.py')], { input, env, encoding: 'utf8' }));
}

const old = verdicts(process.env.EDTLIB_2022);
const recent = verdicts(process.env.EDTLIB_2024);
const gold = Object.fromEntries(CASES.map(({ name }) => [name, { 2022: old[name], 2024: recent[name] }]));
writeFileSync(join(here, 'gold/edtlib.json'), `${JSON.stringify(gold, null, 2)}\n`);
