import { releaseRequest, reservationChanged, reserveRequest } from '../../http/reservations.js';
import type { Operation } from '../operation.js';

const example = {
  reservationId: '7f9c24e5-4c1e-4f0a-9a57-2f4e8c9d1b60',
  productId: '3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e',
};

export const reservationOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/inventory/reserve',
    id: 'reserve',
    summary: 'Reserve units by hand',
    description: 'Repeated with the same values it gives the same answer.',
    access: 'admin',
    service: 'inventory',
    limit: 'reserve',
    headers: { 'Idempotency-Key': 'optional' },
    body: reserveRequest,
    example: { ...example, quantity: 1 },
    answers: {
      201: {
        description: 'Reserved',
        schema: reservationChanged,
        headers: ['X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: ['PRODUCT_NOT_FOUND', 'OUT_OF_STOCK', 'RESERVATION_RELEASED', 'RESERVATION_MISMATCH'],
  },
  {
    method: 'post',
    path: '/api/inventory/release',
    id: 'release',
    summary: 'Release units that were reserved by hand',
    access: 'admin',
    service: 'inventory',
    headers: { 'Idempotency-Key': 'optional' },
    body: releaseRequest,
    example,
    answers: {
      200: {
        description: 'Released, now or before',
        schema: reservationChanged,
        headers: ['X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: ['PRODUCT_NOT_FOUND', 'RESERVATION_NOT_FOUND'],
  },
];
