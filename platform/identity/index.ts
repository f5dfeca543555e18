export { accessClaims, authChanged, tokenTerms, type AccessClaims } from './claims.js';
export { createTokenVerifier, type SessionVerifier } from './tokenVerifier.js';
