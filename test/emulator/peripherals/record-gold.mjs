// Records what QEMU's devices answer. Each file in gold/ is a list of accesses; this runs it as firmware on
// qemu-system-arm and writes the values read into it. `node test/emulator/peripherals/record-gold.mjs [FILE…]`
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Nanoseconds an instruction as a power of two, so that five instructions are one tick of the device's clock. */
const SHIFT = { 'mps2-an385': 3, lm3s6965evb: 4, microbit: 3 };
const gold = join(import.meta.dirname, 'gold');

/** For a core without MOVW: no device of its boards has a clock in these transcripts. */
function narrowAssembly([operation, first, second], base) {
  const words = (value) => ` b 3f\n .align 2\n1: .word ${base + parseInt(first, 16)}\n2: .word ${value}\n3:`;
  if (operation === 'read') return `ldr r0, 1f\n ldr r1, [r0]\n str r1, [r7]\n adds r7, #4\n${words(0)}`;
  if (operation === 'wait') return '';
  return `ldr r0, 1f\n ldr r1, 2f\n str r1, [r0]\n${words(parseInt(second, 16))}`;
}

/** Every access is ten instructions, two ticks, and is made by its fifth (a `write`) or seventh (a `read` or `stop`). */
function assembly([operation, first, second], base) {
  const address = (offset) => {
    const value = base + parseInt(offset, 16);
    return `movw r0, #${value & 0xffff}\n movt r0, #${value >>> 16}`;
  };
  switch (operation) {
    case 'write':
    case 'stop': {
      const value = parseInt(second, 16);
      const late = operation === 'stop' ? 2 : 0;
      const load = `${address(first)}\n movw r1, #${value & 0xffff}\n movt r1, #${value >>> 16}`;
      return `${load}\n .rept ${late}\n nop\n .endr\n str r1, [r0]\n .rept ${5 - late}\n nop\n .endr`;
    }
    case 'read':
      return `${address(first)}\n .rept 4\n nop\n .endr\n ldr r1, [r0]\n str r1, [r7]\n add r7, r7, #4\n nop`;
    case 'wait':
      return `.rept ${5 * Number(first)}\n nop\n .endr`;
    default:
      throw new Error(`unknown operation ${operation}`);
  }
}

function program(lines, base, reads, narrow) {
  const code = lines.map((line) => (narrow ? narrowAssembly : assembly)(line.split(' '), base));
  return `
 .syntax unified
 .cpu ${narrow ? 'cortex-m0' : 'cortex-m3'}
 .thumb
 .word 0x20003f00, start + 1
 .thumb_func
start:
 ${narrow ? 'movs r7, #0x20\n lsls r7, #24' : 'ldr r7, =0x20000000'}
 ${code.join('\n ')}
 movs r0, #1
 ldr r1, =open
 bkpt 0xab
 ldr r1, =write
 ldr r2, =0x20003f80
 str r0, [r2]
 ldr r3, [r1]
 ldr r3, =0x20000000
 str r3, [r2, #4]
 ldr r3, =${4 * reads}
 str r3, [r2, #8]
 mov r1, r2
 movs r0, #5
 bkpt 0xab
 movs r0, #0x18
 ldr r1, =0x20026
 bkpt 0xab
 .align 2
open: .word name, 4, 3
write: .word 0
name: .asciz ":tt"
 .align 2
 .ltorg
`;
}

function record(file) {
  const path = join(gold, file);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const [machine, device] = lines[0].slice('# '.length).split(' ');
  const operations = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(' = ')[0]);
  const reads = operations.filter((line) => line.startsWith('read')).length;
  const folder = mkdtempSync(join(tmpdir(), 'gold-'));
  const at = (name) => join(folder, name);
  writeFileSync(at('a.s'), program(operations, parseInt(device, 16), reads, machine === 'microbit'));
  execFileSync('arm-none-eabi-as', [at('a.s'), '-o', at('a.o')]);
  execFileSync('arm-none-eabi-ld', ['-Ttext=0', '-e', '0', at('a.o'), '-o', at('a.elf')]);
  const options = ['-M', machine, '-nographic', '-monitor', 'none', '-serial', 'null'];
  const icount = ['-icount', `shift=${SHIFT[machine]},sleep=off`, '-semihosting-config', 'enable=on,target=native'];
  const bytes = execFileSync('qemu-system-arm', [...options, ...icount, '-kernel', at('a.elf')], { timeout: 60_000 });
  rmSync(folder, { recursive: true });
  if (bytes.length !== 4 * reads) throw new Error(`${file}: ${bytes.length} bytes for ${reads} reads`);
  let next = 0;
  const value = () =>
    bytes
      .readUInt32LE(4 * next++)
      .toString(16)
      .padStart(8, '0');
  const answered = operations.map((line) => (line.startsWith('read') ? `${line} = ${value()}` : line));
  writeFileSync(path, [...lines.filter((line) => line.startsWith('#')), ...answered].join('\n') + '\n');
}

const files = process.argv.slice(2);
for (const file of files.length > 0 ? files : readdirSync(gold)) record(file);
