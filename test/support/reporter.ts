/**
 * The reporter of `npm test`: mocha's own, then what was left out and which package would bring it, then one line of counts
 * that a script can read.
 */
import Mocha from 'mocha';
import { type LeftOut, leftOut } from './requirements.js';

class HouseReporter extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    for (const line of leftOutLines(leftOut())) console.log(line);
    const { passes, failures, pending } = this.stats;
    console.log(countsLine(passes, failures, pending));
  }
}

/** `N passed, N failed, N skipped`. */
export function countsLine(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The summary of missing tools, grouped by tool; empty when nothing was left out. */
export function leftOutLines(entries: readonly LeftOut[]): string[] {
  if (entries.length === 0) return [];
  const lines = ['Left out, because a tool is not installed:'];
  for (const tool of new Set(entries.map((entry) => entry.tool))) {
    const group = entries.filter((entry) => entry.tool === tool);
    const tests = group.reduce((sum, entry) => sum + entry.tests, 0);
    const packages = [...new Set(group.map((entry) => entry.debianPackage))].join(' or ');
    lines.push(`  ${tests} ${tests === 1 ? 'test needs' : 'tests need'} ${tool} (Debian package ${packages}):`);
    for (const title of new Set(group.map((entry) => entry.title))) lines.push(`    ${title}`);
  }
  const install = [...new Set(entries.map((entry) => entry.debianPackage))].sort().join(' ');
  lines.push(`To run them too: apt-get install --no-install-recommends ${install}`, '');
  return lines;
}

// mocha loads a reporter with require(); this export name is what require() of an ES module answers with.
export { HouseReporter as 'module.exports' };
