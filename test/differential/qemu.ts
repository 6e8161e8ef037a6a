/** QEMU's machines as oracles: one runs an ELF image and hands back what the guest wrote to its console. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever runs a guest image: an emulator, a simulator, silicon. */
export interface StreamEngine {
  readonly name: string;
  /** Runs the image until it ends itself; the bytes that it wrote to the semihosting console `:tt`. */
  run(elf: Uint8Array): Uint8Array;
}

export interface QemuOptions {
  /** `mps2-an385`, a Cortex-M3, if absent. */
  readonly machine?: string;
  /** For programs that rely on a timer: virtual time follows the count of instructions. */
  readonly icount?: boolean;
  /** Each instruction is translated by itself, so an interrupt is taken at the instruction after the one that caused it. */
  readonly singleStep?: boolean;
  /** Further ELF files to load. */
  readonly images?: readonly Uint8Array[];
  /** SYS_WRITE0 and SYS_WRITEC write to standard output, too. */
  readonly textOnStdout?: boolean;
  /** Unprivileged code may call the host, too. */
  readonly unprivilegedSemihosting?: boolean;
  readonly timeoutMs?: number;
}

export interface QemuRun {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs QEMU to its end, whatever that is. */
export function spawnQemu(elf: Uint8Array, options: QemuOptions = {}): QemuRun {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-qemu-'));
  try {
    const image = join(folder, 'image.elf');
    writeFileSync(image, elf);
    const machine = [
      '-M',
      options.machine ?? 'mps2-an385',
      '-nographic',
      '-monitor',
      'none',
      '-serial',
      'none',
      '-kernel',
      image,
    ];
    const more = (options.images ?? []).flatMap((bytes, n) => {
      const file = join(folder, `image${n}.elf`);
      writeFileSync(file, bytes);
      return ['-device', `loader,file=${file}`];
    });
    const step = options.singleStep === true ? ['-singlestep'] : [];
    const user = options.unprivilegedSemihosting === true ? ',userspace=on' : '';
    const text = options.textOnStdout === true;
    const console = text ? ['-chardev', 'stdio,id=semihosting'] : [];
    const semihosting = ['-semihosting-config', `enable=on,target=native${user}${text ? ',chardev=semihosting' : ''}`];
    const time = options.icount === true ? ['-icount', 'shift=3,sleep=off'] : [];
    const parameters = [...machine, ...console, ...more, ...step, ...semihosting, ...time];
    const result = spawnSync('qemu-system-arm', parameters, {
      timeout: options.timeoutMs ?? 300_000,
      maxBuffer: 64 * 2 ** 20,
    });
    if (result.error) throw result.error;
    const { status, signal, stdout, stderr } = result;
    return { status, signal, stdout, stderr: stderr.toString() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws an Error with what QEMU said if it does not end by itself with status 0. */
export function runOnQemu(elf: Uint8Array, options: QemuOptions = {}): Uint8Array {
  const run = spawnQemu(elf, options);
  if (run.status !== 0) throw badEnd(run);
  return new Uint8Array(run.stdout);
}

export function badEnd({ status, signal, stderr }: QemuRun): Error {
  return new Error(`QEMU ended with ${status ?? signal}: ${stderr}`);
}

/** Where a core locked up: QEMU gives up then, and prints its registers. */
export function lockupOf({ stderr }: QemuRun): { readonly pc: number; readonly xpsr: number } | undefined {
  const found = /Lockup[^]*R15=([0-9a-f]+)\s+XPSR=([0-9a-f]+)/.exec(stderr);
  return found === null ? undefined : { pc: parseInt(found[1]!, 16), xpsr: parseInt(found[2]!, 16) };
}

/** A machine of QEMU behind the interface of all engines. */
export function qemuEngine({ machine }: { readonly machine: string }): StreamEngine {
  return { name: `QEMU ${machine}`, run: (elf) => runOnQemu(elf, { machine }) };
}

/** The Cortex-M3. */
export const QEMU: StreamEngine = qemuEngine({ machine: 'mps2-an385' });
