/** The requests that go beyond the protocol. The compiler holds the bodies against protocol/. */
import { requireAddress } from '../dap/values.js';
import type { CustomHandlers } from './handlers.js';

export const ringfence: CustomHandlers = (conversation) => ({
  'ringfence/mpuRegions': () => conversation.session.mpuRegions(),
  'ringfence/explainAccess': ({ address, sizeBytes }) =>
    conversation.session.explainAccess(requireAddress(address), sizeBytes),
  'ringfence/memoryMap': () => conversation.session.memoryMap(),
  'ringfence/locks': () => conversation.session.locks(),
  'ringfence/faultCauses': () => conversation.session.faultCauses(),
});
