/** Under which section of the manual a row of ours stands for a title of the index. */
import type { Row } from '../../emulator/index.js';
import { GROUPS } from './index.js';
import { ARMV7M_SECTIONS, TABLE_SECTIONS } from './titles.js';

/** Section of our rows for a title. */
export function sectionOf(title: string): string {
  const moved: Readonly<Record<string, string>> = {
    CPS: 'B5.2.1',
    MRS: 'B5.2.2',
    MSR: 'B5.2.3',
    'MOV (shifted register)': 'A7.7.78',
  };
  return moved[title] ?? TABLE_SECTIONS.get(title) ?? ARMV7M_SECTIONS.get(title) ?? 'C2.4';
}

const COPROCESSOR_SECTIONS: ReadonlySet<string> = new Set(
  GROUPS.find(({ title }) => title === 'Coprocessor instructions')!.encodings.map(({ title }) => sectionOf(title)),
);

/** Whether a row of the coprocessor space decodes a word of CP10 or CP11: what no encoding of the FPU is, or what has no FPU. */
export function isFloatSpace({ section }: Row, word: number): boolean {
  return COPROCESSOR_SECTIONS.has(section) && ((word >>> 8) & 0xe) === 0xa;
}
