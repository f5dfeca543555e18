import { randomUUID } from 'node:crypto';
import { register, shopAt } from '../security/people.js';
import { adminTokenAt } from '../security/system.js';
import type { FuzzRequest } from './requests.js';

/** Ids and tokens that exist, so that requests get further than "not found". */
export type Pool = Readonly<{
  /** Puts an id in the place of each placeholder, and the actor's token into the headers. */
  substitute: (request: FuzzRequest) => FuzzRequest;
  /** Keeps the ids of what the request made. */
  keepIds: (answer: Readonly<{ status: number; text: string }>) => void;
}>;

const mostKept = 200;

/** Registers a customer, logs the admin in, and fills the shop a little. */
export const fillPool = async (url: string): Promise<Pool> => {
  const shop = shopAt(url);
  const [admin, customer] = [await adminTokenAt(url), await register(url)];
  const ids: Record<string, string[]> = {
    product: [],
    order: [],
    item: [],
    notification: [],
    refresh: [],
  };
  const keep = (kind: string, id: unknown): void => {
    const list = ids[kind] ?? [];
    if (typeof id === 'string' && list.push(id) > mostKept) list.shift();
  };
  const keepIds = (value: unknown): void => {
    const { product, order, notifications = [], refreshToken } = value as Known;
    keep('product', product?.id);
    keep('order', order?.id);
    for (const { itemId } of order?.items ?? []) keep('item', itemId);
    for (const { id } of notifications) keep('notification', id);
    keep('refresh', refreshToken);
  };
  for (let index = 0; index < 5; index += 1) {
    const product = await shop.addProduct(admin);
    const order = await shop.placeOrder(customer.token, product.id);
    keepIds({ product, order });
    keep('refresh', (await register(url)).refreshToken);
  }
  const tokens = { admin, customer: customer.token, nobody: null, garbage: 'a.b.c' };
  const idOf = (kind: string, index: string): string => {
    const list = ids[kind] ?? [];

    return list[Number(index) % Math.max(list.length, 1)] ?? randomUUID();
  };
  const filled = (text: string): string =>
    text.replaceAll(/@([a-z]+):(\d+)/g, (_, kind: string, index: string) => idOf(kind, index));

  return {
    substitute: (request) => {
      const token = tokens[request.actor];

      return {
        ...request,
        url: filled(request.url),
        body: request.body === null ? null : filled(request.body),
        headers: {
          ...request.headers,
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
      };
    },
    keepIds: ({ status, text }) => {
      if (status < 300 && text.startsWith('{')) keepIds(JSON.parse(text));
    },
  };
};

type Known = Readonly<{
  product?: Readonly<{ id: string }>;
  order?: Readonly<{ id: string; items: readonly Readonly<{ itemId: string }>[] }>;
  notifications?: readonly Readonly<{ id: string }>[];
  refreshToken?: string;
}>;
