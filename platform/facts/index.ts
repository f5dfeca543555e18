export { StreamIncomplete, UndecidableStream, UnreadableEvent } from './errors.js';
export { createFactReader, type FactReader } from './factReader.js';
export { foldOrRefuse, readOrRefuse } from './foldOrRefuse.js';
export { createUnreadableLog } from './unreadableLog.js';
export { createVersionOf, type VersionOf } from './writtenVersions.js';
export { readFacts } from './readFacts.js';
