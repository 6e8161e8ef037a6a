/** What the debug adapter and its clients say to each other beyond the Debug Adapter Protocol. Types, and two small tables. */
export type * from './common.js';
export * from './devicetree.js';
export type * from './fault.js';
export { type LaunchConfiguration, LAUNCH_ATTRIBUTES, type LaunchAttribute, launchMistakes } from './launch.js';
export type * from './locks.js';
export type * from './memory.js';
export type * from './mpu.js';
export {
  type EventBody,
  type EventName,
  type RequestArguments,
  type RequestBody,
  type RequestHandlers,
  type RequestName,
  EVENT_NAMES,
  REQUEST_NAMES,
  type RingfenceEvents,
  type RingfenceRequests,
} from './requests.js';
export type * from './worker.js';
