export { type EventStoreNode, type NodeOptions, startEventStoreNode } from './node.js';
export { LogDamaged } from './storage/recovery.js';
