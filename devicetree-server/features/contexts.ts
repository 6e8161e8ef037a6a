/** Requests of protocol/devicetree.ts. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { planText, queries, type CompilationContext } from '../../devicetree/index.js';
import type {
  DevicetreeContextBody,
  DevicetreeContextsBody,
  DevicetreeParams,
  DevicetreeRequestName,
  DevicetreeResult,
} from '../../protocol/index.js';
import { queryContext } from '../query-context.js';
import type { ContextState } from '../session.js';
import type { FeatureHost } from './types.js';

type Handlers = {
  readonly [Name in DevicetreeRequestName]: (params: DevicetreeParams<Name>) => DevicetreeResult<Name>;
};

export function addContextRequests(host: FeatureHost): void {
  const { connection, session, uriOf, reader } = host;
  const bodyOf = ({ id, title, origin, files }: CompilationContext): DevicetreeContextBody => ({
    id,
    title,
    origin,
    files: files.map(uriOf),
  });
  const stateBody = (state: ContextState): DevicetreeContextsBody => ({
    active: state.active === undefined ? undefined : bodyOf(state.active),
    available: state.available.map(bodyOf),
    ...session.countsOf(state),
  });
  const analysisOf = (uri: string) => {
    const shown = session.now(uri);
    if (shown === undefined)
      throw new ResponseError(LSPErrorCodes.RequestFailed, 'This document belongs to no devicetree.');
    return shown.analysis;
  };
  const handlers: Handlers = {
    'ringfence/devicetree/contexts': ({ uri }) => stateBody(session.contextsOf(uri)),
    'ringfence/devicetree/selectContext': ({ uri, contextId }) => stateBody(session.select(uri, contextId)),
    'ringfence/devicetree/plan': ({ uri }) => {
      const { plan, context } = analysisOf(uri);
      return { title: `MPU regions of ${context.title}`, text: planText(plan) };
    },
    'ringfence/devicetree/merged': ({ uri }) => {
      const analysis = analysisOf(uri);
      return { title: `${analysis.context.title}, merged`, text: queries.mergedSource(queryContext(analysis, reader)) };
    },
  };
  const none: DevicetreeContextsBody = { active: undefined, available: [], errors: 0, warnings: 0 };
  const add = <Name extends DevicetreeRequestName>(name: Name, empty: DevicetreeResult<Name>): void => {
    connection.onRequest(name, host.answer<[DevicetreeParams<Name>], DevicetreeResult<Name>>(empty, handlers[name]));
  };
  add('ringfence/devicetree/contexts', none);
  add('ringfence/devicetree/selectContext', none);
  add('ringfence/devicetree/plan', { title: '', text: '' });
  add('ringfence/devicetree/merged', { title: '', text: '' });
}
