import { comparisonKey } from '../../../contracts/text/comparisonKey.js';
import { createNameUuid } from '../../../platform/identifiers/index.js';

const skuUuid = createNameUuid('b8a3e5d4-7c21-5f6b-8e90-4d2a1c3f5b77');
const nameUuid = createNameUuid('2d9c6e1f-5a48-5b3c-a7d2-9e0b4f6c8a13');

/** A sku names its product for ever. */
export const productIdOf = (sku: string): string => skuUuid(sku);

/** Names that differ only in case, width, blanks or what cannot be seen are the same name. */
export const nameKeyOf = (name: string): string => nameUuid(comparisonKey(name));

/** Returns the key that older releases gave to a name; null when it is the same. */
export const olderNameKeyOf = (name: string): string | null => {
  const lower = name.toLowerCase();

  return lower === comparisonKey(name) ? null : nameUuid(lower);
};
