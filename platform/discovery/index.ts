export { findInstances, type Instance, isNamed, urlOfInstance } from './findInstances.js';
