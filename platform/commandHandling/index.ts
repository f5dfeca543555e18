export { createCommandHandler } from './handler/commandHandler.js';
export { HandlerBusy } from './handler/handlerBusy.js';
export type { CommandHandler, CommandHandlerOptions } from './handler/options.js';
export {
  createIdempotentHandler,
  type IdempotentHandler,
  type IdempotentlyHandled,
} from './idempotency/idempotentHandler.js';
export { withCommandTimeout } from './idempotency/withCommandTimeout.js';
export { createSnapshotStore } from './snapshots/postgresSnapshotStore.js';
export type { SnapshotCodec } from './snapshots/snapshotCodec.js';
export type { Snapshot, SnapshotStore } from './snapshots/snapshotStore.js';
export type { CommandContext } from './types.js';
