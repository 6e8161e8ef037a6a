/** What the adapter says of itself in `initialize`. A line stands here only if the request behind it works. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { ExceptionFilters } from '../debugger/index.js';

export function capabilities(): Dap.Capabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsRestartRequest: true,
    supportsTerminateRequest: true,

    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsFunctionBreakpoints: true,
    supportsInstructionBreakpoints: true,
    supportsDataBreakpoints: true,
    supportsDataBreakpointBytes: true,
    supportsBreakpointLocationsRequest: true,
    supportsExceptionFilterOptions: true,
    supportsExceptionInfoRequest: true,
    exceptionBreakpointFilters: ExceptionFilters.all().map(
      ({ id, label, description, conditionDescription, ...filter }) => ({
        filter: id,
        label,
        description,
        default: filter.default,
        supportsCondition: true,
        conditionDescription,
      }),
    ),

    supportsSteppingGranularity: true,
    supportsDelayedStackTraceLoading: true,

    supportsEvaluateForHovers: true,
    supportsClipboardContext: true,
    supportsSetVariable: true,
    supportsSetExpression: true,
    supportsValueFormattingOptions: true,
    supportsCompletionsRequest: true,

    supportsReadMemoryRequest: true,
    supportsWriteMemoryRequest: true,
    supportsDisassembleRequest: true,
    supportsLoadedSourcesRequest: true,
  };
}
