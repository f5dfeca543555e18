export { createNameUuid } from './nameUuid.js';
