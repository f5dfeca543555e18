export { authChanged, tokenTerms } from './claims.js';
export { createTokenVerifier, type SessionVerifier } from './tokenVerifier.js';
