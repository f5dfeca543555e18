/** Streams of this aggregate begin with it. */
export const productNameStreamPrefix = 'productName-';

/** `nameKey` is the same for names that differ only in the case of their letters. */
export const productNameStream = (nameKey: string): string =>
  `${productNameStreamPrefix}${nameKey}`;
