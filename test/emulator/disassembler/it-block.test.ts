/** Every encoding inside an IT block: conditions in the mnemonic, no flags from 16-bit data processing. Gold from objdump. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disassembleAt, instructionSet, isaParts, ROWS, type CoreName, type Row } from '../../../emulator/index.js';
import { fieldsOf } from '../../../emulator/isa/pattern.js';
import { seededRandom } from '../../model/random.js';
import { checkGold } from '../../support/gold.js';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { normalised } from './compare.js';

/** Rows of a core, and where objdump's text of them stands. */
interface RowsOfCore {
  readonly core: CoreName;
  readonly gold: string;
  readonly rows: readonly Row[];
}

const rowsOf = (core: CoreName): readonly Row[] => ROWS.filter(({ part }) => isaParts(core).includes(part));
const GROUPS: readonly RowsOfCore[] = [
  { core: 'cortex-m3', gold: 'test/emulator/disassembler/gold/it-block.txt', rows: rowsOf('cortex-m3') },
  {
    core: 'cortex-m4',
    gold: 'test/emulator/disassembler/gold/it-block-dsp.txt',
    rows: rowsOf('cortex-m4').filter(({ part }) => part === 'dsp'),
  },
];
const IT_NE = 0xbf18;
const ITSTATE_NE = 0x18;
const WORDS_PER_ROW = 3;
/** What the manual keeps out of IT blocks, or what reads differently anyway (docs/disassembly-differences.md). */
const LEFT_OUT = /^(IT_T1|CBZ_T1|CPS_T1|B_T1|B_T3|HINT_|UDF_|STC|LDC_|MCR|MRRC|CDP|MRC|MRS|MSR|COPRO|REV|RBIT|CLZ)/;

/** A few words of each row that are no UNPREDICTABLE ones. */
function words(rows: readonly Row[]): readonly { readonly word: number; readonly length: 2 | 4 }[] {
  const random = seededRandom(3);
  const at = { pc: 0, inIT: true, lastInIT: true };
  return rows
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap(({ pattern, excluded, unpredictable }) => {
      const found: { word: number; length: 2 | 4 }[] = [];
      for (let tries = 0; tries < 2000 && found.length < WORDS_PER_ROW; tries++) {
        const word = (((random.word() & ~pattern.mask) | pattern.value) >>> 0) % 2 ** pattern.bits;
        const fields = fieldsOf(pattern, word);
        if (!excluded(fields) && !unpredictable(fields, at)) found.push({ word, length: pattern.bits === 16 ? 2 : 4 });
      }
      return found;
    });
}

/** objdump's text of each word after `it ne`, with the address of the word. */
function objdump({ core, rows }: RowsOfCore): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-objdump-'));
  try {
    const lines = words(rows).map(
      ({ word, length }) => `.inst.n 0x${IT_NE.toString(16)}\n.inst.${length === 2 ? 'n' : 'w'} 0x${word.toString(16)}`,
    );
    writeFileSync(join(folder, 'it.s'), `.syntax unified\n.cpu ${core}\n.thumb\n${lines.join('\n')}\n`);
    const run = (tool: string, ...options: string[]): string =>
      execFileSync(`arm-none-eabi-${tool}`, options, { cwd: folder, encoding: 'utf8' });
    run('as', '-o', 'it.o', 'it.s');
    const listing = [...run('objdump', '-d', '-z', 'it.o').matchAll(/^ *([0-9a-f]+):\t([0-9a-f ]+?) *\t(.*)$/gm)];
    return listing
      .filter((_, i) => i % 2 === 1)
      .map(([, address, word, text]) => `${address} ${word!.replace(' ', '')} ${normalised(text!)}\n`)
      .join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const group of GROUPS) {
  describe(`disassembler inside IT blocks, for ${group.core}`, () => {
    it('writes the condition where objdump does', () => {
      const gold = readFileSync(join(root, group.gold), 'utf8').trimEnd().split('\n');
      assert.ok(gold.length > 2 * group.rows.length, `${gold.length} lines`);
      for (const line of gold) {
        const [address, word] = line.split(' ') as [string, string];
        const [first, second] = [parseInt(word.slice(0, 4), 16), parseInt(word.slice(4) || '0', 16)];
        const options = { instructionSet: instructionSet(isaParts(group.core)) };
        const { text } = disassembleAt(first, second, parseInt(address, 16), ITSTATE_NE, options);
        assert.equal(`${address} ${word} ${normalised(text)}`, line);
      }
    });

    it('has the gold of the objdump that is installed', function () {
      requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
      checkGold(group.gold, objdump(group));
    });
  });
}
