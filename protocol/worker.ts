/** What crosses between the extension and the worker in which the debug adapter runs. */

/** A message of the Debug Adapter Protocol: a request, response or event. */
export interface DapMessage {
  readonly seq: number;
  readonly type: 'request' | 'response' | 'event';
}

/**
 * One message in either direction, posted as a structured clone. The worker gets nothing else: no workerData, no arguments.
 * It must not touch process.stdin or process.stdout, and it ends when its port closes.
 */
export interface WorkerMessage {
  readonly dap: DapMessage;
}
