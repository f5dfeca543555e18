import { computed, signal } from '@preact/signals';

export type Route =
  | Readonly<{ name: 'products' | 'basket' | 'orders' }>
  | Readonly<{ name: 'product' | 'order'; id: string }>;

const hash = signal(location.hash);

addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** What the address after `#` names; the grid when it names nothing. */
export const route = computed((): Route => {
  const [, name = '', id = ''] = hash.value.split('/');
  if (name === 'products' && id !== '') return { name: 'product', id };
  if (name === 'orders') return id === '' ? { name: 'orders' } : { name: 'order', id };

  return { name: name === 'basket' ? 'basket' : 'products' };
});

export const addressOf = (target: Route): string =>
  'id' in target ? `#/${target.name}s/${target.id}` : `#/${target.name}`;

export const go = (target: Route): void => {
  location.hash = addressOf(target);
};
