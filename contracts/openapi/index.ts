export { openApiDocument, type OpenApiDocument } from './document.js';
export { documentedOperations } from './documentedOperations.js';
export { codesOf } from './generalCodes.js';
export type { Method, Operation } from './operation.js';
export { operations, operationsByTag } from './operations/index.js';
export { postmanCollection, type PostmanCollection } from './postman/postman.js';
