import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z, type ZodType } from 'zod';
import { id } from '../http/fields.js';
import { oldSpellingsOf } from '../http/oldSpellings.js';
import { addItemRequest, placeOrderRequest } from '../http/orders.js';
import type { Operation } from './operation.js';

const { quantity } = addItemRequest.shape;
const sender = { user_id: id.optional().describe('Your own id') };
const oldLine = z.strictObject({ product_id: id, quantity });

/** Bodies that have keys of an old spelling beside the current form. */
const oldBodies: Readonly<Record<string, ZodType>> = {
  placeOrder: z.union([
    placeOrderRequest,
    oldLine.extend(sender),
    z.strictObject({ ...sender, items: z.array(oldLine).min(1).max(50) }),
  ]),
  addItem: z.union([addItemRequest, oldLine.extend(sender)]),
};

/** Returns the operation with the codes of an old spelling: a sender may be somebody else. */
export const withOldCodes = (operation: Operation): Operation =>
  oldBodies[operation.id] === undefined
    ? operation
    : { ...operation, codes: [...(operation.codes ?? []), 'FORBIDDEN'] };

/** Returns the paths that earlier shops had for the operation, in a deprecated route each. */
export const oldRoutes = (operation: Operation, route: RouteConfig): RouteConfig[] => {
  const { method, path, alias } = operation;
  const current = alias === undefined ? [path] : [path, alias];

  return current.flatMap((way) =>
    oldSpellingsOf(method.toUpperCase(), way).map((old) =>
      toOldRoute(operation, route, [old, way]),
    ),
  );
};

const toOldRoute = (
  { id: name }: Operation,
  route: RouteConfig,
  [old, current]: readonly [string, string],
): RouteConfig => {
  const body = oldBodies[name];

  return {
    ...route,
    description: 'Has the rules and limits of the current path.',
    path: old,
    operationId: `${name}At${pascal(old)}`,
    summary: `Old spelling of ${current}`,
    deprecated: true,
    ...(body !== undefined && {
      request: {
        ...route.request,
        body: { required: true, content: { 'application/json': { schema: body } } },
      },
    }),
  };
};

const pascal = (path: string): string =>
  path
    .split(/[^A-Za-z]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
