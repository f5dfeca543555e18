export { removeInBatches } from './removeInBatches.js';
export { type RetentionTask, startRetention } from './startRetention.js';
