/** The requests of the Debug Adapter Protocol that we answer: name → what comes and what goes back. Types only. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';

interface Exchange<Request extends Dap.Request, Response extends Dap.Response> {
  /** As the client sends them; where the protocol allows none, they are an empty object by the time a handler sees them. */
  readonly arguments: Exclude<Request['arguments'], undefined>;
  readonly body: Response['body'];
}

export interface StandardRequests {
  readonly initialize: Exchange<Dap.InitializeRequest, Dap.InitializeResponse>;
  readonly launch: Exchange<Dap.LaunchRequest, Dap.LaunchResponse>;
  readonly attach: Exchange<Dap.AttachRequest, Dap.AttachResponse>;
  readonly configurationDone: Exchange<Dap.ConfigurationDoneRequest, Dap.ConfigurationDoneResponse>;
  readonly restart: Exchange<Dap.RestartRequest, Dap.RestartResponse>;
  readonly terminate: Exchange<Dap.TerminateRequest, Dap.TerminateResponse>;
  readonly disconnect: Exchange<Dap.DisconnectRequest, Dap.DisconnectResponse>;
  readonly cancel: Exchange<Dap.CancelRequest, Dap.CancelResponse>;

  readonly setBreakpoints: Exchange<Dap.SetBreakpointsRequest, Dap.SetBreakpointsResponse>;
  readonly breakpointLocations: Exchange<Dap.BreakpointLocationsRequest, Dap.BreakpointLocationsResponse>;
  readonly setFunctionBreakpoints: Exchange<Dap.SetFunctionBreakpointsRequest, Dap.SetFunctionBreakpointsResponse>;
  readonly setInstructionBreakpoints: Exchange<
    Dap.SetInstructionBreakpointsRequest,
    Dap.SetInstructionBreakpointsResponse
  >;
  readonly dataBreakpointInfo: Exchange<Dap.DataBreakpointInfoRequest, Dap.DataBreakpointInfoResponse>;
  readonly setDataBreakpoints: Exchange<Dap.SetDataBreakpointsRequest, Dap.SetDataBreakpointsResponse>;
  readonly setExceptionBreakpoints: Exchange<Dap.SetExceptionBreakpointsRequest, Dap.SetExceptionBreakpointsResponse>;
  readonly exceptionInfo: Exchange<Dap.ExceptionInfoRequest, Dap.ExceptionInfoResponse>;

  readonly continue: Exchange<Dap.ContinueRequest, Dap.ContinueResponse>;
  readonly pause: Exchange<Dap.PauseRequest, Dap.PauseResponse>;
  readonly next: Exchange<Dap.NextRequest, Dap.NextResponse>;
  readonly stepIn: Exchange<Dap.StepInRequest, Dap.StepInResponse>;
  readonly stepOut: Exchange<Dap.StepOutRequest, Dap.StepOutResponse>;

  readonly threads: Exchange<Dap.ThreadsRequest, Dap.ThreadsResponse>;
  readonly stackTrace: Exchange<Dap.StackTraceRequest, Dap.StackTraceResponse>;
  readonly scopes: Exchange<Dap.ScopesRequest, Dap.ScopesResponse>;
  readonly variables: Exchange<Dap.VariablesRequest, Dap.VariablesResponse>;
  readonly locations: Exchange<Dap.LocationsRequest, Dap.LocationsResponse>;
  readonly setVariable: Exchange<Dap.SetVariableRequest, Dap.SetVariableResponse>;
  readonly setExpression: Exchange<Dap.SetExpressionRequest, Dap.SetExpressionResponse>;
  readonly evaluate: Exchange<Dap.EvaluateRequest, Dap.EvaluateResponse>;
  readonly completions: Exchange<Dap.CompletionsRequest, Dap.CompletionsResponse>;

  readonly readMemory: Exchange<Dap.ReadMemoryRequest, Dap.ReadMemoryResponse>;
  readonly writeMemory: Exchange<Dap.WriteMemoryRequest, Dap.WriteMemoryResponse>;
  readonly disassemble: Exchange<Dap.DisassembleRequest, Dap.DisassembleResponse>;
  readonly loadedSources: Exchange<Dap.LoadedSourcesRequest, Dap.LoadedSourcesResponse>;
}

export type StandardCommand = keyof StandardRequests;
export type ArgumentsOf<Command extends StandardCommand> = StandardRequests[Command]['arguments'];
export type BodyOf<Command extends StandardCommand> = StandardRequests[Command]['body'];
