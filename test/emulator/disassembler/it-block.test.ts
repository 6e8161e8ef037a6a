/** Every encoding inside an IT block: conditions in the mnemonic, no flags from 16-bit data processing. Gold from objdump. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disassembleAt, ROWS } from '../../../emulator/index.js';
import { fieldsOf } from '../../../emulator/isa/pattern.js';
import { seededRandom } from '../../model/random.js';
import { checkGold } from '../../support/gold.js';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { normalised } from './compare.js';

const GOLD = 'test/emulator/disassembler/gold/it-block.txt';
const IT_NE = 0xbf18;
const ITSTATE_NE = 0x18;
const WORDS_PER_ROW = 3;
/** What the manual keeps out of IT blocks, or what reads differently anyway (docs/disassembly-differences.md). */
const LEFT_OUT = /^(IT_T1|CBZ_T1|CPS_T1|B_T1|B_T3|HINT_|UDF_|STC|LDC_|MCR|MRRC|CDP|MRC|MRS|MSR|COPRO|REV|RBIT|CLZ)/;

/** A few words of each row that are no UNPREDICTABLE ones. */
function words(): readonly { readonly word: number; readonly length: 2 | 4 }[] {
  const random = seededRandom(3);
  const at = { pc: 0, inIT: true, lastInIT: true };
  return ROWS.filter(({ name }) => !LEFT_OUT.test(name)).flatMap(({ pattern, excluded, unpredictable }) => {
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
function objdump(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-objdump-'));
  try {
    const lines = words().map(
      ({ word, length }) => `.inst.n 0x${IT_NE.toString(16)}\n.inst.${length === 2 ? 'n' : 'w'} 0x${word.toString(16)}`,
    );
    writeFileSync(join(folder, 'it.s'), `.syntax unified\n.cpu cortex-m3\n.thumb\n${lines.join('\n')}\n`);
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

describe('disassembler inside IT blocks', () => {
  it('writes the condition where objdump does', () => {
    const gold = readFileSync(join(root, GOLD), 'utf8').trimEnd().split('\n');
    assert.ok(gold.length > 400, `${gold.length} lines`);
    for (const line of gold) {
      const [address, word] = line.split(' ') as [string, string];
      const [first, second] = [parseInt(word.slice(0, 4), 16), parseInt(word.slice(4) || '0', 16)];
      const { text } = disassembleAt(first, second, parseInt(address, 16), ITSTATE_NE);
      assert.equal(`${address} ${word} ${normalised(text)}`, line);
    }
  });

  it('has the gold of the objdump that is installed', function () {
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    checkGold(GOLD, objdump());
  });
});
