const noTime = 'without a time, Date.parse gives NaN, and no comparison with that holds';
const nothingMoved = 'units are whole, and a change by 0 is no event on either branch';

/** Mutants that behave like the original, by name, each with the reason. */
export const equivalents: Readonly<Record<string, string>> = {
  'domain/inventory/rules/product.ts guard removed: if (saleStartsAt === null || saleEndsAt === null) return; → nothing':
    noTime,
  'domain/inventory/rules/product.ts operator turned in saleStartsAt === null || saleEndsAt === null: || → &&':
    noTime,
  'domain/inventory/rules/stock.ts operator turned in adjustment < 0: < → <=': nothingMoved,
  'domain/inventory/rules/stock.ts constant shifted in adjustment < 0: 0 → 1': nothingMoved,
  'domain/persistentMap.ts guard removed: if (map.content instanceof Map) return map.content; → nothing':
    'a shortcut for the newest version: the loop below takes no step for it',
};
