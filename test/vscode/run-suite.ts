/** What VS Code loads as `extensionTestsPath`: mocha, with its report in the file RINGFENCE_REPORT. */
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const output = process.env['RINGFENCE_REPORT'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'json', reporterOptions: { output } });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./suite.js');
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests in VS Code failed.`);
}
