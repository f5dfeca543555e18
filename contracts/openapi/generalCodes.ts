import type { ProblemCode } from '../http/problemCodes.js';
import type { Operation } from './operation.js';

/** Returns all problem codes of a route: its own, and those of every route of its kind. */
export const codesOf = (operation: Operation): readonly ProblemCode[] => [
  ...new Set<ProblemCode>([
    'PATH_REFUSED',
    'TRANSFER_ENCODING_REFUSED',
    'URI_TOO_LONG',
    ...(operation.service === 'gateway' ? [] : upstreamCodes(operation)),
    ...accessCodes(operation),
    ...inputCodes(operation),
    ...(operation.codes ?? []),
  ]),
];

const upstreamCodes = ({ method, service, limit }: Operation): ProblemCode[] => [
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'BUSY',
  'DATABASE_UNAVAILABLE',
  'NOT_READY',
  method === 'get' ? 'UPSTREAM_TIMEOUT' : 'OUTCOME_UNKNOWN',
  ...(limit === 'login' ? (['LIMITER_UNAVAILABLE'] as const) : []),
  ...serviceCodes[service],
];

const serviceCodes: Readonly<Record<Operation['service'], readonly ProblemCode[]>> = {
  gateway: [],
  auth: [],
  inventory: [
    'EVENT_STORE_UNAVAILABLE',
    'STREAM_UNDECIDABLE',
    'STREAM_UNREADABLE',
    'OUTCOME_UNKNOWN',
  ],
  orders: ['EVENT_STORE_UNAVAILABLE', 'STREAM_UNDECIDABLE', 'STREAM_UNREADABLE', 'OUTCOME_UNKNOWN'],
  notifier: [],
  operations: [
    'EVENT_STORE_UNAVAILABLE',
    'STREAM_UNDECIDABLE',
    'STREAM_UNREADABLE',
    'OUTCOME_UNKNOWN',
  ],
};

const accessCodes = ({ access }: Operation): readonly ProblemCode[] => {
  if (access === 'nobody' || access === 'operator') return [];

  return access === 'admin' ? [...tokenCodes, 'FORBIDDEN'] : tokenCodes;
};

const tokenCodes: readonly ProblemCode[] = [
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'SESSION_REVOKED',
];

const inputCodes = ({ method, service, headers = {}, ...operation }: Operation): ProblemCode[] => [
  ...('params' in operation || 'query' in operation || method !== 'get'
    ? (['VALIDATION_FAILED'] as const)
    : []),
  ...(service === 'gateway' ? [] : bodyCodes(method)),
  ...Object.entries(headers).flatMap(([name, need]) => [
    ...(headerCodes[name]?.invalid ?? []),
    ...(need === 'required' ? (headerCodes[name]?.missing ?? []) : []),
  ]),
];

const bodyCodes = (method: Operation['method']): readonly ProblemCode[] =>
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

const headerCodes: Readonly<Partial<Record<string, HeaderCodes>>> = {
  'Idempotency-Key': {
    invalid: ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED'],
    missing: ['IDEMPOTENCY_KEY_MISSING'],
  },
  'If-Match': { invalid: ['IF_MATCH_INVALID'], missing: ['IF_MATCH_MISSING'] },
  'X-Min-Position': { invalid: ['POSITION_INVALID'], missing: [] },
};
