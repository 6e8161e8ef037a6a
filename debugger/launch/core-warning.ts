/** Says before the first instruction that a program was built for another core than the board has, and what to do. */
import type { Finding } from '../../base/index.js';
import { boardNames } from '../../boards/index.js';
import { ARCHITECTURES, isEmulated, PROFILES, type Architecture, type BoardDescription } from '../../emulator/index.js';
import { lackedBy, needsOf, type Core, type ElfFile, type Need } from '../elf/index.js';
import { findBoard } from './board/built-in.js';
import { CORES } from './board/cpu.js';

const TITLES: Readonly<Record<Architecture, string>> = {
  'armv6-m': 'Armv6-M',
  'armv7-m': 'Armv7-M',
  'armv7e-m': 'Armv7E-M',
  'armv8-m.base': 'Armv8-M Baseline',
  'armv8-m.main': 'Armv8-M Mainline',
};

/** One warning, or none where the core has all that the file says it was built for. */
export function coreFindings(
  elf: Pick<ElfFile, 'name' | 'attributes'>,
  board: Pick<BoardDescription, 'name' | 'cpu'>,
): readonly Finding[] {
  const needs = needsOf(elf);
  const lacked = lackedBy(board.cpu, needs);
  if (lacked.length === 0) return [];
  const message =
    `${elf.name} is built for ${listOf(lacked.map(({ words }) => words))}, but ${board.name} has ${coreText(board.cpu)}. ` +
    `${outcome(board.cpu, lacked)} ${advice(board.cpu, needs, lacked)}`;
  return [{ code: 'elf-other-core', severity: 'warning', message, where: elf.name }];
}

function coreText({ core, fpu }: Core): string {
  const { title, architecture, fpus } = PROFILES[core];
  const unit = fpu === undefined ? 'no FPU' : fpu.toUpperCase();
  return `a ${title} (${TITLES[architecture]}${fpus.length === 0 ? '' : `, ${unit}`})`;
}

/** What the core will do, where it comes to what it does not have. */
function outcome({ core }: Core, lacked: readonly Need[]): string {
  if (!ARCHITECTURES[PROFILES[core].architecture].configurableFaults)
    return 'The first instruction that this core does not have is a HardFault.';
  if (lacked.every(({ kind }) => kind === 'armState'))
    return 'The first branch to Arm code is a UsageFault (INVSTATE), or a HardFault where that is not enabled.';
  return 'The first instruction that this core does not have is UNDEFINED: a UsageFault, or a HardFault where that is not enabled.';
}

function advice(core: Core, needs: readonly Need[], lacked: readonly Need[]): string {
  const build = `build it with ${buildOptions(core, lacked).join(' ')}`;
  const fits = (other: Core): boolean => lackedBy(other, needs).length === 0;
  const found = Object.entries(CORES).find(([, one]) => isEmulated(one.core, one) && fits(one));
  if (found === undefined) return `Ringfence emulates no core that has all of it: ${build}.`;
  const [compatible, { core: name }] = found;
  const boards = boardNames.map(findBoard).filter(({ cpu }) => fits(cpu));
  const closest = boards.filter(({ cpu }) => cpu.core === name);
  const names = (closest.length > 0 ? closest : boards).map((board) => board.name);
  const choose = names.length === 0 ? '' : `choose the board ${listOf(names, 'or')}, `;
  return sentence(`${choose}give your devicetree’s core compatible = "${compatible}", or ${build}.`);
}

/** GCC's and Clang's. */
function buildOptions({ core, fpu, dsp }: Core, lacked: readonly Need[]): readonly string[] {
  const lacksFloats = lacked.some(({ kind }) => kind === 'float');
  const isWithoutDsp = PROFILES[core].dsp === 'optional' && dsp !== true;
  return [
    `-mcpu=${core}${isWithoutDsp ? '+nodsp' : ''}`,
    ...(lacksFloats ? [fpu === undefined ? '-mfloat-abi=soft' : `-mfpu=${fpu}`] : []),
    ...(lacked.some(({ kind }) => kind === 'armState') ? ['-mthumb'] : []),
  ];
}

function listOf(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)!}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
