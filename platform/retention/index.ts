export { type RetentionTask, startRetention } from './startRetention.js';
