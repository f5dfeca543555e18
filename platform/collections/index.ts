export { createLinkedQueue, type LinkedQueue } from './linkedQueue.js';
