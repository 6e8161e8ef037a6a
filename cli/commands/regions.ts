/** `ringfence regions FILE`: the MPU regions that Zephyr programs for a devicetree, with their registers. */
import { encodeUtf8 } from '../../base/index.js';
import { planJson, planText, textReport } from '../../devicetree/index.js';
import type { OptionValue } from '../arguments/parse.js';
import { SourceAnalyst } from '../devicetree/source-analysis.js';
import type { Terminal } from '../engine.js';

/** The exit status, which is 0: what is wrong with the source is told on stderr beside the plan of what is sound. */
export function regions(file: string, options: Readonly<Record<string, OptionValue>>, terminal: Terminal): number {
  const { plan, findings } = new SourceAnalyst(options).analyse(file);
  const errors = findings.filter(({ severity }) => severity === 'error');
  terminal.stderr(textReport(errors, { base: process.cwd() }));
  const text = options['format'] === 'json' ? `${JSON.stringify(planJson(plan), undefined, 2)}\n` : planText(plan);
  terminal.stdout(encodeUtf8(text.endsWith('\n') ? text : `${text}\n`));
  return 0;
}
