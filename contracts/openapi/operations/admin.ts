import {
  deadLetterList,
  deadLettersRetried,
  quarantineChanged,
  quarantined,
  quarantineList,
  quarantineParams,
  skipRequest,
} from '../../http/admin/quarantine.js';
import { operationsSummary } from '../../http/admin/pipeline.js';
import { operationsChecks, saleFigures, saleParams } from '../../http/admin/sales.js';
import {
  listStreamsQuery,
  readStreamQuery,
  streamList,
  streamEventPage,
  streamParams,
} from '../../http/admin/streams.js';
import type { Operation, OperationOf } from '../operation.js';

type Shared = 'access' | 'service';

const ofAdmins = (operations: readonly OperationOf<Shared>[]): readonly Operation[] =>
  operations.map((operation) => ({ ...operation, access: 'admin', service: 'operations' }));

/** The event browser: QuickSale's own streams, read only. */
export const streamOperations = ofAdmins([
  {
    method: 'get',
    path: '/api/streams',
    id: 'listStreams',
    summary: 'Streams, the one written last first',
    description:
      'Searches a bounded part of the log, backwards; `next` goes on with `before`. A stream may come again on a later page. A whole name as the prefix finds its stream wherever it lies.',
    query: listStreamsQuery,
    answers: { 200: { description: 'Some streams', schema: streamList } },
  },
  {
    method: 'get',
    path: '/api/streams/{name}',
    id: 'readStream',
    summary: 'Events of a stream, newest first',
    params: streamParams,
    query: readStreamQuery,
    answers: { 200: { description: 'A page of events', schema: streamEventPage } },
    codes: ['STREAM_NOT_FOUND'],
  },
]);

/** What operators see of the order pipeline, and do with what waits for a person. */
export const pipelineOperations = ofAdmins([
  {
    method: 'get',
    path: '/api/operations/summary',
    id: 'getOperationsSummary',
    summary: 'Backlog, rate and age at each hop of the order pipeline',
    answers: { 200: { description: 'As it is now', schema: operationsSummary } },
  },
  {
    method: 'get',
    path: '/api/operations/sales/{productId}',
    id: 'getSaleFigures',
    summary: 'Units by fate and orders per second of a product, over the last 15 minutes',
    params: saleParams,
    answers: { 200: { description: 'As the read model knows it', schema: saleFigures } },
    codes: ['PRODUCT_NOT_FOUND'],
  },
  {
    method: 'get',
    path: '/api/operations/checks',
    id: 'getOperationsChecks',
    summary: 'What must always be so, looked at now',
    answers: { 200: { description: 'Every check with what it found', schema: operationsChecks } },
  },
  {
    method: 'get',
    path: '/api/operations/dead-letters',
    id: 'listDeadLetters',
    summary: 'Messages that could never be handled, with the reason',
    answers: { 200: { description: 'The first hundred', schema: deadLetterList } },
    codes: ['KAFKA_UNAVAILABLE'],
  },
  {
    method: 'post',
    path: '/api/operations/dead-letters/retry',
    id: 'retryDeadLetters',
    summary: 'Send every dead letter once more to the topic that it came from',
    answers: {
      200: { description: 'How many were sent', schema: deadLettersRetried },
      202: { description: 'They are still being sent', schema: deadLettersRetried },
    },
    codes: ['KAFKA_UNAVAILABLE'],
  },
  {
    method: 'get',
    path: '/api/operations/quarantine',
    id: 'listQuarantine',
    summary: 'Events and messages that wait for a person',
    answers: { 200: { description: 'The first hundred', schema: quarantineList } },
  },
  {
    method: 'get',
    path: '/api/operations/quarantine/{id}',
    id: 'getQuarantined',
    summary: 'All that is known of one of them, its content included',
    params: quarantineParams,
    answers: { 200: { description: 'The event or message', schema: quarantined } },
    codes: ['NOT_IN_QUARANTINE'],
  },
  {
    method: 'post',
    path: '/api/operations/quarantine/{id}/retry',
    id: 'retryQuarantined',
    summary: 'Have it tried once more; what waits behind it follows',
    params: quarantineParams,
    answers: { 200: { description: 'It is due now', schema: quarantineChanged } },
    codes: ['NOT_IN_QUARANTINE'],
  },
  {
    method: 'post',
    path: '/api/operations/quarantine/{id}/skip',
    id: 'skipQuarantined',
    summary: 'Go on without it, for good',
    params: quarantineParams,
    body: skipRequest,
    example: { reason: 'A test message of the broker’s own tool' },
    answers: { 200: { description: 'What waited behind it follows', schema: quarantineChanged } },
    codes: ['NOT_IN_QUARANTINE'],
  },
]);
