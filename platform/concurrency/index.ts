export { createAdaptiveDelay } from './adaptiveDelay.js';
export { jittered, pause } from './pause.js';
export { TimeoutError, withTimeout } from './withTimeout.js';
