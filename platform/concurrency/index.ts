export { createAdaptiveDelay } from './adaptiveDelay.js';
export { asyncBatches } from './asyncBatches.js';
export { type Backoff, backoffMs, createBackoff } from './backoff.js';
export {
  Batcher,
  type BatcherOptions,
  startAtOnce,
  startAfterPoll,
  startAfterMicrotask,
} from './batcher.js';
export { coalesce } from './coalesce.js';
export { createBatcher } from './createBatcher.js';
export { createLimiter, type Limiter, type Release } from './limiter.js';
export { createLru, type Lru } from './lru.js';
export { jittered, pause } from './pause.js';
export { createSignal, type Signal } from './signal.js';
export { TimeoutError, withTimeout } from './withTimeout.js';
