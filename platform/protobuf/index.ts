export { WireReader } from './wireReader.js';
export { WireWriter } from './wireWriter.js';
