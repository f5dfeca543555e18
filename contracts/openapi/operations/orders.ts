import { idParams } from '../../http/fields.js';
import {
  addItemRequest,
  advanceOrderRequest,
  changeItemRequest,
  itemParams,
  listOrdersQuery,
  order,
  orderChanged,
  orderHistory,
  orderList,
  orderReceipts,
  placeOrderRequest,
} from '../../http/orders.js';
import type { DocumentedAnswer, Operation, OperationOf } from '../operation.js';

const exampleItem = { productId: '3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e', quantity: 1 };

const changed = (description: string): Readonly<Record<number, DocumentedAnswer>> => ({
  200: {
    description,
    schema: orderChanged,
    headers: ['ETag', 'X-Position', 'Idempotency-Replayed'],
  },
});

const wholeOrder: readonly OperationOf<'service'>[] = [
  {
    method: 'post',
    path: '/api/orders',
    id: 'placeOrder',
    summary: 'Place an order',
    description:
      'The same key with the same request gives the same answer for ever. What becomes of the order is told over the socket, by notifications, and by GET. With `ifSoldOut: "WAIT"` an order of one line is not refused where units are missing: it waits at a place of the product’s waitlist, and is confirmed when its turn comes, or cancelled when the sale ends.',
    access: 'user',
    limit: 'orders',
    headers: { 'Idempotency-Key': 'required' },
    body: placeOrderRequest,
    example: { items: [exampleItem] },
    answers: {
      201: {
        description: 'Accepted; status and inventoryStatus are PENDING',
        schema: orderChanged,
        headers: ['Location', 'ETag', 'X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: ['PRODUCT_NOT_FOUND', 'QUANTITY_OUT_OF_RANGE', 'SOLD_OUT', 'WAITLIST_ONE_LINE'],
  },
  {
    method: 'get',
    path: '/api/orders',
    id: 'listOrders',
    summary: 'Your orders; an admin sees all',
    description:
      'With X-Min-Position the answer waits up to 2 s for that position. `idempotencyKey` finds the order of a key, for admins of any user.',
    access: 'owner',
    query: listOrdersQuery,
    headers: { 'X-Min-Position': 'optional' },
    answers: { 200: { description: 'A page of orders', schema: orderList } },
    codes: ['FORBIDDEN'],
  },
  {
    method: 'get',
    path: '/api/orders/{id}',
    id: 'getOrder',
    summary: 'One order',
    access: 'owner',
    params: idParams,
    answers: { 200: { description: 'The order', schema: order, headers: ['ETag', 'X-Stale'] } },
    codes: ['ORDER_NOT_FOUND'],
  },
  {
    method: 'put',
    path: '/api/orders/{id}',
    id: 'advanceOrder',
    summary: 'Ship or deliver an order',
    access: 'admin',
    params: idParams,
    headers: { 'If-Match': 'required', 'Idempotency-Key': 'optional' },
    body: advanceOrderRequest,
    example: { status: 'SHIPPED' },
    answers: changed('The order with its new status'),
    codes: [
      'ORDER_NOT_FOUND',
      'ORDER_NOT_CONFIRMED',
      'ORDER_NOT_SHIPPED',
      'NOT_PAID',
      'CHANGE_PENDING',
      'VERSION_STALE',
    ],
  },
  {
    method: 'delete',
    path: '/api/orders/{id}',
    id: 'cancelOrder',
    summary: 'Cancel an order',
    description: 'Also while an answer is outstanding; repeated it gives the same answer.',
    access: 'owner',
    params: idParams,
    headers: { 'Idempotency-Key': 'optional' },
    answers: changed('The order is cancelled, now or before'),
    codes: ['ORDER_NOT_FOUND', 'ORDER_NOT_CANCELLABLE'],
  },
  {
    method: 'get',
    path: '/api/orders/{id}/history',
    id: 'getHistory',
    summary: 'The events of an order',
    access: 'owner',
    params: idParams,
    answers: { 200: { description: 'What happened, in order', schema: orderHistory } },
    codes: ['ORDER_NOT_FOUND'],
  },
  {
    method: 'get',
    path: '/api/orders/{id}/why',
    id: 'getReceipts',
    summary: 'Decision receipts of an order',
    description:
      'Per line: accepted or refused, by which rule, and at which revision of the product’s stream. Anybody can check it by folding that stream. Lines that were decided after the order was cancelled have a receipt too.',
    access: 'owner',
    params: idParams,
    answers: { 200: { description: 'The receipts', schema: orderReceipts } },
    codes: ['ORDER_NOT_FOUND'],
  },
];

const shared = {
  access: 'owner',
  headers: { 'Idempotency-Key': 'optional' },
  answers: changed('The change is accepted; inventoryStatus is PENDING until it is answered'),
} as const;

const items: readonly OperationOf<'service'>[] = [
  {
    ...shared,
    method: 'post',
    path: '/api/orders/{id}/items',
    id: 'addItem',
    summary: 'Add a line to a confirmed order, or raise the line of the product',
    params: idParams,
    body: addItemRequest,
    example: exampleItem,
    codes: [
      'ORDER_NOT_FOUND',
      'PRODUCT_NOT_FOUND',
      'ORDER_NOT_CONFIRMED',
      'CHANGE_PENDING',
      'ALREADY_PAID',
      'PAYMENT_WINDOW_SHORTER',
      'PRICE_CHANGED',
      'TOO_MANY_ITEMS',
      'QUANTITY_OUT_OF_RANGE',
    ],
  },
  {
    ...shared,
    method: 'put',
    path: '/api/orders/{id}/items/{itemId}',
    id: 'changeItem',
    summary: 'Give a line another quantity',
    params: itemParams,
    body: changeItemRequest,
    example: { quantity: 2 },
    codes: [
      'ORDER_NOT_FOUND',
      'ITEM_NOT_FOUND',
      'ORDER_NOT_CONFIRMED',
      'CHANGE_PENDING',
      'ALREADY_PAID',
      'QUANTITY_OUT_OF_RANGE',
    ],
  },
  {
    ...shared,
    method: 'delete',
    path: '/api/orders/{id}/items/{itemId}',
    id: 'removeItem',
    summary: 'Remove a line',
    params: itemParams,
    codes: [
      'ORDER_NOT_FOUND',
      'ITEM_NOT_FOUND',
      'ORDER_NOT_CONFIRMED',
      'CHANGE_PENDING',
      'ALREADY_PAID',
      'LAST_ITEM',
    ],
  },
];

export const orderOperations: readonly Operation[] = [...wholeOrder, ...items].map((operation) => ({
  ...operation,
  service: 'orders',
}));
