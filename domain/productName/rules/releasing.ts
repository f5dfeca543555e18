import type { ReleaseName } from '../commands.js';
import type { NameReleased } from '../events.js';
import type { ProductName } from '../state.js';

/** Frees the name when that claim of the product holds it; otherwise there is nothing to do. */
export const releaseName = (
  { data }: ReleaseName,
  { holder, revision }: ProductName,
): NameReleased[] =>
  holder?.productId === data.productId && revision === data.token ? [nameReleased(data)] : [];

const nameReleased = ({ name, productId, now }: ReleaseName['data']): NameReleased => ({
  type: 'NameReleased',
  data: { name, productId, releasedAt: now },
});
