/** The program `ringfence`. */
import { writeSync } from 'node:fs';
import { serveStdio } from '../debug-adapter/index.js';
import { demoSession } from './demo-session/demo-session.js';
import type { Engine, Terminal } from './engine.js';
import { disassembleProgram } from './machine/disassemble.js';
import { runFirmware } from './machine/run.js';
import { ringfence } from './ringfence.js';

/** All of it or an error, also where the other end of a pipe is slow. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Nobody reads any more: there is no one left to tell.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

const terminal: Terminal = {
  stdout: (bytes) => writeAll(1, bytes),
  stderr: (text) => writeAll(2, Buffer.from(text)),
};

const engine: Engine = { run: runFirmware, disassemble: disassembleProgram, dap: serveStdio, demoSession };

// The exit code alone: leaving at once would cut off what is still being written.
void ringfence(process.argv.slice(2), engine, terminal).then((status) => {
  process.exitCode = status;
});
