import type { ReleaseName } from '../commands.js';
import type { NameReleased } from '../events.js';
import type { ProductName } from '../state.js';

/** Frees the name when the product holds it; otherwise there is nothing to do. */
export const releaseName = ({ data }: ReleaseName, holder: ProductName): NameReleased[] =>
  holder?.productId === data.productId ? [nameReleased(data)] : [];

const nameReleased = ({ name, productId, now }: ReleaseName['data']): NameReleased => ({
  type: 'NameReleased',
  data: { name, productId, releasedAt: now },
});
