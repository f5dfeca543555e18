export * from './inventoryResult.js';
export * from './orderCreated.js';
export * from './orderStatus.js';
export * from './topics.js';
