import { idParams } from '../../http/fields.js';
import {
  addProductRequest,
  changeProductRequest,
  changeStockRequest,
  listProductsQuery,
  product,
  productChanged,
  productList,
  stockSeen,
  stockChanged,
} from '../../http/products.js';
import type { Operation, OperationOf } from '../operation.js';

const visitors = 'What is sent without a token may be a second old.';

/** `path` and `alias` are made from the end of the path: the catalogue has two paths. */
const operations: readonly OperationOf<'service'>[] = [
  {
    method: 'get',
    path: '',
    id: 'listProducts',
    summary: 'The catalogue, a page at a time',
    description:
      'With X-Min-Position the answer waits up to 2 s for that position. What is sent without a token may be a second old.',
    access: 'nobody',
    query: listProductsQuery,
    headers: { 'X-Min-Position': 'optional' },
    answers: { 200: { description: 'A page of products', schema: productList } },
  },
  {
    method: 'post',
    path: '',
    id: 'addProduct',
    summary: 'Add a product',
    description: 'The id is made from the sku, which never changes.',
    access: 'admin',
    headers: { 'Idempotency-Key': 'optional' },
    body: addProductRequest,
    example: {
      name: 'Wireless Earbuds',
      sku: 'EAR-001',
      price: 79.99,
      stock: 100,
      category: 'audio',
      maxPerCustomer: 2,
      paymentWindowSeconds: 900,
    },
    answers: {
      201: {
        description: 'Added',
        schema: productChanged,
        headers: ['Location', 'ETag', 'X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: [
      ...(['SKU_TAKEN', 'NAME_TAKEN', 'PRODUCT_NOT_FOUND'] as const),
      ...(['SALE_WINDOW_INVALID', 'ORIGINAL_PRICE_INVALID'] as const),
    ],
  },
  {
    method: 'get',
    path: '/{id}',
    id: 'getProduct',
    summary: 'One product',
    description: `The ETag changes with the version and with the stock; as If-Match of a change, the version in it counts. ${visitors}`,
    access: 'nobody',
    params: idParams,
    headers: { 'If-None-Match': 'optional' },
    answers: {
      200: { description: 'The product', schema: product, headers: ['ETag', 'X-Stale'] },
      304: { description: 'What the client has is current', headers: ['ETag'] },
    },
    codes: ['PRODUCT_NOT_FOUND'],
  },
  {
    method: 'put',
    path: '/{id}',
    id: 'changeProduct',
    summary: 'Change details, price or sale terms',
    description: 'Absent fields stay as they are.',
    access: 'admin',
    params: idParams,
    headers: { 'If-Match': 'required', 'Idempotency-Key': 'optional' },
    body: changeProductRequest,
    example: { price: 69.99, originalPrice: 79.99 },
    answers: {
      200: {
        description: 'Changed',
        schema: productChanged,
        headers: ['ETag', 'X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: [
      ...(['PRODUCT_NOT_FOUND', 'NAME_TAKEN', 'VERSION_STALE'] as const),
      ...(['SALE_WINDOW_INVALID', 'ORIGINAL_PRICE_INVALID'] as const),
    ],
  },
  {
    method: 'delete',
    path: '/{id}',
    id: 'withdrawProduct',
    summary: 'Withdraw a product',
    description: 'Orders that hold it live on; its sku stays taken, its name is free.',
    access: 'admin',
    params: idParams,
    headers: { 'Idempotency-Key': 'optional' },
    answers: {
      204: { description: 'Withdrawn', headers: ['X-Position', 'Idempotency-Replayed'] },
    },
    codes: ['PRODUCT_NOT_FOUND'],
  },
  {
    method: 'get',
    path: '/{id}/stock',
    id: 'getStock',
    summary: 'Units on hand, reserved, outstanding and available',
    description: `The ETag begins with the revision, for If-Match of a change. ${visitors}`,
    access: 'nobody',
    params: idParams,
    headers: { 'If-None-Match': 'optional' },
    answers: {
      200: { description: 'The stock at `revision`', schema: stockSeen, headers: ['ETag'] },
      304: { description: 'Nothing has changed since If-None-Match', headers: ['ETag'] },
    },
    codes: ['PRODUCT_NOT_FOUND'],
  },
  {
    method: 'patch',
    path: '/{id}/stock',
    id: 'changeStock',
    summary: 'Change the stock by a difference, or to a count',
    access: 'admin',
    description:
      'With the ETag of the stock as If-Match it is changed only at that revision. A count that is set without one says in `overwrote` what it replaced.',
    params: idParams,
    headers: { 'If-Match': 'optional', 'Idempotency-Key': 'optional' },
    body: changeStockRequest,
    example: { adjustment: -3 },
    answers: {
      200: {
        description: 'The stock after the change',
        schema: stockChanged,
        headers: ['ETag', 'X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: ['PRODUCT_NOT_FOUND', 'VERSION_STALE', 'STOCK_BELOW_RESERVED', 'STOCK_OUT_OF_RANGE'],
  },
];

export const productOperations: readonly Operation[] = operations.map((operation) => ({
  ...operation,
  path: `/api/products${operation.path}`,
  alias: `/api/inventory/products${operation.path}`,
  service: 'inventory',
}));
