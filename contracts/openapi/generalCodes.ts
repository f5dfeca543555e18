import type { ProblemCode } from '../http/problemCodes.js';
import type { Operation } from './operation.js';

/** All problem codes that a route can answer: its own, and those that come with what kind of route it is. */
export const codesOf = (operation: Operation): readonly ProblemCode[] => [
  ...new Set<ProblemCode>([
    'PATH_REFUSED',
    'TRANSFER_ENCODING_REFUSED',
    'URI_TOO_LONG',
    ...(operation.service === 'gateway' ? [] : ofPassingOn(operation)),
    ...ofAccess(operation),
    ...ofInput(operation),
    ...(operation.codes ?? []),
  ]),
];

const ofPassingOn = ({ method, service, limit }: Operation): ProblemCode[] => [
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'NOT_READY',
  method === 'get' ? 'UPSTREAM_TIMEOUT' : 'OUTCOME_UNKNOWN',
  ...(limit === 'login' ? (['LIMITER_UNAVAILABLE'] as const) : []),
  ...ofService[service],
];

const ofService: Readonly<Record<Operation['service'], readonly ProblemCode[]>> = {
  gateway: [],
  auth: [],
  inventory: ['EVENT_STORE_UNAVAILABLE', 'BUSY', 'OUTCOME_UNKNOWN'],
  orders: ['EVENT_STORE_UNAVAILABLE', 'BUSY', 'OUTCOME_UNKNOWN'],
  notifier: [],
};

const ofAccess = ({ access }: Operation): readonly ProblemCode[] => {
  if (access === 'nobody') return [];

  return access === 'admin' ? [...ofTokens, 'FORBIDDEN'] : ofTokens;
};

const ofTokens: readonly ProblemCode[] = [
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'SESSION_REVOKED',
];

const ofInput = ({ method, service, headers = {}, ...operation }: Operation): ProblemCode[] => [
  ...('params' in operation || 'query' in operation || method !== 'get'
    ? (['VALIDATION_FAILED'] as const)
    : []),
  ...(service === 'gateway' ? [] : ofBody(method)),
  ...Object.entries(headers).flatMap(([name, need]) => [
    ...(ofHeader[name]?.invalid ?? []),
    ...(need === 'required' ? (ofHeader[name]?.missing ?? []) : []),
  ]),
];

const ofBody = (method: Operation['method']): readonly ProblemCode[] =>
  method === 'get'
    ? ['BODY_REFUSED']
    : [
        'BODY_INCOMPLETE',
        'JSON_TOO_DEEP',
        'KEY_REFUSED',
        'MALFORMED_JSON',
        'TEXT_REFUSED',
        'PAYLOAD_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
      ];

type HeaderCodes = Readonly<{ invalid: readonly ProblemCode[]; missing: readonly ProblemCode[] }>;

const ofHeader: Readonly<Partial<Record<string, HeaderCodes>>> = {
  'Idempotency-Key': {
    invalid: ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED'],
    missing: ['IDEMPOTENCY_KEY_MISSING'],
  },
  'If-Match': { invalid: ['IF_MATCH_INVALID'], missing: ['IF_MATCH_MISSING'] },
  'X-Min-Position': { invalid: ['POSITION_INVALID'], missing: [] },
};
