export { countLeading } from './countLeading.js';
export { createLinkedQueue, type LinkedQueue } from './linkedQueue.js';
