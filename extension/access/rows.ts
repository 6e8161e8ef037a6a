/** The answer of "Explain Access" as lines: who may do what at an address, and by which rule. No editor in here. */
import type { AccessVerdictBody, ExplainAccessBody } from '../../protocol/index.js';

export interface AccessLine {
  /** `Unprivileged write: denied`. */
  readonly label: string;
  /** The rule, in words. */
  readonly detail: string;
  readonly allowed: boolean;
}

export interface AccessExplanation {
  readonly title: string;
  /** The class of code that the stopped program runs as comes first. */
  readonly lines: readonly AccessLine[];
}

export function explainAccess(body: ExplainAccessBody): AccessExplanation {
  const other = body.current === 'privileged' ? 'unprivileged' : 'privileged';
  const isAll = body.unprivileged === undefined;
  const lines = [body.current, other].flatMap((level) => {
    const verdicts = level === 'privileged' ? body.privileged : body.unprivileged;
    if (verdicts === undefined) return [];
    const who = isAll ? 'All code:' : level === 'privileged' ? 'Privileged' : 'Unprivileged';
    return [
      line(`${who} read`, verdicts.read),
      line(`${who} write`, verdicts.write),
      line(`${who} execute`, verdicts.execute),
    ];
  });
  return { title: title(body), lines: [...attributionLines(body), ...lines] };
}

function attributionLines({ attribution }: ExplainAccessBody): readonly AccessLine[] {
  if (attribution === undefined) return [];
  const { state, sentence, current, reachable } = attribution;
  const label = `${state} memory: ${current} code ${reachable ? 'reaches it' : 'cannot reach it'}`;
  return [{ label, detail: sentence, allowed: reachable }];
}

function title(body: ExplainAccessBody): string {
  const size = body.sizeBytes === 1 ? '1 byte' : `${body.sizeBytes} bytes`;
  const symbol = body.symbol === undefined ? '' : ` (${body.symbol})`;
  return `${size} at ${body.address}${symbol} in ${body.memory ?? 'no memory'}`;
}

function line(what: string, verdict: AccessVerdictBody): AccessLine {
  const where = verdict.deniedAt === undefined ? '' : ` First denied byte: ${verdict.deniedAt}.`;
  return {
    label: `${what}: ${verdict.allowed ? 'allowed' : 'denied'}`,
    detail: verdict.rule + where,
    allowed: verdict.allowed,
  };
}
