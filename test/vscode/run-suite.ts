/** What VS Code loads as `extensionTestsPath`: mocha, with its report in RINGFENCE_REPORT; RINGFENCE_GREP chooses tests. */
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const output = process.env['RINGFENCE_REPORT'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 15_000, reporter: 'json', reporterOptions: { output } });
  mocha.fgrep(process.env['RINGFENCE_GREP'] ?? '');
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./suite.js');
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    // The report is written at the end only; a run that hangs shall say where.
    runner.on('test', (test) => console.log(`begins: ${test.fullTitle()}`));
    runner.on('fail', (test, error: Error) => console.log(`fails: ${test.fullTitle()}: ${error.message}`));
  });
  if (failures > 0) throw new Error(`${failures} of the tests in VS Code failed.`);
}
