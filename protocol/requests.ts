/** Every custom request and event, by name: the one map that adapter and clients are checked against. */
import type { FaultCausesBody } from './fault.js';
import type { LocksBody } from './locks.js';
import type { MemoryMapBody } from './memory.js';
import type { ExplainAccessArguments, ExplainAccessBody, MpuRegionsBody } from './mpu.js';

/** No arguments. */
export type Nothing = Readonly<Record<string, never>>;

/**
 * Requests may be sent while the program runs or is stopped; they never stop it and never change its state (reading the MPU
 * leaves MPU_RNR alone). They fail only before the launch response, and for an address that is none.
 */
export interface RingfenceRequests {
  readonly 'ringfence/mpuRegions': { readonly arguments: Nothing; readonly body: MpuRegionsBody };
  readonly 'ringfence/explainAccess': { readonly arguments: ExplainAccessArguments; readonly body: ExplainAccessBody };
  readonly 'ringfence/memoryMap': { readonly arguments: Nothing; readonly body: MemoryMapBody };
  readonly 'ringfence/locks': { readonly arguments: Nothing; readonly body: LocksBody };
  readonly 'ringfence/faultCauses': { readonly arguments: Nothing; readonly body: FaultCausesBody };
}

export interface RingfenceEvents {
  /**
   * Something that the views show has changed although no `stopped` event says so: a register or memory was written by the
   * user, the MPU was reprogrammed while running. At most a few times a second.
   */
  readonly 'ringfence/stateChanged': {
    /** What to ask again. */
    readonly changed: readonly ('memory' | 'mpu' | 'locks' | 'fault')[];
    /** Instructions retired since reset. */
    readonly retired: number;
  };
}

export type RequestName = keyof RingfenceRequests;
export type RequestArguments<Name extends RequestName> = RingfenceRequests[Name]['arguments'];
export type RequestBody<Name extends RequestName> = RingfenceRequests[Name]['body'];
/** What answers the requests: an adapter that lacks one, or answers with another body, does not compile. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (args: RequestArguments<Name>) => RequestBody<Name> | Promise<RequestBody<Name>>;
};

export type EventName = keyof RingfenceEvents;
export type EventBody<Name extends EventName> = RingfenceEvents[Name];

const requestNames = {
  'ringfence/mpuRegions': true,
  'ringfence/explainAccess': true,
  'ringfence/memoryMap': true,
  'ringfence/locks': true,
  'ringfence/faultCauses': true,
} as const satisfies Record<RequestName, true>;

const eventNames = { 'ringfence/stateChanged': true } as const satisfies Record<EventName, true>;

/** The names, for dispatch tables. The compiler notices a missing one. */
export const REQUEST_NAMES = Object.keys(requestNames) as readonly RequestName[];
export const EVENT_NAMES = Object.keys(eventNames) as readonly EventName[];
