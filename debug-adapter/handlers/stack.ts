/** The stopped program: frames, scopes, variables, expressions. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { UserError } from '../../base/index.js';
import type { EvaluateContext, SessionScope, SessionVariable } from '../../debugger/index.js';
import type { Conversation } from '../conversation.js';
import { defined } from '../dap/defined.js';
import { dapFrames } from '../dap/frames.js';
import { dapSource } from '../dap/values.js';
import type { Handlers } from './handlers.js';

export const stack: Handlers<
  | 'stackTrace'
  | 'scopes'
  | 'variables'
  | 'locations'
  | 'setVariable'
  | 'setExpression'
  | 'evaluate'
  | 'completions'
  | 'loadedSources'
> = {
  stackTrace({ startFrame = 0, levels }, { stoppedSession, client }) {
    const { frames, total } = stoppedSession.stackTrace();
    const all = dapFrames(frames, client);
    // A client that wants all frames says 0.
    return { stackFrames: all.slice(startFrame, levels ? startFrame + levels : undefined), totalFrames: total };
  },

  scopes: ({ frameId }, { stoppedSession }) => ({ scopes: stoppedSession.scopes(frameId).map(dapScope) }),

  variables({ variablesReference, format, ...query }, conversation) {
    const wanted = defined({ ...query, hex: format?.hex });
    const found = conversation.session.variables(variablesReference, wanted);
    return { variables: found.map((variable) => dapVariable(variable, conversation)) };
  },

  locations({ locationReference }, { client, locations }) {
    const declaration = locations.get(locationReference);
    if (declaration === undefined) throw new UserError('stale', 'The program has run on since; ask again.');
    const { source, line, column } = declaration;
    return { source: dapSource(source, client), line: client.line(line), column: client.column(column) };
  },

  setVariable({ variablesReference, name, value, format }, conversation) {
    const result = conversation.session.setVariable(variablesReference, name, value, format?.hex);
    conversation.stateWritten();
    return { ...result };
  },

  setExpression({ expression, value, frameId, format }, conversation) {
    const result = conversation.session.setExpression(expression, value, frameId, format?.hex);
    conversation.stateWritten();
    return { ...result };
  },

  evaluate({ expression, frameId, context, format }, conversation) {
    const { readOnly, changed, ...result } = conversation.session.evaluate(
      expression,
      frameId,
      evaluateContext(context),
      format?.hex,
    );
    if (changed) conversation.stateWritten();
    return { ...result, ...(readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}) };
  },

  completions({ text, column, frameId }, { session, client }) {
    const found = session.completions(text, client.columnFrom(column), frameId);
    return { targets: found.map(({ label, start, length }) => ({ label, start, length })) };
  },

  loadedSources: (_, { session, client }) => ({
    sources: session.sources().map((source) => dapSource(source, client)),
  }),
};

const SCOPE_HINTS: Partial<Readonly<Record<SessionScope['kind'], string>>> = {
  arguments: 'arguments',
  locals: 'locals',
  registers: 'registers',
};

function dapScope({ name, kind, variablesReference, expensive, namedVariables }: SessionScope): Dap.Scope {
  return defined({ name, presentationHint: SCOPE_HINTS[kind], variablesReference, expensive, namedVariables });
}

const VARIABLE_KINDS: Readonly<Record<SessionVariable['kind'], string>> = {
  data: 'data',
  baseClass: 'baseClass',
  static: 'data',
  virtual: 'virtual',
  property: 'property',
};

function dapVariable(variable: SessionVariable, { locations }: Conversation): Dap.Variable {
  const { declaration, readOnly, kind, ...rest } = variable;
  const attributes = [...(readOnly ? ['readOnly'] : []), ...(kind === 'static' ? ['static'] : [])];
  return {
    ...rest,
    presentationHint: { kind: VARIABLE_KINDS[kind], ...(attributes.length === 0 ? {} : { attributes }) },
    ...(declaration === undefined ? {} : { declarationLocationReference: locations.add(declaration) }),
  };
}

function evaluateContext(context: string | undefined): EvaluateContext {
  switch (context) {
    case 'hover':
    case 'repl':
    case 'clipboard':
    case 'variables':
      return context;
    case undefined:
    default:
      return 'watch';
  }
}
