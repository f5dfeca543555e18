export { type EventStoreNode, startEventStoreNode } from './node.js';
export { LogDamaged } from './storage/logDamaged.js';
