/** What a run of random programs comes to, as lines of text. */
import type { HostVerdict, LevelResult } from './compare.js';
import type { CsmithCore } from './cores.js';
import type { SlotRecord } from './slots.js';

/** The lines about one core. */
export function summary(core: CsmithCore['core'], records: readonly SlotRecord[]): readonly string[] {
  const own = records.filter((record) => record.core === core);
  const levels = own.flatMap(({ result }) => (result.kind === 'compared' ? result.levels : []));
  const different = own.filter(({ result }) => result.kind === 'different');
  const mean = Math.round(levels.reduce((sum, { retired }) => sum + retired, 0) / Math.max(levels.length, 1));
  const rejected = own.flatMap((record) => record.rejected);
  return [
    `${core}: ${own.length} programs, ${levels.length} runs equal to QEMU, ${different.length} programs different`,
    `  instructions in a run: ${mean} on average, ${levels.reduce((most, { retired }) => Math.max(most, retired), 0)} at most`,
    `  against the host: ${counted(levels.map(({ verdict }) => verdict.host))}`,
    `  made anew: ${rejected.length === 0 ? 'none' : counted(rejected.map(({ why }) => why))}`,
    ...different.map(describeDifference),
    ...own.flatMap(describeHostDifferences),
  ];
}

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

function describeDifference({ id, result }: SlotRecord): string {
  if (result.kind !== 'different') return '';
  const { level, ours, qemu } = result;
  const text = ({ ending, output }: typeof ours): string => `${ending} ${JSON.stringify(output)}`;
  return `  seed ${id.seed}${level}: Ringfence ${text(ours)}, QEMU ${text(qemu)}`;
}

function describeHostDifferences({ id, result }: SlotRecord): readonly string[] {
  if (result.kind !== 'compared') return [];
  return result.levels.flatMap(({ level, printed, verdict }: LevelResult) => {
    const words = unexplained(verdict);
    return words === undefined
      ? []
      : [`  seed ${id.seed}${level}: ${JSON.stringify(printed)} and on the host ${JSON.stringify(words)}`];
  });
}

function unexplained(verdict: HostVerdict): string | undefined {
  return verdict.host === 'different' ? verdict.printed : undefined;
}
