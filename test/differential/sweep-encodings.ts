/**
 * `npm run sweep`: all 16-bit patterns and very many 32-bit ones on each core, against QEMU, objdump and the assembler. Arguments:
 * how many 32-bit patterns (10,000,000 if absent), the seed, and labels of cores (all if absent).
 */
import { narrowPatterns } from './decode-sweep.js';
import { newTally, sweepEncodings, type CoreTally } from './encoding-comparison.js';
import { SWEPT_CORES, type Parting } from './encoding-judge.js';
import { encodingPatterns } from './encoding-patterns.js';

const CHUNK = 500_000;
const SHOWN = 20;

function report({ core, asked, defined, rows, known, unexplained }: CoreTally): void {
  const wide = [...rows].filter(([name]) => name !== 'UNDEFINED').sort(([, a], [, b]) => a - b);
  const rarest = wide.slice(0, 3).map(([name, count]) => `${name} ${count}`);
  console.log(`${core.label}: ${asked} patterns, ${defined} of them defined here, ${rows.get('UNDEFINED')} in no row`);
  console.log(`  ${wide.length} rows; fewest patterns: ${rarest.join(', ')}`);
  for (const [name, count] of known) console.log(`  ${count} known: ${name}`);
  console.log(`  ${unexplained.length} differences without a known reason`);
}

function tell(label: string, unexplained: readonly Parting[]): void {
  for (const { pattern, oracle, ours, theirs, row, reading, verdict } of oneOfEach(unexplained).slice(0, SHOWN)) {
    const asked = `${label}: ${pattern.toString(16)} ${reading.source} (${verdict})`;
    console.log(`  ${asked}: '${theirs}' by ${oracle}, '${ours}' here (${row})`);
  }
}

/** One for each row and mnemonic. */
function oneOfEach(unexplained: readonly Parting[]): readonly Parting[] {
  const keyOf = ({ oracle, row, reading }: Parting): string => `${oracle} ${row} ${reading.text.split(' ')[0]!}`;
  return [...new Map(unexplained.map((one) => [keyOf(one), one])).values()];
}

async function sweep(patterns: ArrayLike<number>, tallies: readonly CoreTally[]): Promise<void> {
  const before = tallies.map(({ unexplained }) => unexplained.length);
  await sweepEncodings(patterns, tallies);
  tallies.forEach(({ core, unexplained }, i) => {
    tell(core.label, unexplained.slice(before[i]));
  });
}

const [count = '10000000', seed = '1', ...labels] = process.argv.slice(2);
const cores = SWEPT_CORES.filter(({ label }) => labels.length === 0 || labels.includes(label));
const tallies = cores.map(newTally);
await sweep(narrowPatterns(), tallies);
for (let done = 0, part = 0; done < Number(count); part++) {
  const patterns = encodingPatterns(Number(seed) * 1000 + part, Math.min(CHUNK, Number(count) - done));
  await sweep(patterns, tallies);
  done += patterns.length;
  console.log(`${done} 32-bit patterns`);
}
for (const tally of tallies) {
  report(tally);
  if (tally.unexplained.length > 0) process.exitCode = 1;
}
