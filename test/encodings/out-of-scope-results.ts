/** What our machines do with words of instructions that no core here has, and with those on which an oracle and we part. */
import { PROFILES } from '../../emulator/index.js';
import { parsePattern } from '../../emulator/isa/pattern.js';
import { GOLD_CORES, GOLD_LISTS, goldAnswers } from '../differential/encoding-gold.js';
import { judge, newTally } from '../differential/encoding-comparison.js';
import { ASSEMBLER_DIFFERENCES } from '../differential/encoding-differences.js';
import type { SweptCore } from '../differential/encoding-judge.js';
import { DEFINED_DIFFERENCES, TEXT_DIFFERENCES } from '../emulator/disassembler/differences.js';
import { seededRandom } from '../model/random.js';
import { OUT_OF_SCOPE, type OutOfScope } from './out-of-scope.js';
import { stepper } from './single-step.js';

const WORDS = 48;
const MANY = 4;
const RUNS = 'runs as ';

/** Words of a group, half of them with few bits set. */
function draw({ patterns }: OutOfScope): readonly number[] {
  const random = seededRandom(1);
  return patterns.flatMap((text) => {
    const { bits, mask, value } = parsePattern(text);
    return Array.from({ length: WORDS }, (_, i) => {
      const free = i % 2 === 0 ? random.word() : random.word() & random.word() & random.word();
      return (((free & ~mask) | value) >>> 0) % 2 ** bits;
    });
  });
}

/** How words end, each way once. */
function ends(words: readonly number[], step: (word: number) => string): string {
  const all = [...new Set(words.map(step))].sort();
  const rows = all.filter((end) => end.startsWith(RUNS)).map((end) => end.slice(RUNS.length));
  const others = all.filter((end) => !end.startsWith(RUNS));
  if (rows.length === 0) return others.join(', ');
  const some = rows.length > MANY ? `one of ${rows.length} rows` : rows.map((row) => `\`${row}\``).join(', ');
  return [...others, `${RUNS}${some}`].join(', ');
}

const labels = (): readonly string[] =>
  GOLD_CORES.map(
    ({ core, options }) => `${PROFILES[core].title}${options.fpu === undefined ? '' : `, ${options.fpu}`}`,
  );

/** Lines of a table, the first its head: name, where it comes from, and what each core does. */
export function outOfScopeRows(): readonly (readonly string[])[] {
  const steps = GOLD_CORES.map(({ core, options }) => stepper(core, options));
  return [
    ['Instructions', 'Of', ...labels()],
    ...OUT_OF_SCOPE.map((group) => {
      const words = draw(group);
      return [group.name, group.from, ...steps.map((step) => ends(words, step))];
    }),
  ];
}

/** Some words of each class that the committed short sweep of a core found. */
function examples(core: SweptCore): ReadonlyMap<string, readonly number[]> {
  const tally = newTally(core);
  for (const list of GOLD_LISTS) for (const answers of goldAnswers(core, list)) judge(answers, tally);
  return tally.examples;
}

/** Lines of a table, the first its head: the class, which oracle says otherwise, and what each core does with such words. */
export function differenceRows(): readonly (readonly string[])[] {
  const cores = GOLD_CORES.map((core) => ({ step: stepper(core.core, core.options), found: examples(core) }));
  const lists = [
    ['objdump', TEXT_DIFFERENCES],
    ['QEMU', DEFINED_DIFFERENCES],
    ['the assembler', ASSEMBLER_DIFFERENCES],
  ] as const;
  return [
    ['Class', 'Against', ...labels()],
    ...lists.flatMap(([oracle, list]) =>
      list.map(({ name }) => [name, oracle, ...cores.map(({ step, found }) => ends(found.get(name) ?? [], step))]),
    ),
  ];
}
