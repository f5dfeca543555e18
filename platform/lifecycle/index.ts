export { DeadlineError, withDeadline } from './deadline.js';
export { createGathering } from './gathering.js';
export { nodeCommand } from './nodeProcess.js';
export { jittered, pause } from './pause.js';
export { runAsMain } from './runAsMain.js';
export { once, type Running } from './running.js';
