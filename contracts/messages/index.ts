export * from './inventoryResult.js';
export * from './orderCreated.js';
export * from './orderStatus.js';
export * from './productState.js';
export * from './stockState.js';
export * from './topics.js';
