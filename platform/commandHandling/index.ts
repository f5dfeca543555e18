export { answeringInTime } from './answeringInTime.js';
export { createCommandHandler } from './commandHandler.js';
export { HandlerBusy } from './errors.js';
export {
  createIdempotentHandler,
  type IdempotentHandler,
  type IdempotentlyHandled,
} from './idempotentHandler.js';
export { createSnapshotStore } from './postgresSnapshots.js';
export {
  type Entries,
  type Rebuilding,
  type SnapshotCodec,
  type TakenApart,
} from './snapshotCodec.js';
export type { Snapshot, SnapshotHead, SnapshotStore } from './snapshots.js';
export type {
  CommandContext,
  CommandHandler,
  CommandHandlerOptions,
  Handled,
  Loaded,
} from './types.js';
