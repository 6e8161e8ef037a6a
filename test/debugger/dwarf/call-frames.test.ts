/** Gold: `readelf --debug-dump=frames-interp` (binutils 2.40), for every row of every function of every fixture. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { openDebugInformation, type RegisterRule, type UnwindRow } from '../../../debugger/dwarf/index.js';
import { FIXTURES, fixture, fixtureText } from '../elf/fixtures.js';

const NAMES = readdirSync(path.join(FIXTURES, 'gold')).filter((file) => file.endsWith('.frames'));

/** As readelf prints a row: `r13+8 r3=c-8 ra=c-4`. */
function rowText(row: UnwindRow): string {
  const cfa = row.cfa.kind === 'register' ? `${registerName(row.cfa.register)}${signed(row.cfa.offset)}` : 'exp';
  const rules = [...row.registers]
    .filter(([, rule]) => rule.kind !== 'undefined')
    .sort(([a], [b]) => a - b)
    .map(
      ([register, rule]) =>
        `${register === row.returnAddressRegister ? 'ra' : registerName(register)}=${ruleText(rule)}`,
    );
  return [cfa, ...rules].join(' ');
}

function ruleText(rule: RegisterRule): string {
  switch (rule.kind) {
    case 'offset':
      return `c${signed(rule.offset)}`;
    case 'valOffset':
      return `v${signed(rule.offset)}`;
    case 'register':
      return registerName(rule.register);
    case 'sameValue':
      return 's';
    case 'undefined':
      return 'u';
    case 'expression':
      return 'exp';
    case 'valExpression':
      return 'vexp';
  }
}

const signed = (value: number): string => (value < 0 ? `${value}` : `+${value}`);
const registerName = (register: number): string => `r${register}`;

describe('Call frame information', () => {
  for (const file of NAMES) {
    it(`unwinds as readelf says: ${file}`, () => {
      const name = file.replace(/\.frames$/, '.elf');
      const elf = fixture(name);
      const info = openDebugInformation(elf);
      let end = 0;
      let checked = 0;
      let isLive = false;
      const rows = fixtureText(`gold/${file}`).trimEnd().split('\n');
      rows.forEach((line, i) => {
        const range = /^FDE ([0-9a-f]+)\.\.([0-9a-f]+)/.exec(line);
        if (range !== null) {
          end = parseInt(range[2]!, 16);
          // Functions that the linker removed are left at 0.
          isLive = elf.symbols.all.some(
            ({ kind, address }) => kind === 'function' && address === parseInt(range[1]!, 16),
          );
        }
        if (line === 'CIE') isLive = false;
        if (range !== null || !isLive) return;
        const next = rows[i + 1];
        const stop = next !== undefined && /^[0-9a-f]{8} /.test(next) ? parseInt(next, 16) : end;
        for (let pc = parseInt(line, 16); pc < stop; pc += 2) {
          const row = info.unwindRow(pc);
          assert.ok(row, pc.toString(16));
          assert.equal(rowText(row), line.slice(9), pc.toString(16));
          checked++;
        }
      });
      assert.ok(checked > 20, `${checked} addresses`);
      assert.deepEqual(info.findings, []);
    });
  }
});
