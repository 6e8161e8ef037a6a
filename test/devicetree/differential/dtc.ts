/** dtc as the oracle: what it makes of a text, and what it warns about. */
import { spawn, spawnSync } from 'node:child_process';
import { checkCode } from '../../../devicetree/index.js';

export interface DtcOutcome {
  /** Undefined where dtc refused the text. */
  readonly blob: Uint8Array | undefined;
  readonly messages: string;
}

/** Runs dtc over a text that needs no preprocessor. */
export function runDtc(text: string): DtcOutcome {
  const args = ['-I', 'dts', '-O', 'dtb', '-b', '0', '-o', '-', '-'];
  const { status, stdout, stderr } = spawnSync('dtc', args, { input: text, maxBuffer: 1 << 26 });
  return { blob: status === 0 ? stdout : undefined, messages: stderr.toString('utf8') };
}

/** `[1, 6]` for dtc 1.6.1. */
export function dtcVersion(): [major: number, minor: number] {
  const { stdout } = spawnSync('dtc', ['--version'], { encoding: 'utf8' });
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  return [Number(major), Number(minor)];
}

export interface IncludePaths {
  readonly cpp: readonly string[];
  readonly dtc: readonly string[];
}

/** `cpp file | dtc`, as Linux's build runs them; resolves when both have ended. */
export function preprocessAndRunDtc(file: string, paths: IncludePaths): Promise<DtcOutcome> {
  const folders = paths.cpp.flatMap((path) => ['-I', path]);
  const cpp = spawn('cpp', ['-nostdinc', ...folders, '-undef', '-D__DTS__', '-x', 'assembler-with-cpp', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const args = ['-I', 'dts', '-O', 'dtb', '-b', '0', '-o', '-', ...paths.dtc.flatMap((path) => ['-i', path]), '-'];
  const dtc = spawn('dtc', args, { stdio: [cpp.stdout, 'pipe', 'pipe'] });
  const blob: Buffer[] = [];
  const messages: Buffer[] = [];
  dtc.stdout.on('data', (chunk: Buffer) => blob.push(chunk));
  dtc.stderr.on('data', (chunk: Buffer) => messages.push(chunk));
  return new Promise((done, fail) => {
    cpp.on('error', fail);
    dtc.on('error', fail);
    dtc.on('close', (status) => {
      const text = Buffer.concat(messages).toString('utf8');
      done({ blob: status === 0 ? Buffer.concat(blob) : undefined, messages: text });
    });
  });
}

export interface DtcWarnings {
  /** Code and subject of each: `dtc-reg-format /soc/serial@40:reg`. */
  readonly warnings: ReadonlySet<string>;
  /** Codes of checks that dtc gave up, because another check that they build on had found something. */
  readonly givenUp: ReadonlySet<string>;
}

/** What the checks say in dtc's messages. */
export function parseWarnings(messages: string): DtcWarnings {
  const warnings = new Set<string>();
  const givenUp = new Set<string>();
  for (const line of messages.split('\n')) {
    const [, check, text = ''] = /(?:Warning|ERROR) \((\w+)\): (.*)$/.exec(line) ?? [];
    if (check === undefined) continue;
    const code = checkCode(check);
    const [, subject] = /^(\/\S*): /.exec(text) ?? [];
    if (text.startsWith('Failed prerequisite')) givenUp.add(code);
    else warnings.add(`${code} ${subject ?? ''}`);
  }
  return { warnings, givenUp };
}
