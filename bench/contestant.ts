/** Our emulator as a process of its own: `contestant.js ELF COMMAND-LINE` runs the firmware to its exit and prints its instructions. */
import { readFileSync } from 'node:fs';

import { findBoard, loadElf } from '../debugger/index.js';
import { Machine } from '../emulator/index.js';

const [path = '', commandLine = ''] = process.argv.slice(2);
const { elf, findings } = loadElf(readFileSync(path), path);
if (!elf) throw new Error(findings.map(({ message }) => message).join('; '));
const machine = new Machine({ board: findBoard('mps2-an385'), semihosting: { commandLine } });
for (const { loadAddress, bytes } of elf.segments) machine.writeMemory(loadAddress, bytes);
machine.reset();
const event = machine.run(Number.MAX_SAFE_INTEGER);
if (event.reason !== 'exit') throw new Error(`${path} ended with ${event.reason}`);
if (!machine.mpuView.enabled) throw new Error(`${path} did not turn the MPU on`);
console.log(String(event.retired));
process.exitCode = event.status;
