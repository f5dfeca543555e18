export { answeringInTime } from './answeringInTime.js';
export { createCommandHandler } from './commandHandler.js';
export { HandlerBusy } from './errors.js';
export {
  createIdempotentHandler,
  type IdempotentHandler,
  type IdempotentlyHandled,
} from './idempotentHandler.js';
export {
  createSnapshotStore,
  type Snapshot,
  type SnapshotCodec,
  type SnapshotStore,
} from './snapshots.js';
export type {
  CommandContext,
  CommandHandler,
  CommandHandlerOptions,
  Handled,
  Loaded,
} from './types.js';
