/**
 * `npm run bench`: the emulator beside QEMU on the same firmware, in processor time of the whole process. Arguments: millions of
 * instructions (500 if absent), rounds (5 if absent).
 */
import { fileURLToPath } from 'node:url';
import { cpuTime } from './cpu-time.js';
import { comparisonText, sideBySide, type Sample } from './side-by-side.js';

const ELF = fileURLToPath(new URL('../../firmware/elf/benchmarks/integer-mix-mps2-an385-O2.elf', import.meta.url));
const CONTESTANT = fileURLToPath(new URL('contestant.js', import.meta.url));
const TIMEOUT_MS = 600_000;
const TRIAL = 20;

function emulator(work: number): Sample {
  const { seconds, output } = cpuTime(process.execPath, [CONTESTANT, ELF, `integer-mix ${work}`], TIMEOUT_MS);
  return { instructions: Number(output.trim().split('\n').at(-1)), seconds };
}

function qemu(work: number, instructions: number): Sample {
  const semihosting = ['-semihosting-config', 'enable=on,target=native,arg=integer-mix,arg=' + String(work)];
  const machine = ['-M', 'mps2-an385', '-nographic', '-monitor', 'none', '-serial', 'null', '-kernel', ELF];
  return { instructions, seconds: cpuTime('qemu-system-arm', [...machine, ...semihosting], TIMEOUT_MS).seconds };
}

const [millions = 500, rounds = 5] = process.argv.slice(2).map(Number);
const perRound = (emulator(2 * TRIAL).instructions - emulator(TRIAL).instructions) / TRIAL;
const work = Math.ceil((millions * 1e6) / perRound);
const { instructions } = emulator(work);
const result = await sideBySide(
  rounds,
  () => emulator(work),
  () => qemu(work, instructions),
);
console.log(`${instructions} instructions, ${rounds} rounds, processor time (user and system) of the process, MPU on`);
console.log(comparisonText('emulator', 'QEMU', result));
