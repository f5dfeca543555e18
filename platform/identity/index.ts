export { authChanged, tokenTerms } from './claims.js';
export type { SessionVerifier } from './sharedVerifier.js';
export { createTokenVerifier } from './tokenVerifier.js';
