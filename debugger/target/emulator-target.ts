/** The emulator as a target. */
import { explain, type AccessKind, type AccessSize, type Machine, type Watchpoint } from '../../emulator/index.js';
import { dwarfNumber, type RegisterName } from './registers.js';
import type { AccessExplanation, Target, TargetState } from './target.js';

const SPSEL = 2;
const NPRIV = 1;

export class EmulatorTarget implements Target {
  private readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  get retired(): number {
    return this.machine.retired;
  }

  get mpu(): Machine['mpuView'] {
    return this.machine.mpuView;
  }

  registers(): ReturnType<Machine['registers']> {
    return this.machine.registers();
  }

  readRegister(name: RegisterName): number {
    const snapshot = this.machine.registers();
    const number = dwarfNumber(name);
    if (number !== undefined) return snapshot.r[number]!;
    return snapshot[name as Special];
  }

  writeRegister(name: RegisterName, value: number): void {
    const { cpu } = this.machine;
    const number = dwarfNumber(name);
    if (name === 'pc') this.jump(value);
    else if (name === 'control') this.writeControl(value);
    else if (number !== undefined) cpu.setReg(number, value >>> 0);
    else cpu[name as Exclude<Special, 'control'>] = value >>> 0;
  }

  /** Flow goes on elsewhere: an IT block and sleep are left behind. */
  private jump(address: number): void {
    const { cpu } = this.machine;
    if ((address & ~1) >>> 0 === cpu.pc) return;
    cpu.pc = (address & ~1) >>> 0;
    cpu.itState = 0;
    this.machine.sleeping = undefined;
  }

  /** SPSEL moves the stack pointer along, but in Handler mode, where it stays 0 (Armv7-M ARM, B1.4.4). */
  private writeControl(value: number): void {
    const { cpu } = this.machine;
    if (cpu.ipsr === 0) cpu.selectStack((value & SPSEL) !== 0);
    cpu.control = (cpu.control & ~NPRIV) | (value & NPRIV);
  }

  readMemory(address: number, length: number): Uint8Array {
    return this.machine.readMemory(address, length);
  }

  writeMemory(address: number, bytes: Uint8Array): number {
    return this.machine.writeMemory(address, bytes);
  }

  setBreakpoints(addresses: ReadonlySet<number>): void {
    this.machine.setBreakpoints(addresses);
  }

  setWatchpoints(watchpoints: readonly Watchpoint[]): void {
    this.machine.setWatchpoints(watchpoints);
  }

  run(instructions: number): ReturnType<Machine['run']> {
    return this.machine.run(instructions);
  }

  step(): ReturnType<Machine['run']> {
    return this.machine.run(1);
  }

  reset(): ReturnType<Machine['reset']> {
    return this.machine.reset();
  }

  receive(channel: string, bytes: Uint8Array): void {
    this.machine.receive(channel, bytes);
  }

  explainAccess(address: number, kind: AccessKind, sizeBytes: AccessSize = 4): AccessExplanation {
    const { machine } = this;
    const context = { negativePriority: machine.exceptions.negativePriority() };
    const as = (privileged: boolean) =>
      explain(machine.mpuView, { kind, address: address >>> 0, sizeBytes, privileged, exclusive: false }, context);
    const currentlyPrivileged = machine.cpu.privileged;
    return { address, kind, sizeBytes, privileged: as(true), unprivileged: as(false), currentlyPrivileged };
  }

  mpuRegions(): ReturnType<Machine['mpuView']['regions']> {
    return this.machine.mpuView.regions();
  }

  findings(): Machine['findings'] {
    return [...this.machine.findings];
  }

  save(): TargetState {
    return { machine: this.machine.save() };
  }

  restore(state: TargetState): void {
    this.machine.restore(state.machine);
  }
}

type Special = 'xpsr' | 'msp' | 'psp' | 'primask' | 'basepri' | 'faultmask' | 'control';
