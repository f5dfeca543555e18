import { z } from 'zod';
import { health, readiness } from '../../http/operations.js';
import type { Operation, OperationOf } from '../operation.js';

const anyObject = z.looseObject({});

const operations: readonly OperationOf<'method' | 'access' | 'service'>[] = [
  {
    path: '/health',
    id: 'getHealth',
    summary: 'Whether the process lives',
    answers: { 200: { description: 'It does', schema: health } },
  },
  {
    path: '/ready',
    id: 'getReadiness',
    summary: 'Whether it can serve, with the state of each dependency',
    description:
      'For operators: this machine and the addresses of OPERATIONS_ALLOW. To anybody else there is nothing at this path.',
    access: 'operator',
    codes: ['ROUTE_NOT_FOUND'],
    answers: {
      200: { description: 'Ready', schema: readiness },
      503: { description: 'Not ready', schema: readiness },
    },
  },
  {
    path: '/metrics',
    id: 'getMetrics',
    summary: 'What the process has counted and measured',
    description:
      'For operators: this machine and the addresses of OPERATIONS_ALLOW. To anybody else there is nothing at this path.',
    access: 'operator',
    codes: ['ROUTE_NOT_FOUND'],
    answers: { 200: { description: 'Text of Prometheus', contentType: 'text/plain' } },
  },
  {
    path: '/openapi.json',
    id: 'getOpenApi',
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', schema: anyObject } },
  },
  {
    path: '/postman.json',
    id: 'getPostmanCollection',
    summary: 'The same as a Postman collection',
    answers: { 200: { description: 'Collection v2.1', schema: anyObject } },
  },
  {
    path: '/',
    id: 'getShop',
    summary: 'The shop: a page for buyers',
    answers: { 200: { description: 'A page', contentType: 'text/html' } },
  },
  {
    path: '/console',
    id: 'getConsole',
    summary: 'The console: a page for admins, who log in there',
    answers: { 200: { description: 'A page', contentType: 'text/html' } },
  },
  {
    path: '/docs',
    id: 'getDocs',
    summary: 'Swagger UI',
    answers: { 200: { description: 'A page', contentType: 'text/html' } },
  },
];

/** Routes that the gateway serves itself. */
export const gatewayOperations: readonly Operation[] = operations.map((operation) => ({
  access: 'nobody',
  ...operation,
  method: 'get',
  service: 'gateway',
}));
