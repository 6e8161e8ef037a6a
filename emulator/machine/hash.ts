/** A digest of a machine's state: two lanes of FNV-1a over words, enough to tell states apart in tests. */
import type { GuestMemory } from './guest-memory.js';
import type { MachineParts } from './parts.js';

const PRIME = 0x0100_0193;

class Hash {
  private a = 0x811c_9dc5;
  private b = 0x1234_5678;

  word(value: number): void {
    this.a = Math.imul(this.a ^ value, PRIME);
    this.a ^= this.a >>> 15;
    this.b = Math.imul(this.b ^ (value + 0x9e37_79b9), 0x85eb_ca6b);
    this.b ^= this.b >>> 13;
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
  }

  get digest(): string {
    const hex = (v: number): string => (v >>> 0).toString(16).padStart(8, '0');
    return hex(this.a) + hex(this.b);
  }
}

export function hashMachine(machine: MachineParts): string {
  const hash = new Hash();
  const { r, floats, limits, security, ...special } = machine.registers();
  for (const value of r) hash.word(value);
  for (const value of Object.values(special)) hash.word(value);
  for (const value of floats?.s ?? []) hash.word(value);
  if (floats) hash.word(floats.fpscr);
  hash.text(
    JSON.stringify([
      ...(limits ? [limits] : []),
      ...(security ? [security] : []),
      machine.time.retired,
      machine.time.idle,
      machine.sleeping,
      machine.input,
      machine.monitor.address,
      machine.system.save(),
      machine.exceptions.save(),
      machine.peripherals.map((device) => device.save()),
      machine.semihosting?.save(),
    ]),
  );
  hashMemories(hash, machine.memory);
  return hash.digest;
}

/** Pages of zeros count for nothing, whether anything was written there or not. */
function hashMemories(hash: Hash, memory: GuestMemory): void {
  for (const { block, offset, sizeBytes } of memory.touchedPages()) {
    const start = block.host + offset;
    if (memory.isZero(start, sizeBytes)) continue;
    hash.word(start);
    const first = start >> 2;
    for (let i = 0; i < sizeBytes >> 2; i++) hash.word(memory.words[first + i]!);
  }
}
