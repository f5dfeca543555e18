export { crashProcess } from './crashProcess.js';
export { FinalError, finalExitCode } from './finalError.js';
export { isBug } from './isBug.js';
export { nodeCommand } from './nodeCommand.js';
export { openFileLimit } from './openFiles.js';
export { pinEnvironment } from './pinEnvironment.js';
export { drainMsOf, runAsMain } from './runAsMain.js';
export { once, type Running } from './running.js';
export { NotReady } from './notReady.js';
