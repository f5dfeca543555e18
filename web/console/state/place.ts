import { signal } from '@preact/signals';

export const pages = {
  sale: 'Sale',
  pipeline: 'Pipeline',
  catalogue: 'Catalogue',
  orders: 'Orders and buyers',
  streams: 'Streams',
  proof: 'Proof',
} as const;

export type PageName = keyof typeof pages;

/** `id`: of what the page is about, empty without one. */
export type PageAddress = Readonly<{ page: PageName; id: string }>;

const isPage = (name: string): name is PageName => Object.hasOwn(pages, name);

/** The part of the address behind `#/`: the server has one page for all of them. */
const placeOfHash = (): PageAddress => {
  const [page = '', id = ''] = location.hash.replace(/^#\//, '').split('/');

  return isPage(page) ? { page, id: decodeURIComponent(id) } : { page: 'sale', id: '' };
};

export const place = signal<PageAddress>(placeOfHash());

addEventListener('hashchange', () => {
  place.value = placeOfHash();
});

export const linkTo = (page: PageName, id = ''): string =>
  `#/${page}${id === '' ? '' : `/${encodeURIComponent(id)}`}`;
