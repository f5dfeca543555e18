import { MalformedRequest } from '../protocol/reader.js';

/** Far more than this broker has; one request must not hold up the others, or fill the memory. */
const most = 10_000;

/** Throws MalformedRequest when a request names more topics or groups than anybody needs. */
export const requireFew = (named: readonly unknown[], what: string): void => {
  if (named.length > most) throw new MalformedRequest(`${named.length} ${what} in one request`);
};
