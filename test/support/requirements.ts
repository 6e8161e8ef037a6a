/**
 * Tests that need a tool from outside say so here. Where the tool is missing the test is left out and remembered, so that the
 * run can end with the Debian package that brings it; with RINGFENCE_REQUIRE_ALL=1 a missing tool is a failure.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** One test, or one whole suite, that was left out because `tool` is not on PATH. */
export interface LeftOut {
  readonly tool: string;
  readonly debianPackage: string;
  /** The suite's or the test's full title. */
  readonly title: string;
  /** How many tests that stands for. */
  readonly tests: number;
}

const record: LeftOut[] = [];

/** Everything that was left out so far, in the order of the run. */
export function leftOut(): readonly LeftOut[] {
  return record;
}

/** The path of an executable on PATH, or undefined. */
export function findTool(tool: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const path = join(folder, tool);
    if (isExecutable(path)) return path;
  }
  return undefined;
}

/**
 * Call it first in a `before` hook (it leaves out the whole suite) or in a test: `requireTool(this, 'qemu-system-arm',
 * 'qemu-system-arm')`. Returns when the tool is on PATH; otherwise skips, or throws with RINGFENCE_REQUIRE_ALL=1.
 */
export function requireTool(context: Mocha.Context, tool: string, debianPackage: string): void {
  if (findTool(tool) !== undefined) return;
  leaveOut(context, tool, debianPackage, `${tool} is not on PATH; install the Debian package ${debianPackage}`);
}

/**
 * For a tool that is there but will not do, such as one of another version; `tool` then names what would. Skips, or throws
 * `reason` with RINGFENCE_REQUIRE_ALL=1.
 */
export function leaveOut(context: Mocha.Context, tool: string, debianPackage: string, reason: string): never {
  if (process.env['RINGFENCE_REQUIRE_ALL'] === '1') throw new Error(`${reason} (RINGFENCE_REQUIRE_ALL is set)`);
  record.push({ tool, debianPackage, ...subject(context) });
  return context.skip();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** In a `before` hook the subject is the suite around it, otherwise the running test. */
function subject(context: Mocha.Context): { title: string; tests: number } {
  const runnable = context.runnable();
  const suite = runnable.parent;
  if (suite === undefined || !runnable.title.startsWith('"before all"')) {
    return { title: (context.currentTest ?? runnable).fullTitle(), tests: 1 };
  }
  let tests = 0;
  suite.eachTest(() => tests++);
  return { title: suite.fullTitle(), tests };
}

/** A test that takes minutes: it is there only with RINGFENCE_LONG=1. A seeded part of it runs every time. */
export function onRequest(title: string, test: Mocha.Func): void {
  if (process.env['RINGFENCE_LONG'] === '1') it(title, test);
}
