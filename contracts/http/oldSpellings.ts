type OldPath = Readonly<{
  old: string;
  current: string;
  /** For this method only; else for all that the current path has. */
  method?: string;
  /** Everything below it has an old spelling too. */
  below?: true;
}>;

/** Paths of earlier shops, and what they are called now. The first that fits counts. */
const oldPaths: readonly OldPath[] = [
  { old: '/register', current: '/api/auth/register', method: 'POST' },
  { old: '/login', current: '/api/auth/login', method: 'POST' },
  { old: '/profile', current: '/api/profile' },
  { old: '/products/create_product', current: '/api/products', method: 'POST' },
  { old: '/orders/create_order', current: '/api/orders', method: 'POST' },
  { old: '/products', current: '/api/products', below: true },
  { old: '/orders', current: '/api/orders', below: true },
  { old: '/auth', current: '/api/auth', below: true },
];

/** Since when they are deprecated, as the header `Deprecation` says it (RFC 9745). */
export const deprecatedSince = `@${Date.UTC(2026, 10, 27) / 1000}`;

/** Returns the current path, null for a path that is no old spelling. */
export const currentPathOf = (method: string, path: string): string | null => {
  const plain = path.endsWith('/') ? path.slice(0, -1) : path;
  for (const each of oldPaths) {
    const rest = each.method === undefined || each.method === method ? restOf(each, plain) : null;
    if (rest !== null) return each.current + rest;
  }

  return null;
};

const restOf = ({ old, below }: OldPath, path: string): string | null => {
  if (path === old) return '';

  return below === true && path.startsWith(`${old}/`) ? path.slice(old.length) : null;
};

/** Returns the old spellings of a current path. */
export const oldSpellingsOf = (method: string, path: string): readonly string[] =>
  oldPaths.flatMap(({ old, current, method: only, below }) => {
    if (only !== undefined && only !== method) return [];
    const rest = restOf({ old: current, current, ...(below && { below }) }, path);

    return rest === null ? [] : [old + rest];
  });

/** Keys of bodies; `user_id` is apart, since nobody names themselves in a current body. */
const currentKeys: Readonly<Record<string, string>> = { product_id: 'productId' };

type Json = Readonly<Record<string, unknown>>;

export type OldBody = Readonly<{
  body: unknown;
  /** Whom the body named as its sender, undefined when it named nobody. */
  sender: unknown;
}>;

/**
 * Returns a body with the current keys: also those of its items, and the one line of an order in
 * its `items`. What has both spellings of a key keeps both, and is refused as an unknown key.
 */
export const toCurrentBody = (value: unknown, currentPath: string): OldBody => {
  if (!isObject(value)) return { body: value, sender: undefined };
  const { user_id: userId, ...rest } = value;
  const { items } = rest;
  const renamed = renameKeys(
    Array.isArray(items)
      ? { ...rest, items: items.map((item: unknown) => (isObject(item) ? renameKeys(item) : item)) }
      : rest,
  );

  return {
    body: currentPath === '/api/orders' ? withItems(renamed) : renamed,
    sender: userId,
  };
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const renameKeys = (value: Json): Json =>
  Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const current = currentKeys[key];

      return [current === undefined || current in value ? key : current, one];
    }),
  );

const withItems = (order: Json): Json => {
  if ('items' in order || !('productId' in order)) return order;
  const { productId, quantity, ...rest } = order;

  return { ...rest, items: [{ productId, quantity }] };
};
