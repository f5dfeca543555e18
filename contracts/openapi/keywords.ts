import { z, type ZodType } from 'zod';
import * as auth from '../http/auth.js';
import { paging } from '../http/fields.js';
import * as notifications from '../http/notifications.js';
import * as products from '../http/products.js';
import * as reservations from '../http/reservations.js';

type Keywords = Readonly<Record<string, unknown>>;

const { shape: added } = products.addProductRequest;
const { shape: changed } = products.changeProductRequest;

const notBlank = { pattern: '\\S' };

/**
 * What is displayed as nothing. The validation accepts some of it where a language or an emoji
 * needs it, and refuses rarer ones.
 */
const unseen = [
  '\\u0000-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u115F\\u1160\\u17B4\\u17B5',
  '\\u180B-\\u180F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\u2800\\u3164\\uE000-\\uF8FF\\uFDD0-\\uFDEF',
  '\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB\\uFFFE\\uFFFF',
].join('');

const seen = { pattern: `^(?=[\\s\\S]*\\S)[^${unseen}]*$` };

/** Of several lines. */
const seenLines = { pattern: `^(?=[\\s\\S]*\\S)(?:[^${unseen}]|[\\t\\n\\r])*$` };
const cents = { multipleOf: 0.01 };

/** Without the first and the last day that some offset moves out of the years 1 to 9999. */
const writtenTime = z.regexes
  .datetime({ offset: true })
  .source.replace('^', '^(?!0000-|0001-01-01|9999-12-31)');

const instant = { format: 'date-time', pattern: writtenTime };

/**
 * JSON Schema counts characters, the rule counts bytes. What every alternative accepts has at most
 * 72 bytes: all ASCII, few other characters, or few characters at all.
 */
const passwordBytes = {
  description:
    '8 to 72 bytes in UTF-8. A password that is mostly not ASCII can be longer than this schema says.',
  minLength: 8,
  pattern: `^[^${unseen}]*$`,
  anyOf: [
    { maxLength: 72, pattern: '^[ -~]*$' },
    { maxLength: 48, pattern: '^(?:[ -~]*[^ -~]){0,8}[ -~]*$' },
    { maxLength: 18 },
  ],
};

const each = (schemas: readonly ZodType[], keywords: Keywords) =>
  schemas.map((schema) => [schema, keywords] as const);

/** Checks of the schemas that need keywords of JSON Schema. */
export const keywordsOf: ReadonlyMap<ZodType, Keywords> = new Map([
  [auth.registration.shape.email, { format: 'email', pattern: z.regexes.email.source }],
  [auth.registration.shape.password, passwordBytes],
  [auth.passwordChange.shape.newPassword, passwordBytes],
  ...each(
    [
      auth.credentials.shape.email,
      auth.credentials.shape.username,
      products.listProductsQuery.shape.category,
      products.listProductsQuery.shape.search,
    ],
    notBlank,
  ),
  ...each(
    [
      auth.registration.shape.firstName,
      auth.registration.shape.lastName,
      ...[added.name, added.sku, added.category, changed.name, changed.category],
    ],
    seen,
  ),
  ...each([added.description, changed.description], seenLines),
  ...each([added.price, added.originalPrice, changed.price, changed.originalPrice], cents),
  ...each(
    [added.saleStartsAt, added.saleEndsAt, changed.saleStartsAt, changed.saleEndsAt],
    instant,
  ),
  [auth.credentials, { oneOf: [{ required: ['email'] }, { required: ['username'] }] }],
  [products.changeProductRequest, { required: [], minProperties: 1 }],
  [products.changeStockRequest, { oneOf: [{ required: ['adjustment'] }, { required: ['stock'] }] }],
  [products.changeStockRequest.shape.adjustment, { not: { const: 0 } }],
  [reservations.reserveRequest.shape.reservationId, { pattern: z.regexes.uuid().source }],
  // Queries are texts that are parsed to these types.
  [paging.page, { type: 'integer', pattern: undefined, minimum: 1, maximum: 999_999, default: 1 }],
  [paging.limit, { type: 'integer', pattern: undefined, minimum: 1, maximum: 100, default: 20 }],
  [
    notifications.listNotificationsQuery.shape.after,
    { type: 'integer', pattern: undefined, minimum: 0, maximum: 999_999_999_999_999, default: 0 },
  ],
  [
    notifications.listNotificationsQuery.shape.unread,
    { type: 'boolean', enum: undefined, default: false },
  ],
]);
